"""Fan-out: one room, and what it costs to bring one message to everybody in it."""

from pathlib import Path

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
SLOW: list[type[Contender]] = [StrawberryOwn, PythonSocketIO]
"""Too slow to wait for 9,000 deliveries many times."""


def run(options: Options) -> Rows:
    rows = Rows("fanout", ["contender", "sockets"])

    def measure(run: int, kind: type[Contender], folder: Path) -> None:
        for sockets in [1_000] if options.is_quick else [100, 1_000, 9_000]:
            own = folder / str(sockets)
            own.mkdir()
            with said(), kind(own) as contender:
                _measure(rows, contender, run, sockets, cpu=0.8 if options.is_quick else 3.0)

    interleaved(options, CONTENDERS, measure)
    return rows


def _measure(rows: Rows, contender: Contender, run: int, sockets: int, *, cpu: float) -> None:
    with clients_of(contender, []) as load:
        send = closed_run(load, contender, cpu=cpu / 4)  # the same messages with nobody listening
    with clients_of(contender, [[0]] * sockets) as load:
        measured = closed_run(load, contender, cpu=cpu)
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
