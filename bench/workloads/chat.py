"""Real chat: many rooms of very different size, two instances, sends at a steady rate through everything."""

import random
from functools import partial
from itertools import accumulate
from pathlib import Path
from typing import Final

from bench import usage
from bench.contenders.base import Contender
from bench.contenders.crowd import Crowd
from bench.contenders.peers import SocketIO
from bench.load_client import LoadClient
from bench.measure import checked, clients_of, counted
from bench.rows import Rows
from bench.usage import Usage
from bench.workloads.options import Options, interleaved, said

ROOMS_OF_EACH: Final = 2  # so that a room has 20 members in the mean when there are ten sockets for each
INSTANCES: Final = 2
SENDERS: Final = 64


class ChatSocketIO(SocketIO):
    """With its Redis adapter, and without a store: what is sent is not kept."""

    name = "Node Socket.IO, Redis, no store"


def run(options: Options) -> Rows:
    rows = Rows("chat", ["contender", "rate"])
    sockets, rooms = (1_000, 100) if options.is_quick else (5_000, 500)
    listeners = _listeners(sockets, rooms)
    seconds = 10 if options.is_quick else 30
    crowd = partial(Crowd, listeners=listeners, instances=INSTANCES)
    peer = partial(ChatSocketIO, room_count=rooms, instances=INSTANCES)

    def measure(run: int, kind: type[Contender], folder: Path) -> None:
        with (
            (crowd if kind is Crowd else peer)(folder) as contender,
            clients_of(contender, listeners, senders=SENDERS) as load,
        ):
            for rate in [100] if options.is_quick else [100, 200, 300]:
                with said():
                    _measure(rows, load, contender, run, rate=rate, seconds=seconds)

    interleaved(options, [Crowd, ChatSocketIO], measure)
    return rows


def _measure(
    rows: Rows, load: LoadClient, contender: Contender, run: int, *, rate: int, seconds: int
) -> None:
    used: list[Usage] = []
    store = usage.cpu(_store(contender))
    with counted(contender, used):
        report = load.run_open(_schedule(contender.room_count, rate, seconds))
    store = usage.cpu(_store(contender)) - store
    measured = checked(contender, report, used[0])
    rows.add(
        contender=contender.name,
        rate=rate,
        run=run,
        us_each=measured.microseconds(),
        server_core=measured.used.total / report.seconds,
        store_us_each=store.total / report.delivered * 1e6,
        p50_ms=report.p50,
        p99_ms=report.p99,
        deliveries=report.delivered,
        client_core=report.cpu / report.seconds,
    )


def _store(contender: Contender) -> list[int]:
    pid = contender.database.pid if isinstance(contender, Crowd) else None
    return [pid] if pid else []


def _listeners(sockets: int, rooms: int) -> list[list[int]]:
    """The rooms of each socket: every room has one socket at least, and the first rooms have most (Zipf)."""
    dice = random.Random(5_000)
    weights = list(accumulate(1 / rank for rank in range(1, rooms + 1)))
    chosen: list[list[int]] = []
    for number in range(sockets):
        own = {number % rooms}
        while len(own) < ROOMS_OF_EACH:
            own.add(dice.choices(range(rooms), cum_weights=weights)[0])
        chosen.append(sorted(own))
    return chosen


def _schedule(rooms: int, rate: int, seconds: int) -> list[tuple[int, float]]:
    dice = random.Random(rate)
    return [(dice.randrange(rooms), number / rate) for number in range(rate * seconds)]
