"""Reconnect storm: everybody drops at once and comes back, while the rooms talk on."""

import random
import time
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Final

from bench.contenders.crowd import Crowd
from bench.load_client import Connection
from bench.measure import checked, clients_of, counted
from bench.rows import Rows
from bench.usage import Usage
from bench.workloads.options import Options, said

MEMBERS: Final = 50  # of each room
AT_ONCE: Final = 1_000  # handshakes under way
RATE: Final = 50  # messages a second while they come back
MISSED: Final = 2  # messages into each room while nobody listens


def run(options: Options) -> Rows:
    rows = Rows("storm", ["contender", "sockets"])
    sockets = 1_000 if options.is_quick else 5_000
    for run in range(1, options.runs + 1):
        with TemporaryDirectory(prefix="bench-") as folder, said():
            _measure(rows, run, sockets, Path(folder))
    return rows


def _measure(rows: Rows, run: int, sockets: int, folder: Path) -> None:
    rooms = sockets // MEMBERS
    listeners = [[number % rooms] for number in range(sockets)]
    with Crowd(folder, listeners) as parley, clients_of(parley, listeners, senders=8) as load:
        clocks = parley.clocks()
        load.drop()
        time.sleep(0.5)  # for the server to see them gone
        again = [
            Connection(parley.ports[0], own, parley.listen_since(own[0], person, clocks[own[0]]))
            for person, own in enumerate(listeners)
        ]
        load.reopen(again, at_once=AT_ONCE)
        queries = parley.database_queries()
        used: list[Usage] = []
        with counted(parley, used):
            report = load.run_open(_schedule(rooms))
        checked(parley, report, used[0])
        rows.add(
            contender=parley.name,
            sockets=sockets,
            run=run,
            seconds_to_all_live=report.opened_after,
            missed=report.lost,
            queries_for_each_room=(parley.database_queries() - queries) / rooms,
            cpu_ms_each=used[0].total / sockets * 1000,
        )


def _schedule(rooms: int) -> list[tuple[int, float]]:
    """Some for every room at once, then, while all come back, some more."""
    dice = random.Random(rooms)
    at_once = [(room, 0.0) for room in range(rooms) for _ in range(MISSED)]
    return [*at_once, *((dice.randrange(rooms), number / RATE) for number in range(5 * RATE))]
