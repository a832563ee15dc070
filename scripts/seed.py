"""Fill a development server with a lively team: people, rooms and a year of messages.

Everything goes through the public GraphQL API. The same --seed gives the same team and the same messages, and
a run that is repeated, or taken up again after Ctrl-C, sends nothing twice.
"""

import argparse
import sys
import time
from datetime import UTC, datetime

from scripts.seeding.fill import PASSWORD, Filling
from scripts.seeding.names import MOST
from scripts.seeding.plan import Plan, make_plan
from scripts.seeding.progress import Progress
from scripts.seeding.server import Refused, SeedFailed, Server

NAMES_SHOWN = 5


def main(arguments: list[str] | None = None) -> int:
    """Fill the server. Returns 0, or 1 after a failure, 2 for a wrong argument, 130 after Ctrl-C."""
    options = _options(arguments)
    try:
        _fill(options)
    except (SeedFailed, Refused) as failure:
        print(failure, file=sys.stderr)
        return 1
    except KeyboardInterrupt:
        print("Interrupted. The same command goes on from here.", file=sys.stderr)
        return 130
    return 0


def _options(arguments: list[str] | None) -> argparse.Namespace:
    parser = argparse.ArgumentParser(
        prog="scripts/seed", description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--url", default="http://localhost:4000", help="where the server is (%(default)s)")
    parser.add_argument("--people", type=int, default=30, metavar="N", help="people (%(default)s)")
    parser.add_argument("--rooms", type=int, default=20, metavar="N", help="rooms (%(default)s)")
    parser.add_argument("--messages", type=int, default=20_000, metavar="N", help="messages (%(default)s)")
    parser.add_argument(
        "--seed", type=int, default=1, metavar="N", help="another team for each (%(default)s)"
    )
    options = parser.parse_args(arguments)
    if not 2 <= options.people <= MOST:
        parser.error(f"--people must be 2 to {MOST:,}")
    if options.rooms < 1:
        parser.error("--rooms must be 1 or more")
    if options.messages < 0:
        parser.error("--messages must be 0 or more")
    return options


def _fill(options: argparse.Namespace) -> None:
    started = time.monotonic()
    limits = _Limits()
    server = Server(options.url, limits.hit)
    server.check()
    now = datetime.now(UTC).astimezone()  # office hours are those of this machine's zone
    plan = make_plan(
        options.seed, people=options.people, rooms=options.rooms, messages=options.messages, now=now
    )
    said = sum(len(room.messages) for room in plan.rooms)
    print(f"{len(plan.people)} people, {len(plan.rooms)} rooms and {said:,} messages for {options.url}")
    with Progress(plan.steps) as progress:
        limits.progress = progress
        Filling(server, plan, progress).run()
    _greet(plan, options.url, time.monotonic() - started)


class _Limits:
    """Says once that the server slows the filling down."""

    def __init__(self) -> None:
        self.progress: Progress | None = None

    def hit(self, seconds: float) -> None:
        progress, self.progress = self.progress, None
        if progress is not None:
            progress.say(
                "The server limits how much one may do at once, so this takes a while. "
                "`RATE_LIMITS=off ./scripts/serve` makes it fast."
            )


def _greet(plan: Plan, url: str, seconds: float) -> None:
    print(f"\nFilled in {seconds:.0f} s. Sign in at {url} as one of\n")
    for person in plan.people[:NAMES_SHOWN]:
        print(f"  {person.username:<24}{person.name}")
    print(f"\nEveryone's password is: {PASSWORD}")


if __name__ == "__main__":
    sys.exit(main())
