"""One measurement: a contender with its clients, first brought to where everybody hears everything."""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory

from bench import install, usage
from bench.contenders.base import Contender
from bench.load_client import Connection, LoadClient, Report, Request
from bench.usage import Usage

PROBE_SECONDS = 3.0  # without anything heard, before the next one
LONGEST = 120.0  # seconds that one run may take
PROBES = 20  # rounds, before a contender whose clients do not all hear is given up
SATURATED = 0.9  # share of its core from which the load client may be what is measured


class Discarded(Exception):
    """A run that says nothing about the server. The text says why, in one line."""


@dataclass(frozen=True, slots=True)
class Measured:
    """A run, and what the servers used for it."""

    report: Report
    used: Usage

    def microseconds(self, count: int | None = None) -> float:
        """CPU of the servers for each delivery, or for each of `count`."""
        return self.used.total / max(1, count or self.report.delivered) * 1e6


@contextmanager
def clients_of(
    contender: Contender,
    listeners: Sequence[Sequence[int]],
    *,
    senders: int = 1,
    at_once: int = 64,
    is_overlapping: bool = False,
) -> Iterator[LoadClient]:
    """Listeners, each in its rooms, and after them the senders, spread over the instances; all hear all.

    Messages must be heard in the order of sending or, where sends into a room overlap, in the server's.
    """
    with (
        TemporaryDirectory(prefix="bench-") as folder,
        LoadClient(install.load_client(), Path(folder)) as load,
    ):
        key = contender.order_key if is_overlapping else ""
        load.rooms(requests_of(contender, len(listeners), senders), order_key=key)
        sending = [Connection(contender.ports[n % len(contender.ports)]) for n in range(senders)]
        load.open([*connections_of(contender, listeners), *sending], at_once=at_once)
        wait_until_live(load, contender)
        yield load


def connections_of(contender: Contender, listeners: Sequence[Sequence[int]]) -> list[Connection]:
    ports = contender.ports
    return [
        Connection(ports[number % len(ports)], rooms, contender.listen(rooms, number))
        for number, rooms in enumerate(listeners)
    ]


def requests_of(contender: Contender, first_sender: int, senders: int) -> list[Request]:
    """One room takes what all senders send; of several rooms each has a sender of its own."""
    if contender.room_count == 1:
        return [Request(contender.send(0), first_sender, senders)]
    return [
        Request(contender.send(room), first_sender + room % senders, 1)
        for room in range(contender.room_count)
    ]


def wait_until_live(load: LoadClient, contender: Contender) -> None:
    """Send until everybody hears: not every protocol says when a subscription has begun."""
    report = None
    for _ in range(PROBES):
        report = load.run_open(((room, 0.0) for room in range(contender.room_count)), patience=PROBE_SECONDS)
        if report.sent == contender.room_count and not report.faults:
            return
    raise Discarded(f"{contender.name}: its clients never all heard: {report.faults if report else ''}")


@contextmanager
def counted(contender: Contender, used: list[Usage]) -> Iterator[None]:
    """Append what the servers use inside."""
    before = usage.cpu(contender.pids)
    yield
    used.append(usage.cpu(contender.pids) - before)


def checked(contender: Contender, report: Report, used: Usage, *, may_close: bool = False) -> Measured:
    """The measurement. Raises Discarded when something went wrong or the load client was too busy."""
    faults = {name: number for name, number in report.faults.items() if name != "closed" or not may_close}
    if faults:
        told = ", ".join(f"{number} {name}" for name, number in faults.items())
        raise Discarded(f"{contender.name}: {told} of {report.expected} deliveries")
    if report.cpu > SATURATED * report.seconds:
        share = report.cpu / report.seconds
        raise Discarded(f"{contender.name}: the load client used {share:.0%} of its core")
    return Measured(report, used)


def closed_run(
    load: LoadClient, contender: Contender, *, cpu: float, least: int = 3, pause: float = 0.0
) -> Measured:
    """Messages into the first room, each when everybody has heard the one before it or, with a pause, then.

    As many as take the servers about `cpu` seconds of their core, after as many as take a third of it.
    """
    warm = _run(load, contender, least, pause)
    while warm.used.total < cpu / 3:
        messages = max(1, int(cpu / 3 / max(0.005, warm.used.total) * warm.report.sent))
        warm = _run(load, contender, min(messages, 10 * warm.report.sent), pause)
    return _run(load, contender, max(least, int(cpu / warm.used.total * warm.report.sent)), pause)


def _run(load: LoadClient, contender: Contender, messages: int, pause: float) -> Measured:
    used: list[Usage] = []
    with counted(contender, used):
        if pause:
            report = load.run_open([(0, number * pause) for number in range(messages)])
        else:
            report = load.run_closed([0] * messages, seconds=LONGEST)
    return checked(contender, report, used[0])
