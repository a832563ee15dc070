"""The gateway's own configuration, in nginx, before two instances: only the addresses are the test's."""

import asyncio
import json
import os
import re
import shutil
from collections import Counter
from collections.abc import AsyncIterator, Iterator
from datetime import timedelta
from pathlib import Path

import httpx
import pytest
from websockets.exceptions import InvalidStatus

from api.pages import HEADERS
from models.base import utc_now
from scripts.worker import KEEP_ALIVE_SECONDS
from tests.fixtures.bucket import BucketServer, bucket_at
from tests.fixtures.files import get, upload
from tests.fixtures.people import People, patient_client
from tests.fixtures.servers import Instance, Server, free_port
from tests.fixtures.socket_io import Polling
from tests.fixtures.sockets import LISTEN_SECONDS, open_socket

GATEWAY = Path(__file__).parents[2] / "deploy" / "gateway"
PAGE = "<!doctype html><title>Parley</title>"
SCRIPT = "console.log('Parley');" * 100


class Gateway(Server):
    """nginx, as the image starts it."""

    def __init__(
        self, folder: Path, instances: tuple[Instance, Instance], bucket: BucketServer | None = None
    ) -> None:
        super().__init__(folder / "gateway.log")
        self._folder = folder / "gateway"
        self.address = f"127.0.0.1:{self.port}"
        shutil.copytree(GATEWAY, self._folder)
        self._rewrite("nginx.conf", {"listen 8080;": f"listen 127.0.0.1:{self.port};", "/tmp/": f"{folder}/"})
        servers = {f"api-{number}:4000 resolve": each.address for number, each in enumerate(instances, 1)}
        storage = f"127.0.0.1:{bucket.port if bucket else free_port()}"
        servers["minio:9000 resolve"] = storage
        self._rewrite("servers.conf", {**servers, "resolver 127.0.0.11 valid=5s;": ""})
        assets = self._folder / "client" / "assets"
        assets.mkdir(parents=True)
        (assets / "index-1a2b.js").write_text(SCRIPT)
        (self._folder / "client" / "index.html").write_text(PAGE)

    def command(self) -> list[str]:
        program = shutil.which("nginx")
        if program is None:
            raise RuntimeError("nginx is not installed; ./scripts/test installs it.")
        as_started = ["-g", "user root;"] if os.geteuid() == 0 else []  # who may read the test's folder
        return [program, "-e", "stderr", "-p", f"{self._folder}/", "-c", "nginx.conf", *as_started]

    def _rewrite(self, name: str, changes: dict[str, str]) -> None:
        text = (self._folder / name).read_text()
        for old, new in changes.items():
            assert old in text, f"{old} is not in {name}"
            text = text.replace(old, new)
        (self._folder / name).write_text(text)


@pytest.fixture(scope="module")
def gateway(
    tmp_path_factory: pytest.TempPathFactory,
    two_instances: tuple[Instance, Instance],
    bucket: BucketServer,
) -> Iterator[Gateway]:
    with Gateway(tmp_path_factory.mktemp("gateway"), two_instances, bucket) as server:
        yield server


@pytest.fixture
async def http(gateway: Gateway) -> AsyncIterator[httpx.AsyncClient]:
    async with patient_client(base_url=f"http://{gateway.address}") as client:
        yield client


async def test_the_page_is_there_at_every_address_of_the_client(http: httpx.AsyncClient) -> None:
    for path in ("/", "/rooms/6a16e0d81f0c3a5d7e9b4c07"):
        answer = await http.get(path)
        assert (answer.status_code, answer.text) == (200, PAGE)
        assert answer.headers["content-type"] == "text/html; charset=utf-8"
        assert HEADERS.items() <= {name: answer.headers.get(name) for name in HEADERS}.items()


async def test_files_of_the_client_are_cached_and_compressed(http: httpx.AsyncClient) -> None:
    answer = await http.get("/assets/index-1a2b.js")
    assert (answer.status_code, answer.text) == (200, SCRIPT)
    assert answer.headers["cache-control"] == "public, max-age=31536000, immutable"
    assert answer.headers["content-encoding"] == "gzip"
    assert answer.headers["content-type"].startswith("text/javascript")


@pytest.mark.parametrize("path", ["/assets/gone.js", "/gone.png", "/../servers.conf", "/%2e%2e/nginx.conf"])
async def test_what_is_not_of_the_client_is_not_there(http: httpx.AsyncClient, path: str) -> None:
    answer = await http.get(path)
    assert answer.status_code in {400, 404}


async def test_metrics_stay_inside(http: httpx.AsyncClient, two_instances: tuple[Instance, Instance]) -> None:
    assert (await http.get("/metrics")).status_code == 404
    assert (await http.get("/metrics/")).text == PAGE
    assert (await http.get(f"http://{two_instances[0].address}/metrics")).status_code == 200


async def test_people_talk_through_it_over_both_instances(
    gateway: Gateway, two_instances: tuple[Instance, Instance]
) -> None:
    async with People.at(gateway.address) as people:
        ada, lin = await people.register_all("ada", "lin")
        room = await ada.open_direct_room(lin)
        async with lin.listening(room, since=0) as ear:
            await ear.until_type("RoomSynced")
            for step in range(6):
                await ada.send(room, f"Message {step}")
            await ear.until(lambda event: bool(event.get("message", {}).get("content") == "Message 5"))
        upstreams = Counter(line["upstream"] for line in requests(gateway) if line["path"] == "/graphql")
        assert upstreams.keys() >= {each.address for each in two_instances}


def test_it_lets_go_of_an_idle_connection_before_the_instance_does() -> None:
    servers = (GATEWAY / "servers.conf").read_text()
    instances = re.findall(r"server api-1:.*?keepalive_timeout (\d+)s;", servers, re.DOTALL)
    assert len(instances) == 2
    assert all(int(seconds) < KEEP_ALIVE_SECONDS for seconds in instances)


async def test_the_log_has_no_query_string(gateway: Gateway, http: httpx.AsyncClient) -> None:
    answer = await http.get("/readyz", params={"signature": "hunter2"})
    assert answer.status_code == 200
    assert "hunter2" not in gateway.log
    assert re.fullmatch("[0-9a-f]{32}", answer.headers["X-Request-ID"])


async def test_a_client_that_polls_stays_at_one_instance(gateway: Gateway, http: httpx.AsyncClient) -> None:
    polled = {"EIO": "4", "transport": "polling"}
    before = len(polls_of(gateway))
    await asyncio.gather(*(http.get("/socket.io/", params=polled | {"sid": str(step)}) for step in range(12)))
    async with asyncio.timeout(LISTEN_SECONDS):
        while len(polls_of(gateway)) < before + 12:  # nginx writes a line after it has answered
            await http.get("/readyz")
    assert len(set(polls_of(gateway))) == 1


def polls_of(gateway: Gateway) -> list[str]:
    """The instance that each poll went to."""
    return [line["upstream"] for line in requests(gateway) if line["path"] == "/socket.io/"]


async def test_a_session_of_socket_io_is_polled_through_it(gateway: Gateway, http: httpx.AsyncClient) -> None:
    async with People.at(gateway.address) as people:
        ada = await people.register()
        polling = await Polling.open(http, gateway.address)
        await polling.sign_in(ada)


async def test_pages_of_its_own_origin_may_connect_and_no_others(gateway: Gateway) -> None:
    async with open_socket(gateway.address, origin=f"http://{gateway.address}"):
        pass
    with pytest.raises(InvalidStatus) as refused:
        async with open_socket(gateway.address, origin="https://elsewhere.example.org"):
            pass
    assert refused.value.response.status_code == 403


async def test_browsers_reach_the_bucket_by_what_is_signed_for_the_gateway(
    gateway: Gateway, http: httpx.AsyncClient, bucket: BucketServer, tmp_path: Path
) -> None:
    storage = bucket_at(bucket.url, tmp_path, public_url=f"http://{gateway.address}")
    key, data = "6a16e0d81f0c3a5d7e9b4c07/file.txt", b"notes " * 500_000
    form = await storage.form(
        key, mime="text/plain", size=len(data), expires_at=utc_now() + timedelta(minutes=5)
    )
    sent = await http.post(form.url, data=form.fields, files={"file": ("notes.txt", data)})
    assert sent.status_code == 204
    read = await http.get(storage.url(key, "notes.txt"))
    assert (read.status_code, read.content) == (200, data)
    assert read.headers["content-security-policy"] == "default-src 'none'; sandbox"
    assert read.headers["x-content-type-options"] == "nosniff"
    assert (await http.delete(storage.url(key, "notes.txt"))).status_code == 403


async def test_files_come_and_go_where_instances_keep_them(gateway: Gateway) -> None:
    async with People.at(gateway.address) as people:
        ada = await people.register()
        room, data = await ada.create_room(), b"notes " * 500_000
        attachment = await upload(ada, room, data, "notes.txt")
        assert (await get(ada, attachment["url"])).content == data


async def test_a_body_that_is_too_large_is_refused_at_the_door(http: httpx.AsyncClient) -> None:
    assert (await http.post("/graphql", content=b" " * 3_000_000)).status_code == 413


async def test_with_one_instance_gone_the_other_answers(
    tmp_path: Path, folder: Path, database_url: str
) -> None:
    with (
        Instance(folder, database_url) as stays,
        Instance(folder, database_url) as goes,
        Gateway(tmp_path, (stays, goes)) as gateway,
    ):
        goes.stop()
        async with People.at(gateway.address) as people:
            ada = await people.register()
            room = await ada.create_room()
            for step in range(6):
                assert (await ada.send(room, f"Message {step}"))["seq"] == step + 1
            for _ in range(4):
                async with ada.socket():
                    pass


def requests(gateway: Gateway) -> list[dict[str, str]]:
    whole = gateway.log.rpartition("\n")[0]  # the last line may be being written
    return [json.loads(line) for line in whole.splitlines() if line.startswith('{"time"')]
