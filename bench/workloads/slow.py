"""Slow consumers: 1 % of a room's sockets stop reading. What the others notice, and what memory it takes."""

from pathlib import Path
from typing import Final

from bench import usage, wire
from bench.contenders.base import Contender
from bench.contenders.parley import Parley
from bench.contenders.peers import SocketIO
from bench.load_client import LoadClient, Report
from bench.measure import checked, clients_of, counted
from bench.rows import Rows
from bench.usage import Usage
from bench.workloads.options import Options, interleaved

CONTENDERS: Final[list[type[Contender]]] = [Parley, SocketIO]
SOCKETS: Final = 500
STALLED: Final = 5
RATE: Final = 60  # messages a second
CONTENT: Final = wire.PLACE + " Tea is ready." + " And so are the biscuits." * 300
"""Eight kilobytes: the megabytes that the kernel keeps for a socket are soon full."""


def run(options: Options) -> Rows:
    rows = Rows("slow", ["contender"])
    seconds = 10 if options.is_quick else 60

    def measure(run: int, kind: type[Contender], folder: Path) -> None:
        with kind(folder) as contender:
            contender.content = CONTENT
            with clients_of(contender, [[0]] * SOCKETS, senders=4, is_overlapping=True) as load:
                before = _send(load, contender, seconds // 2)
                memory = usage.memory_kb(contender.pids)
                load.stall(STALLED)
                after = _send(load, contender, seconds)
                grown = usage.memory_kb(contender.pids) - memory
        rows.add(
            contender=contender.name,
            run=run,
            p99_ms_before=before.p99,
            p99_ms=after.p99,
            last_p99_ms=after.last_p99,
            kb_for_each_stalled=grown / STALLED,
            kb_sent_to_each=after.bytes / (SOCKETS - STALLED) / 1024,
        )

    interleaved(options, CONTENDERS, measure)
    return rows


def _send(load: LoadClient, contender: Contender, seconds: int) -> Report:
    used: list[Usage] = []
    with counted(contender, used):
        report = load.run_open([(0, number / RATE) for number in range(seconds * RATE)])
    return checked(contender, report, used[0]).report
