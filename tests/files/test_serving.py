"""Files as this server serves them: to who may, for a while, and in a way that harms nobody."""

import time
from collections.abc import AsyncIterator
from pathlib import Path
from typing import Final
from urllib.parse import parse_qs, urlsplit

import pytest
from bson import ObjectId

from chat.seals import Seals
from chat.storage_local import LocalStorage
from tests.fixtures.files import announce, get, picture, post, upload, whole_url
from tests.fixtures.people import People, Person
from tests.fixtures.servers import SECRET, Instance
from tests.fixtures.sockets import Json

NOTES: Final = bytes(range(256)) * 40


@pytest.fixture(autouse=True)
async def the_instance_bears_it(instance: Instance) -> AsyncIterator[None]:
    """Nothing of this is worth a traceback."""
    begin = len(instance.log)
    yield
    printed = instance.log[begin:]
    assert "Traceback" not in printed
    assert "internal_error" not in printed


@pytest.fixture
async def ada(people: People) -> Person:
    return await people.register("ada")


@pytest.fixture
async def bob(people: People) -> Person:
    return await people.register("bob")


@pytest.fixture
async def sent(ada: Person, bob: Person) -> Json:
    """A file that Ada has sent to Bob."""
    room_id = await ada.open_direct_room(bob)
    attachment = await upload(ada, room_id, NOTES, "plan.bin")
    message = await ada.send(room_id, "Plan", attachmentIds=[attachment["id"]])
    found: Json = message["attachments"][0]
    return found


def token(person: Person) -> dict[str, str]:
    return {"Authorization": f"Bearer {person.access_token}"}


async def test_a_form_takes_what_was_announced_alone(ada: Person) -> None:
    room_id = await ada.create_room()
    target = await announce(ada, room_id, NOTES, "plan.bin")
    for data in (NOTES + b"!", NOTES[:-1], b"", NOTES * 1_000):
        assert (await post(ada, target, data)).status_code in {400, 413}
    other = {field["name"]: field["value"] for field in (await announce(ada, room_id, b"Tea", "a"))["fields"]}
    for name in ("key", "policy", "signature"):
        assert (await post(ada, target, b"Tea", **{name: other[name]})).status_code == 403
    assert (await post(ada, target, NOTES, policy="")).status_code == 403
    assert (await post(ada, target, NOTES)).status_code == 204


async def test_who_holds_a_url_reads_the_file_without_a_token(bob: Person, sent: Json) -> None:
    response = await get(bob, sent["url"])
    assert (response.status_code, response.content) == (200, NOTES)


async def test_an_altered_url_is_refused(bob: Person, sent: Json) -> None:
    url, name = sent["url"], "name=plan.bin"
    signature = parse_qs(urlsplit(url).query)["signature"][0]
    altered = [
        url.replace(name, "name=plan.html"),
        url.replace("expires=1", "expires=2"),
        url.replace(signature, signature[::-1]),
        url.replace(signature, ""),
        url.replace(signature, "é"),
        url.replace(".bin?", ".html?"),
        url.partition("&expires")[0],
        url.partition("?")[0],
    ]
    for each in altered:
        assert each != url
        assert (await get(bob, each)).status_code == 403, each


async def test_an_expired_url_is_refused(bob: Person, sent: Json, tmp_path: Path) -> None:
    key = urlsplit(sent["url"]).path.removeprefix("/files/")
    expires = str(int(time.time()) - 1)
    seal = Seals([SECRET], "files").seal("GET", key, "plan.bin", expires)
    response = await get(bob, f"/files/{key}?name=plan.bin&expires={expires}&signature={seal}")
    assert response.status_code == 403
    assert response.json()["error"]["code"] == "FORBIDDEN"


async def test_an_outsider_finds_nothing_with_or_without_a_url(
    people: People, ada: Person, bob: Person, sent: Json
) -> None:
    eve = await people.register("eve")
    for url in (sent["url"], sent["url"].partition("?")[0]):
        response = await get(eve, url, **token(eve))
        assert response.status_code == 404
        assert response.json()["error"]["code"] == "NOT_FOUND"
        for member in (ada, bob):
            assert (await get(member, url, **token(member))).content == NOTES
    nonsense = await get(eve, sent["url"], Authorization="Bearer nonsense")
    assert nonsense.status_code == 401


async def test_a_file_that_nobody_sent_yet_is_its_owners(ada: Person, bob: Person) -> None:
    attachment = await upload(ada, await ada.open_direct_room(bob), NOTES)
    bare = attachment["url"].partition("?")[0]
    assert (await get(ada, bare, **token(ada))).status_code == 200
    assert (await get(bob, bare, **token(bob))).status_code == 404


async def test_what_is_not_there_is_not_found(instance: Instance, ada: Person, tmp_path: Path) -> None:
    signer = LocalStorage(tmp_path, Seals([SECRET], "files"))
    assert (await get(ada, signer.url(f"{ObjectId()}/none.png", "none"))).status_code == 404
    for path in (f"{ObjectId()}/none.png", f"{ObjectId()}/%2e%2e", "no-id/none.png"):
        assert (await get(ada, f"/files/{path}", **token(ada))).status_code == 404
        assert (await get(ada, f"/files/{path}")).status_code == 403


async def test_ranges_are_served(bob: Person, sent: Json) -> None:
    url = sent["url"]
    for asked, first, last in (
        ("bytes=0-99", 0, 99),
        ("bytes=100-", 100, 10_239),
        ("bytes=-10", 10_230, 10_239),
    ):
        response = await get(bob, url, Range=asked)
        assert response.status_code == 206
        assert response.headers["content-range"] == f"bytes {first}-{last}/10240"
        assert response.content == NOTES[first : last + 1]
    assert (await get(bob, url, Range="bytes=20000-")).status_code == 416
    head = await bob.http.head(whole_url(bob, url))
    assert (head.headers["content-length"], head.headers["accept-ranges"]) == ("10240", "bytes")


HARMFUL: Final[dict[str, bytes]] = {
    "page.html": b"<!doctype html><script>alert(1)</script>",
    "picture.svg": b'<svg xmlns="http://www.w3.org/2000/svg" onload="alert(1)"/>',
    "picture.png": b"<html><script>alert(1)</script></html>",
    "report.pdf": b"%PDF-1.4\n%\xe2\xe3\xcf\xd3\n",
    "program.exe": b"MZ" + bytes(200),
    "archive.zip": b"PK\x03\x04" + bytes(200),
}


@pytest.mark.parametrize("name", HARMFUL)
async def test_what_could_do_harm_is_only_saved(ada: Person, name: str) -> None:
    attachment = await upload(ada, await ada.create_room(), HARMFUL[name], name)
    assert not attachment["mimeType"].startswith(("image/", "text/html"))
    response = await get(ada, attachment["url"])
    assert response.headers["content-type"] == "application/octet-stream"
    assert response.headers["content-disposition"] == f'attachment; filename="{name}"'
    assert response.headers["x-content-type-options"] == "nosniff"
    assert response.headers["content-security-policy"] == "default-src 'none'; sandbox"
    assert response.content == HARMFUL[name]


async def test_a_picture_is_shown_in_place_with_its_thumbnail(ada: Person) -> None:
    attachment = await upload(ada, await ada.create_room(), picture(1_200, 900, "JPEG"), "sunset.html")
    assert attachment["mimeType"] == "image/jpeg"
    assert (attachment["width"], attachment["height"]) == (1_200, 900)
    for url, kind in ((attachment["url"], "image/jpeg"), (attachment["thumbnailUrl"], "image/webp")):
        response = await get(ada, url)
        assert response.headers["content-type"] == kind
        assert response.headers["content-disposition"].startswith("inline")
        assert response.headers["x-content-type-options"] == "nosniff"


NAMES: Final[dict[str, str]] = {
    "../../etc/passwd": "passwd",
    "C:\\Users\\ada\\plan.txt": "plan.txt",
    "plan\u202etxt.exe": "plantxt.exe",
    "line\nbreak.txt": "linebreak.txt",
    'quote".txt': 'quote".txt',
    "  .  ": "file",
    "": "file",
    "Ünïcödé 🫖.txt": "Ünïcödé 🫖.txt",
    "a" * 300 + ".txt": "a" * 196 + ".txt",
    "b" * 300: "b" * 200,
}


async def test_names_are_made_fit_to_show(ada: Person) -> None:
    room_id = await ada.create_room()
    for name, shown in NAMES.items():
        attachment = await upload(ada, room_id, b"Tea", name)
        assert attachment["filename"] == shown
        response = await get(ada, attachment["url"])
        assert response.status_code == 200, name
        assert "\n" not in response.headers["content-disposition"]
