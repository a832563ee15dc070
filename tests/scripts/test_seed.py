"""`scripts/seed`: a small team on a real server, the same team again, and servers that are none for it."""

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import httpx
import pytest

from scripts import seed
from scripts.seeding.fill import PASSWORD
from scripts.seeding.plan import Plan, make_plan
from tests.fixtures.servers import IN_PRODUCTION, SECRET, Instance, free_port

NOW = datetime(2026, 5, 20, 15, 30, tzinfo=UTC)  # a Wednesday
ROOMS = """{ viewer { rooms { nodes {
    id kind name isPrivate memberCount lastSeq clock unreadCount
    messages(first: 100) { nodes {
        seq content createdAt editedAt deletedAt replyTo { seq } sender { username } reactions { emoji count }
    } }
} } } }"""


@pytest.fixture(scope="module")
def empty(folder: Path, database_url: str) -> Iterator[Instance]:
    """A server with a database of its own."""
    with Instance(folder, database_url, DATABASE_NAME="parley_seed") as server:
        yield server


@pytest.fixture(scope="module")
def plan() -> Plan:
    return make_plan(1, people=30, rooms=20, messages=5_000, now=NOW)


def fill(server: Instance, *, people: int = 4, rooms: int = 3, messages: int = 90) -> int:
    sizes = {"people": people, "rooms": rooms, "messages": messages}
    options = [word for name, size in sizes.items() for word in (f"--{name}", str(size))]
    return seed.main(["--url", f"http://{server.address}", *options])


def rooms_of(server: Instance, username: str) -> list[dict[str, Any]]:
    def ask(query: str, token: str = "", **variables: Any) -> dict[str, Any]:
        headers = {"Authorization": f"Bearer {token}"} if token else {}
        body = {"query": query, "variables": variables}
        answer = httpx.post(f"http://{server.address}/graphql", json=body, headers=headers, timeout=30).json()
        assert "errors" not in answer, answer
        data: dict[str, Any] = answer["data"]
        return data

    login = "mutation($login: LoginInput!) { login(input: $login) { accessToken } }"
    token = ask(login, login={"login": username, "password": PASSWORD})["login"]["accessToken"]
    found: list[dict[str, Any]] = ask(ROOMS, token)["viewer"]["rooms"]["nodes"]
    return found


def test_a_server_is_filled_once_however_often_it_is_seeded(
    empty: Instance, capsys: pytest.CaptureFixture[str]
) -> None:
    assert fill(empty) == 0
    said = capsys.readouterr().out
    planned = make_plan(1, people=4, rooms=3, messages=90, now=datetime.now(UTC))
    first = planned.people[0].username
    assert first in said and PASSWORD in said
    rooms = rooms_of(empty, first)
    mine = [room for room in planned.rooms if 0 in room.members]
    assert sorted(room["lastSeq"] for room in rooms) == sorted(len(room.messages) for room in mine)

    assert fill(empty) == 0
    assert rooms_of(empty, first) == rooms


def test_what_is_stored_is_what_was_planned(empty: Instance) -> None:
    assert fill(empty) == 0
    planned = make_plan(1, people=4, rooms=3, messages=90, now=datetime.now(UTC))
    general = next(room for room in planned.rooms if room.kind.name == "General")
    stored = next(room for room in rooms_of(empty, planned.people[0].username) if room["name"] == "General")
    assert len(stored["messages"]["nodes"]) == len(general.messages)
    for row, message in zip(stored["messages"]["nodes"], general.messages, strict=True):
        assert row["sender"]["username"] == planned.people[message.sender].username
        assert row["content"] == ("" if message.is_deleted else message.edited or message.content)
        assert (row["editedAt"] is not None) == (message.edited is not None)
        assert sum(reaction["count"] for reaction in row["reactions"]) == len(message.reactions)
        assert (row["replyTo"] or {}).get("seq") == (
            None if message.reply_to is None else message.reply_to + 1
        )


def test_it_waits_as_long_as_the_limits_say(
    folder: Path, database_url: str, capsys: pytest.CaptureFixture[str]
) -> None:
    slow = {"RATE_LIMITS": "on", "LIMITS__SENDS_PER_SECOND": "1", "LIMITS__SEND_BURST": "6"}
    with Instance(folder, database_url, DATABASE_NAME="parley_seed_limits", **slow) as limited:
        assert fill(limited, people=2, rooms=1, messages=16) == 0
        assert "RATE_LIMITS=off ./scripts/serve" in capsys.readouterr().out
        first = make_plan(1, people=2, rooms=1, messages=0, now=NOW).people[0]
        assert [room["lastSeq"] for room in rooms_of(limited, first.username)] == [16]


def test_it_says_in_one_line_that_there_is_no_server(capsys: pytest.CaptureFixture[str]) -> None:
    assert seed.main(["--url", f"http://127.0.0.1:{free_port()}"]) == 1
    assert capsys.readouterr().err.endswith("./scripts/serve starts one.\n")


def test_it_leaves_a_production_server_alone(
    folder: Path, database_url: str, capsys: pytest.CaptureFixture[str]
) -> None:
    production = IN_PRODUCTION | {"JWT_SECRET": SECRET * 2}
    with Instance(folder, database_url, DATABASE_NAME="parley_seed_production", **production) as server:
        assert fill(server) == 1
    assert "production server" in capsys.readouterr().err


def test_the_same_seed_plans_the_same_at_another_time(plan: Plan) -> None:
    later = make_plan(1, people=30, rooms=20, messages=5_000, now=NOW + timedelta(days=40))
    assert later.people == plan.people

    assert {message.client_id for room in later.rooms for message in room.messages} == {
        message.client_id for room in plan.rooms for message in room.messages
    }
    assert make_plan(1, people=30, rooms=20, messages=5_000, now=NOW) == plan


def test_another_seed_plans_another_team(plan: Plan) -> None:
    other = make_plan(2, people=30, rooms=20, messages=500, now=NOW)
    assert other.people != plan.people


def test_the_plan_is_as_large_as_asked(plan: Plan) -> None:
    messages = [message for room in plan.rooms for message in room.messages]
    assert (len(plan.people), len(plan.rooms), len(messages)) == (30, 20, 5_000)
    assert len({person.username for person in plan.people}) == 30
    assert len({message.client_id for message in messages}) == 5_000


def test_a_room_is_told_in_order_within_the_past_year(plan: Plan) -> None:
    for room in plan.rooms:
        times = [message.written_at for message in room.messages]
        assert times == sorted(times)
        assert NOW - timedelta(days=366) < times[0] and times[-1] < NOW


def test_weekends_and_nights_are_quiet(plan: Plan) -> None:
    times = [message.written_at for room in plan.rooms for message in room.messages]
    at_weekends = sum(time.weekday() >= 5 for time in times)
    at_night = sum(time.hour < 7 or time.hour >= 22 for time in times)
    assert at_weekends < len(times) / 20 and at_night < len(times) / 50


def test_there_are_threads_reactions_edits_deletions_and_unread_messages(plan: Plan) -> None:
    messages = [message for room in plan.rooms for message in room.messages]
    assert any(message.reply_to is not None for message in messages)
    assert any(message.reactions for message in messages)
    assert any(message.edited for message in messages)
    assert any(message.is_deleted for message in messages)
    assert any("```" in message.content for message in messages)
    assert any(seq < len(room.messages) for room in plan.rooms for seq in room.read)


def test_nothing_is_left_to_be_filled_in(plan: Plan) -> None:
    texts = [message.content for room in plan.rooms for message in room.messages]
    assert not [text for text in texts if "{" in text or "}" in text or "|" in text]
