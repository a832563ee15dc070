"""What an instance lets the person on call see: its log, its metrics, its traces; and what it never shows."""

import asyncio
import json
import re
from collections.abc import AsyncIterator, Callable, Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from threading import Condition, Thread
from typing import Any

import pytest
from opentelemetry.proto.collector.trace.v1.trace_service_pb2 import ExportTraceServiceRequest

from tests.fixtures.people import PASSWORD, People, Person, patient_client
from tests.fixtures.servers import IN_PRODUCTION, Instance
from tests.fixtures.socket_io import raw_socket
from tests.fixtures.sockets import Refused

DOCUMENTED = Path(__file__).parents[2] / "docs" / "operations" / "README.md"
WORDS = "the eagle lands at noon"
WRONG = "a wrong password, too"


class Collector(ThreadingHTTPServer):
    """An OpenTelemetry collector: keeps what it is sent."""

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), Receiver)
        self.received: list[bytes] = []
        self.arrived = Condition()

    def wait_for(self, is_there: Callable[[], bool]) -> bool:
        """Whether it was there in time."""
        with self.arrived:
            return self.arrived.wait_for(is_there, 30)

    @property
    def spans(self) -> list[Any]:
        exports = [ExportTraceServiceRequest.FromString(body) for body in self.received]
        resources = [spans for export in exports for spans in export.resource_spans]
        return [span for each in resources for scope in each.scope_spans for span in scope.spans]


class Receiver(BaseHTTPRequestHandler):
    def do_POST(self) -> None:
        assert isinstance(self.server, Collector)
        body = self.rfile.read(int(self.headers["Content-Length"]))
        if self.path == "/v1/traces":
            with self.server.arrived:
                self.server.received.append(body)
                self.server.arrived.notify_all()
        self.send_response(200)
        self.end_headers()

    def log_message(self, *_: Any) -> None:
        return


@pytest.fixture(scope="module")
def collector() -> Iterator[Collector]:
    with Collector() as server:
        Thread(target=server.serve_forever, daemon=True).start()
        yield server
        server.shutdown()


@pytest.fixture(scope="module")
def observed(folder: Path, database_url: str, collector: Collector) -> Iterator[Instance]:
    """An instance as in production: JSON logs, limits on."""
    endpoint = f"http://127.0.0.1:{collector.server_port}"
    production = IN_PRODUCTION | {"LIMITS__LOGINS_PER_MINUTE": "1000", "LIMITS__SENDS_PER_SECOND": "1"}
    traced = {"OTEL_EXPORTER_OTLP_ENDPOINT": endpoint, "OTEL_BSP_SCHEDULE_DELAY": "100"}
    with Instance(folder, database_url, **production, **traced) as instance:
        yield instance


@pytest.fixture(scope="module")
async def busy(observed: Instance) -> AsyncIterator[tuple[Person, str]]:
    """Somebody who did a bit of everything, and the room that they did it in."""
    async with People.at(observed.address) as people:
        ada, lin = await people.register_all("ada", "lin")
        room = await ada.create_room(lin)
        async with lin.listening(room, since=0) as ear:
            await ear.until_type("RoomSynced")
            sent = await ada.send(room, WORDS)
            await ear.until_type("MessageSent")
            await ada.ask(
                "mutation($id: ID!, $to: String!) { editMessage(id: $id, content: $to) { id } }",
                id=sent["id"],
                to=f"{WORDS} sharp",
            )
            await ear.until_type("MessageEdited")
        login = "mutation($in: LoginInput!) { login(input: $in) { user { id } } }"
        with pytest.raises(Refused):
            await ada.ask(login, **{"in": {"login": ada.username, "password": WRONG}})
        trade = "mutation($token: String) { refreshSession(refreshToken: $token) { accessToken } }"
        await ada.ask(trade, token=ada.refresh_token)
        with pytest.raises(Refused):
            await ada.ask(f'{{ nonsense(content: "{WORDS}") }}')
        answers = await asyncio.gather(*(ada.send(room, WORDS) for _ in range(60)), return_exceptions=True)
        assert {answer.code for answer in answers if isinstance(answer, Refused)} == {"RATE_LIMITED"}
        yield ada, room


def lines(instance: Instance) -> list[dict[str, Any]]:
    return [json.loads(line) for line in instance.log.splitlines()]


async def test_each_line_of_the_log_has_its_ids(observed: Instance, busy: tuple[Person, str]) -> None:
    ada, room = busy
    requests = [line for line in lines(observed) if line["event"] == "request"]
    assert all(line["request_id"] and line["status"] and line["ms"] >= 0 for line in requests)
    assert any(line.get("user_id") == ada.id and line.get("room_id") == room for line in requests)
    assert {line["path"] for line in requests} == {"/graphql"}


async def test_no_line_has_a_token_a_password_or_what_was_said(
    observed: Instance, busy: tuple[Person, str]
) -> None:
    ada, _ = busy
    for secret in (WORDS, PASSWORD, WRONG, ada.access_token, ada.refresh_token, "eyJ", "@example.org"):
        assert secret not in observed.log


async def test_a_request_keeps_the_id_of_the_gateway(observed: Instance) -> None:
    async with patient_client(base_url=f"http://{observed.address}") as http:
        given = await http.get("/healthz", headers={"X-Request-ID": "from-the-gateway-1"})
        assert given.headers["X-Request-ID"] == "from-the-gateway-1"
        made = await http.get("/healthz", headers={"X-Request-ID": "no good id"})
        assert re.fullmatch("[0-9a-f]{16}", made.headers["X-Request-ID"])


async def scraped(instance: Instance) -> dict[str, float]:
    """The samples of /metrics, by name and labels."""
    async with patient_client() as http:
        answer = await http.get(f"http://{instance.address}/metrics")
    assert answer.headers["content-type"].startswith("text/plain")
    samples = (line.rpartition(" ") for line in answer.text.splitlines() if not line.startswith("#"))
    return {name: float(value) for name, _, value in samples}


async def test_metrics_count_what_happened(observed: Instance, busy: tuple[Person, str]) -> None:
    ada, room = busy
    async with ada.listening(room, since=0) as ear, raw_socket(observed.address):
        await ear.until_type("RoomSynced")
        now = await scraped(observed)
        assert now['parley_sockets{face="socketio"}'] == 1
        assert now['parley_sockets{face="graphql"}'] == 1
        assert (now["parley_subscriptions"], now["parley_topics"], now["parley_shared_groups"]) == (1, 1, 0)
        assert now['parley_messages_total{outcome="stored"}'] >= 30
        assert now["parley_send_seconds_count"] >= now['parley_messages_total{outcome="stored"}']
        assert now['parley_limits_hit_total{rate="send"}'] >= 1
        assert now['parley_catch_ups_total{answer="changes"}'] >= 2
        assert now['parley_database_connections{state="open"}'] >= 1
        assert now["parley_draining"] == 0
        assert now["parley_lagging_sockets"] == 0
        assert now["parley_fan_out_seconds_count"] >= 2
        assert now["parley_deliveries_total"] >= 2


async def test_metrics_are_not_for_those_who_come_through_a_gateway(observed: Instance) -> None:
    async with patient_client() as http:
        for header in ("X-Forwarded-For", "Forwarded", "X-Real-IP", "Via"):
            answer = await http.get(f"http://{observed.address}/metrics", headers={header: "127.0.0.1"})
            assert answer.status_code == 404


async def test_every_metric_is_documented_and_there(observed: Instance, busy: tuple[Person, str]) -> None:
    names = {re.match(r"[a-z_]+", name)[0] for name in await scraped(observed)}  # type: ignore[index]
    ours = {re.sub(r"_(bucket|count|sum)$", "", name) for name in names if name.startswith("parley_")}
    documented = set(re.findall(r"^\| `(parley_\w+)", DOCUMENTED.read_text(), re.MULTILINE))
    assert ours == documented


async def test_requests_and_queries_are_traced_without_what_was_said(
    collector: Collector, busy: tuple[Person, str]
) -> None:
    def is_whole() -> bool:
        names = {span.name for span in collector.spans}
        return any("/graphql" in name for name in names) and any("insert" in name for name in names)

    assert await asyncio.to_thread(collector.wait_for, is_whole)
    whole = b"".join(collector.received)
    assert b"parley" in whole
    for secret in (WORDS, PASSWORD, busy[0].access_token):
        assert secret.encode() not in whole
