"""`scripts/import_slack`: an export becomes people, rooms and messages, however often it is brought in."""

import asyncio
import json
import sys
from collections.abc import AsyncIterator, Iterator
from datetime import datetime
from pathlib import Path
from typing import Any
from zipfile import ZipFile

import pytest

from scripts.slack_export import NotAnExport, SlackExport, plain_text
from tests.fixtures.people import PASSWORD, People, Person
from tests.fixtures.servers import Instance

NAME = "parley_slack"
USERS = [
    {"id": "U1", "name": "Ada.L", "profile": {"display_name": "Ada", "email": "ada@slack.example.org"}},
    {"id": "U2", "name": "lin", "profile": {"real_name": "Lin Wu", "email": "lin@slack.example.org"}},
    {"id": "U3", "name": "gone", "deleted": True, "profile": {}},
]
CHANNELS = [
    {
        "id": "C1",
        "name": "tea",
        "created": 1_600_000_000,
        "creator": "U2",
        "members": ["U1", "U2"],
        "topic": {"value": "All about tea"},
    }
]
DAYS = {
    "tea/2020-09-13.json": [
        {
            "type": "message",
            "subtype": "channel_join",
            "user": "U1",
            "text": "joined",
            "ts": "1600000001.000100",
        },
        {
            "type": "message",
            "user": "U1",
            "text": "Tea &amp; cake, <@U2>? See <https://tea.example.org|the menu>",
            "ts": "1600000002.000200",
            "thread_ts": "1600000002.000200",
            "reactions": [{"name": "tada", "users": ["U2"]}, {"name": "our_own", "users": ["U1"]}],
        },
        {
            "type": "message",
            "user": "U2",
            "text": "Darjeeling.",
            "ts": "1600000003.000100",
            "thread_ts": "1600000002.000200",
            "edited": {"user": "U2", "ts": "1600000100.000000"},
        },
    ],
    "tea/2020-09-14.json": [
        {
            "type": "message",
            "subtype": "bot_message",
            "bot_id": "B1",
            "text": "Menu",
            "ts": "1600090000.000100",
            "files": [{"name": "menu.pdf", "permalink": "https://slack.example.org/menu.pdf"}],
        },
        {"type": "message", "user": "U3", "text": "I am gone.", "ts": "1600090001.000100"},
    ],
    "D1/2020-09-13.json": [{"type": "message", "user": "U2", "text": "Just us.", "ts": "1600000500.000100"}],
}


@pytest.fixture(scope="module")
def archive(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("slack") / "export.zip"
    lists: dict[str, Any] = {"users.json": USERS, "channels.json": CHANNELS}
    lists["dms.json"] = [{"id": "D1", "created": 1_600_000_000, "members": ["U1", "U2"]}]
    with ZipFile(path, "w") as file:
        for name, entries in {**lists, **DAYS}.items():
            file.writestr(name, json.dumps(entries))
    return path


@pytest.fixture(scope="module")
def own(folder: Path, database_url: str) -> Iterator[Instance]:
    with Instance(folder, database_url, DATABASE_NAME=NAME) as instance:
        yield instance


@pytest.fixture
async def people(own: Instance) -> AsyncIterator[People]:
    async with People.at(own.address) as found:
        yield found


async def run(instance: Instance, script: str, *arguments: str, said: str = "") -> tuple[int, str]:
    """The exit code of a script beside the instance, and what it printed."""
    process = await asyncio.create_subprocess_exec(
        *(sys.executable, "-m", f"scripts.{script}", *arguments),
        env=instance.environment() | {"LOG_LEVEL": "error"},
        stdin=asyncio.subprocess.PIPE,
        stdout=asyncio.subprocess.PIPE,
        stderr=asyncio.subprocess.STDOUT,
    )
    printed, _ = await process.communicate(said.encode())
    assert process.returncode is not None
    return process.returncode, printed.decode()


async def sign_in(people: People, name: str) -> Person:
    login = "mutation($in: LoginInput!) { login(input: $in) { accessToken user { id } } }"
    answer = await people.stranger().ask(login, **{"in": {"login": name, "password": PASSWORD}})
    person = people.stranger()
    person.id, person.access_token = answer["login"]["user"]["id"], answer["login"]["accessToken"]
    return person


async def test_everything_is_there_once_however_often_it_is_brought_in(
    own: Instance, people: People, archive: Path
) -> None:
    code, printed = await run(own, "import_slack", str(archive))
    assert (code, printed.splitlines()[-1]) == (0, "Stored 5 messages; 0 were there already.")
    code, printed = await run(own, "import_slack", str(archive))
    assert (code, printed.splitlines()[-1]) == (0, "Stored 0 messages; 5 were there already.")
    assert await run(own, "admin", "check") == (0, "0 findings.\n")

    assert (await run(own, "admin", "password", "ada.l", said=f"{PASSWORD}\n"))[0] == 0
    ada = await sign_in(people, "ada@slack.example.org")
    found = await ada.ask(
        "{ viewer { rooms { nodes { id kind name topic isPrivate unreadCount viewerMember { role } } } } }"
    )
    rooms = {room["kind"]: room for room in found["viewer"]["rooms"]["nodes"]}
    tea, direct = rooms["GROUP"], rooms["DIRECT"]
    assert (tea["name"], tea["topic"], tea["isPrivate"]) == ("tea", "All about tea", False)
    assert (tea["unreadCount"], tea["viewerMember"]["role"], direct["unreadCount"]) == (0, "MEMBER", 0)
    await _is_what_was_said(ada, tea["id"], direct["id"])


async def _is_what_was_said(ada: Person, tea: str, direct: str) -> None:
    first, reply, menu, gone = await ada.history(tea)
    assert first["content"] == "Tea & cake, @lin? See the menu (https://tea.example.org)"
    assert [(each["emoji"], each["count"]) for each in first["reactions"]] == [("🎉", 1), (":our_own:", 1)]
    assert reply["content"] == "Darjeeling."
    assert datetime.fromisoformat(reply["editedAt"]).timestamp() == 1_600_000_100
    assert datetime.fromisoformat(first["createdAt"]).timestamp() == 1_600_000_002
    assert menu["content"] == "Menu\nmenu.pdf: https://slack.example.org/menu.pdf"
    assert gone["sender"]["username"] == "gone"
    replies = await ada.ask(
        "query($id: ID!) { message(id: $id) { replyCount replies { nodes { content } } } }", id=first["id"]
    )
    assert replies["message"] == {"replyCount": 1, "replies": {"nodes": [{"content": "Darjeeling."}]}}
    assert [message["content"] for message in await ada.history(direct)] == ["Just us."]


@pytest.mark.parametrize(
    ("marked", "plain"),
    [
        ("<!channel> hello", "@all hello"),
        ("see <#C1|tea>", "see #tea"),
        ("<https://a.example.org>", "https://a.example.org"),
        ("<mailto:a@example.org|a@example.org>", "a@example.org"),
        ("<@U9> and <@U1|x>", "@somebody and @ada"),
        ("1 &lt; 2", "1 < 2"),
    ],
)
def test_mark_up_becomes_what_one_would_type(marked: str, plain: str) -> None:
    assert plain_text(marked, {"U1": "ada"}) == plain


def test_what_is_no_export_is_refused(tmp_path: Path) -> None:
    with ZipFile(tmp_path / "other.zip", "w") as file:
        file.writestr("hello.txt", "hello")
    with ZipFile(tmp_path / "other.zip") as archive, pytest.raises(NotAnExport, match="no export of Slack"):
        SlackExport(archive)
