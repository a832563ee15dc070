"""Idle: sockets that are subscribed and hear nothing. What each keeps in memory, and what all cost."""

from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Final

from bench import install, usage
from bench.contenders.base import Contender
from bench.contenders.bridge import Bridge
from bench.contenders.parley import Parley
from bench.contenders.peers import GraphQLWs, PythonSocketIO, SocketIO, StrawberryOwn
from bench.load_client import Connection, LoadClient
from bench.measure import checked, connections_of, counted, requests_of, wait_until_live
from bench.rows import Rows
from bench.usage import Usage
from bench.workloads.options import Options, interleaved

CONTENDERS: Final[list[type[Contender]]] = [
    Parley,
    Bridge,
    SocketIO,
    GraphQLWs,
    PythonSocketIO,
    StrawberryOwn,
]
FIRST: Final = 200  # sockets, before memory is looked at for the first time


def run(options: Options) -> Rows:
    rows = Rows("idle", ["contender", "sockets"])
    sockets, seconds = (2_000, 10.0) if options.is_quick else (10_000, 300.0)

    def measure(run: int, kind: type[Contender], folder: Path) -> None:
        with kind(folder) as contender:
            _measure(rows, contender, run, sockets, seconds)

    interleaved(options, CONTENDERS, measure)
    return rows


def _measure(rows: Rows, contender: Contender, run: int, sockets: int, seconds: float) -> None:
    listeners = connections_of(contender, [[0]] * sockets)
    with (
        TemporaryDirectory(prefix="bench-") as folder,
        LoadClient(install.load_client(), Path(folder)) as load,
    ):
        load.rooms(requests_of(contender, 0, 1))
        load.open([Connection(contender.ports[0]), *listeners[:FIRST]])
        wait_until_live(load, contender)
        before = usage.memory_kb(contender.pids)
        opened = load.open(listeners[FIRST:], first=1 + FIRST)
        wait_until_live(load, contender)
        used: list[Usage] = []
        with counted(contender, used):
            report = load.run_open([], seconds=seconds)
        memory = usage.memory_kb(contender.pids) - before
        checked(contender, report, used[0])
    rows.add(
        contender=contender.name,
        sockets=sockets,
        run=run,
        kb_each=memory / (sockets - FIRST),
        cpu_percent=used[0].total / report.seconds * 100,
        us_to_open=opened / (sockets - FIRST) * 1e6,
    )
