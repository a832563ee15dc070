"""Burst: 50 messages within 10 ms into a room of 500."""

from pathlib import Path
from typing import Final

from bench.contenders.base import Contender
from bench.contenders.parley import Parley
from bench.contenders.peers import GraphQLWs, PythonSocketIO, SocketIO
from bench.measure import Measured, checked, clients_of, counted
from bench.rows import Rows
from bench.usage import Usage
from bench.workloads.options import Options, interleaved

CONTENDERS: Final[list[type[Contender]]] = [Parley, SocketIO, GraphQLWs, PythonSocketIO]
SOCKETS: Final = 500
MESSAGES: Final = 50
WITHIN: Final = 0.010  # seconds
PAUSE: Final = 4.0  # seconds from one burst to the next: time for the slowest to finish
QUICK_PAUSE: Final = 2.0


def run(options: Options) -> Rows:
    rows = Rows("burst", ["contender"])
    bursts, pause = (3, QUICK_PAUSE) if options.is_quick else (8, PAUSE)

    def measure(run: int, kind: type[Contender], folder: Path) -> None:
        with kind(folder) as contender:
            send = _measure(contender, 0, bursts, pause / 2)
            measured = _measure(contender, SOCKETS, bursts, pause)
        report = measured.report
        rows.add(
            contender=contender.name,
            run=run,
            us_each=measured.microseconds(),
            us_without_send=(measured.used - send.used).total / report.delivered * 1e6,
            writes_for_each_socket=report.segments / SOCKETS / bursts,
            p50_ms=report.p50,
            p99_ms=report.p99,
            client_core=report.cpu / report.seconds,
        )

    interleaved(options, CONTENDERS, measure)
    return rows


def _measure(contender: Contender, sockets: int, bursts: int, pause: float) -> Measured:
    with clients_of(contender, [[0]] * sockets, senders=MESSAGES, is_overlapping=True) as load:
        load.run_open(_schedule(1, pause), seconds=pause)  # warms up
        used: list[Usage] = []
        with counted(contender, used):
            report = load.run_open(_schedule(bursts, pause))
        return checked(contender, report, used[0])


def _schedule(bursts: int, pause: float) -> list[tuple[int, float]]:
    return [
        (0, burst * pause + number * WITHIN / MESSAGES)
        for burst in range(bursts)
        for number in range(MESSAGES)
    ]
