"""The load client sees what goes wrong on the way: nothing that it counts is taken on trust."""

import re
import socket
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import TypeAlias

import pytest

from bench import install, wire
from bench.load_client import Connection, LoadClient, LoadFailed, Report, Request, Step
from bench.rows import Rows

Way: TypeAlias = Callable[[list[bytes]], list[bytes]]
"""What becomes of the messages of a run: those that arrive, in their order."""

MESSAGES = 6
UPGRADED = b"HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\n\r\n"
TAKEN = b"HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\n{}"
REFUSED = b'HTTP/1.1 200 OK\r\nContent-Length: 13\r\n\r\n{"errors":[]}'


class PlantedServer:
    """Takes MESSAGES messages on one connection, then sends to another what `way` makes of them."""

    def __init__(self, way: Way, *, answer: bytes = TAKEN, pieces: int = 1, closes: bool = False) -> None:
        self._way = way
        self._closes = closes
        self._answer = answer
        self._pieces = pieces
        self._door = socket.create_server(("127.0.0.1", 0))
        self.port: int = self._door.getsockname()[1]
        self.thread = threading.Thread(target=self._serve, daemon=True)
        self.thread.start()

    def _serve(self) -> None:
        with suppress(ConnectionError), self._door, self._door.accept()[0] as listener:
            listener.recv(65_536)
            listener.sendall(UPGRADED)
            with self._door.accept()[0] as sender:
                sent = [self._take(sender) for _ in range(MESSAGES)]
                self._tell(listener, b"".join(map(_frame, self._way(sent))))
                if self._closes:
                    listener.shutdown(socket.SHUT_RDWR)
                sender.recv(1)  # until the load client has ended

    def _tell(self, listener: socket.socket, frames: bytes) -> None:
        size = -(-len(frames) // self._pieces) or 1
        for first in range(0, len(frames), size):
            listener.sendall(frames[first : first + size])

    def _take(self, sender: socket.socket) -> bytes:
        request = sender.recv(65_536)
        sender.sendall(self._answer)
        found = re.search(rb"@@[0-9]{8}", request)
        assert found is not None
        return found[0]


def _frame(payload: bytes) -> bytes:
    return bytes([0x81, len(payload)]) + payload


@contextmanager
def load_client(folder: Path, port: int, *, order_key: str = "") -> Iterator[LoadClient]:
    with LoadClient(install.load_client(), folder) as load:
        load.rooms([Request(wire.post("/send", {"content": wire.CONTENT}), 1, 1)], order_key=order_key)
        load.open([Connection(port, [0], [Step(wire.upgrade("/"), b"HTTP")])])
        load.open([Connection(port)], first=1)
        yield load


def report_of(folder: Path, server: PlantedServer, *, order_key: str = "", patience: float = 3.0) -> Report:
    with load_client(folder, server.port, order_key=order_key) as load:
        report = load.run_open([(0, 0.0)] * MESSAGES, patience=patience)
    server.thread.join(10)
    return report


def test_what_arrives_once_and_in_order_has_no_faults(tmp_path: Path) -> None:
    report = report_of(tmp_path, PlantedServer(lambda sent: sent), patience=10)
    assert (report.sent, report.expected, report.delivered, report.faults) == (6, 6, 6, {})


def test_frames_that_come_in_pieces_are_put_together(tmp_path: Path) -> None:
    report = report_of(tmp_path, PlantedServer(lambda sent: sent, pieces=40), patience=10)
    assert (report.delivered, report.frames, report.faults) == (6, 6, {})


@pytest.mark.parametrize(
    ("way", "faults"),
    [
        pytest.param(lambda sent: [*sent[:2], *sent[3:]], {"lost": 1}, id="lost in the middle"),
        pytest.param(lambda sent: sent[:-1], {"lost": 1}, id="lost at the end"),
        pytest.param(lambda sent: sent[:0], {"lost": 6}, id="all lost"),
        pytest.param(lambda sent: [*sent[:3], sent[2], *sent[3:]], {"doubled": 1}, id="doubled"),
        pytest.param(lambda sent: [sent[0], *sent], {"doubled": 1}, id="the first one doubled"),
        pytest.param(lambda sent: [sent[0], sent[2], sent[1], *sent[3:]], {"reordered": 1}, id="reordered"),
        pytest.param(
            lambda sent: [sent[0], sent[0], *sent[2:]], {"lost": 1, "doubled": 1}, id="one for another"
        ),
        pytest.param(lambda sent: [b"@@00000099", *sent], {"strange": 1}, id="never sent"),
    ],
)
def test_a_planted_fault_is_seen(tmp_path: Path, way: Way, faults: dict[str, int]) -> None:
    report = report_of(tmp_path, PlantedServer(way))
    assert report.faults == faults


def test_order_is_the_servers_where_it_gives_numbers(tmp_path: Path) -> None:
    def numbered(sent: list[bytes]) -> list[bytes]:
        """Numbered in another order than they were sent, and heard by number, but for the last two."""
        turned = list(reversed(sent))
        told = [b'{"seq": %d,"content":"%b"}' % (seq, content) for seq, content in enumerate(turned, 41)]
        return [*told[:4], told[5], told[4]]

    report = report_of(tmp_path, PlantedServer(numbered), order_key='"seq":', patience=10)
    assert (report.delivered, report.faults) == (6, {"reordered": 1})


def test_a_refused_send_is_seen(tmp_path: Path) -> None:
    report = report_of(tmp_path, PlantedServer(lambda sent: sent, answer=REFUSED), patience=10)
    assert report.faults == {"refused": 6}


def test_a_closed_socket_is_seen(tmp_path: Path) -> None:
    report = report_of(tmp_path, PlantedServer(lambda sent: sent[:4], closes=True))
    assert report.faults == {"lost": 2, "closed": 1}


def test_a_server_that_is_not_there_is_named(tmp_path: Path) -> None:
    with LoadClient(install.load_client(), tmp_path) as load, pytest.raises(LoadFailed, match="refused"):
        load.open([Connection(1)])


def test_a_table_gives_medians_and_how_far_they_spread(capsys: pytest.CaptureFixture[str]) -> None:
    rows = Rows("fanout", ["contender"])
    for run, us in enumerate([12.0, 10.0, 11.0], 1):
        rows.add(contender="Parley", run=run, us_each=us)
    assert "| 3    | Parley    | 11 (10-12) |" in rows.table()
    assert len(capsys.readouterr().out.splitlines()) == 3
