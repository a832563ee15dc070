"""Fan-out: one room, and what it costs to bring one message to everybody in it."""

from pathlib import Path
from typing import Final

from bench.contenders.base import Contender
from bench.contenders.bridge import Bridge
from bench.contenders.parley import Parley
from bench.contenders.peers import Floor, GraphQLWs, PythonSocketIO, SocketIO, StrawberryOwn
from bench.measure import clients_of, closed_run
from bench.rows import Rows
from bench.workloads.options import Options, interleaved, said

CONTENDERS: list[type[Contender]] = [
    Floor,
    Parley,
    Bridge,
    SocketIO,
    GraphQLWs,
    PythonSocketIO,
    StrawberryOwn,
]
COMPARED: Final[list[type[Contender]]] = [Parley, Bridge, SocketIO]
"""Whose slowest deliveries are compared: of some 300 messages the 99th percentile is the fourth slowest."""


def run(options: Options) -> Rows:
    rows = Rows("fanout", ["contender", "sockets"])

    def measure(run: int, kind: type[Contender], folder: Path) -> None:
        for sockets in [1_000] if options.is_quick else [100, 1_000, 9_000]:
            own = folder / str(sockets)
            own.mkdir()
            with said(), kind(own) as contender:
                cpu = 3.0 if kind in COMPARED or not options.is_quick else 0.8
                _measure(rows, contender, run, sockets, cpu=cpu)

    interleaved(options, CONTENDERS, measure)
    return rows


def _measure(rows: Rows, contender: Contender, run: int, sockets: int, *, cpu: float) -> None:
    with clients_of(contender, []) as load:
        send = closed_run(load, contender, cpu=cpu / 4)  # the same messages with nobody listening
    with clients_of(contender, [[0]] * sockets) as load:
        measured = closed_run(load, contender, cpu=cpu, pause=contender.seconds_to_read * sockets)
    report = measured.report
    each = measured.microseconds()
    rows.add(
        contender=contender.name,
        sockets=sockets,
        run=run,
        us_each=each,
        user_us=measured.used.user / report.delivered * 1e6,
        system_us=measured.used.system / report.delivered * 1e6,
        us_without_send=each - send.microseconds(send.report.sent) / sockets,
        last_p50_ms=report.last_p50,
        last_p99_ms=report.last_p99,
        messages=report.sent,
        frame_bytes=report.bytes / max(1, report.frames),
        client_core=report.cpu / report.seconds,
    )
