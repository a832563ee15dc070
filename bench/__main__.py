"""Measure Parley against its peers."""

import argparse
import sys
from importlib import import_module
from pathlib import Path

from bench import machine
from bench.contenders.base import StartFailed
from bench.install import InstallFailed
from bench.load_client import LoadFailed
from bench.workloads.options import Options
from scripts.local_redis import RedisFailed

WORKLOADS = {
    "fanout": "one room of 100, 1,000 and 9,000 sockets: CPU for each delivery",
    "chat": "500 rooms of 20 in the mean, two instances, steady sends through store and Redis",
    "idle": "10,000 subscribed sockets that hear nothing",
    "burst": "50 messages in 10 ms to 500 members",
    "slow": "1 % of the sockets stop reading",
    "storm": "5,000 sockets drop and come back, the rooms talk on",
    "reads": "a page of 50 messages, from a short and a long history, and against graphql-js",
    "page": "the page in Chromium: scrolling in a room of 100,000 messages, opening rooms, typing",
    "search": "a page of what is common, rare and nowhere, from a short and a long history",
    "capacity": "what many users need, by a model fed with these costs",
    "sends": "one room, 1 and 64 senders, against the driver alone on the same store",
}
FAILURES = (machine.Unfit, InstallFailed, LoadFailed, StartFailed, RedisFailed)


def main() -> int:
    """Run the workloads. Returns 0, or 1 when one cannot be measured here."""
    asked = _arguments()
    options = Options(
        runs=asked.runs or (3 if asked.quick else 5),
        is_quick=asked.quick,
        only=tuple(filter(None, asked.only.lower().split(","))),
    )
    try:
        machine.prepare()
        tables = [_run(name, options, asked.json) for name in asked.workload or WORKLOADS]
    except FAILURES as failure:
        print(failure, file=sys.stderr)
        return 1
    print(f"\n{machine.describe()}", *tables, sep="\n\n")
    return 0


def _arguments() -> argparse.Namespace:
    told = "\n".join(f"  {name:8} {about}" for name, about in WORKLOADS.items())
    parser = argparse.ArgumentParser(
        prog="scripts/bench",
        description=f"{__doc__}\n\nworkloads, all of them unless named:\n{told}",
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    parser.add_argument("workload", nargs="*", choices=[[], *WORKLOADS], metavar="WORKLOAD")
    parser.add_argument("--quick", action="store_true", help="smaller and shorter: an orientation")
    parser.add_argument("--runs", type=int, default=0, metavar="N", help="runs of each (5; 3 when quick)")
    parser.add_argument(
        "--only", default="", metavar="WORDS", help="contenders whose name holds one of a,b,…"
    )
    parser.add_argument(
        "--json", type=Path, metavar="FILE", help="append the JSON lines to this file as well"
    )
    return parser.parse_args()


def _run(name: str, options: Options, file: Path | None) -> str:
    rows = import_module(f"bench.workloads.{name}").run(options)
    if file is not None:
        with file.open("a", encoding="utf-8") as lines:
            lines.writelines(f"{line}\n" for line in rows.lines)
    return f"{name}: {WORKLOADS[name]}\n\n{rows.table()}"


if __name__ == "__main__":
    sys.exit(main())
