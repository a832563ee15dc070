"""Messages: their numbers, sending them once, their content and times, and threads."""

import asyncio
from datetime import UTC, datetime, timedelta
from typing import Final

import pytest

from tests.chat.asking import DELETE, EDIT, NO_ID, READ_MESSAGE, refused
from tests.fixtures.people import SEND, People, Person
from tests.fixtures.sockets import Json, Refused

THREAD: Final = (
    "query($id: ID!, $first: Int!, $after: String) { message(id: $id) { replyCount replyTo { id } "
    "replies(first: $first, after: $after) { nodes { id content } pageInfo { hasNextPage endCursor } } } }"
)


async def test_numbers_are_dense_under_64_senders_at_once(people: People) -> None:
    ada, lin = await people.register_all("ada", "lin")
    room = await ada.open_direct_room(lin)
    sent = await asyncio.gather(
        *((ada if number % 2 else lin).send(room, f"Message {number}") for number in range(64))
    )
    assert sorted(message["seq"] for message in sent) == list(range(1, 65))
    history = await ada.history(room)
    assert history == sorted(sent, key=lambda message: int(message["seq"]))
    assert [message["clock"] for message in history] == list(range(1, 65))


async def test_what_was_acknowledged_before_another_was_sent_has_the_smaller_number(people: People) -> None:
    ada, lin = await people.register_all("ada", "lin")
    room = await ada.open_direct_room(lin)

    async def send_in_turn(person: Person) -> list[int]:
        return [(await person.send(room, f"Message {number}"))["seq"] for number in range(20)]

    for seqs in await asyncio.gather(*(send_in_turn(person) for person in (ada, lin, ada, lin))):
        assert seqs == sorted(seqs)


async def test_one_message_sent_50_times_at_once_is_one(people: People) -> None:
    ada, lin = await people.register_all("ada", "lin")
    room = await ada.open_direct_room(lin)
    async with lin.listening(room, since=0) as ear:
        await ear.until_type("RoomSynced")
        answers = await asyncio.gather(*(ada.send(room, "Once", "same") for _ in range(50)))
        assert all(answer == answers[0] for answer in answers)
        last = await ada.send(room, "Last")
        assert last["seq"] == 2
        await ear.until(lambda event: event.get("message", {}).get("id") == last["id"])
        told = [event["message"]["seq"] for event in ear.heard if event["__typename"] == "MessageSent"]
        assert told == [1, 2]


async def test_a_repeat_is_the_message_of_the_first_time_as_it_is_now(people: People) -> None:
    ada = await people.register()
    room = await ada.create_room()
    first = await ada.send(room, "  Once ", "same")
    await ada.send(room, "Another")
    assert await ada.send(room, "Once", "same") == first
    await ada.ask(EDIT, id=first["id"], content="Twice")
    again = await ada.send(room, "Once", "same")
    assert (again["id"], again["content"]) == (first["id"], "Twice")


async def test_a_repeat_with_another_body_is_a_conflict(people: People) -> None:
    ada = await people.register()
    room, other = await ada.create_room(), await ada.create_room()
    root = await ada.send(room, "Root")
    await ada.send(room, "Once", "same")
    for where, content, more in (
        (room, "Twice", {}),
        (other, "Once", {}),
        (room, "Once", {"replyToId": root["id"]}),
    ):
        with refused("CONFLICT", "clientId"):
            await ada.send(where, content, "same", **more)
    answers = await asyncio.gather(
        *(ada.send(room, content, "race") for content in ("A", "B") * 10), return_exceptions=True
    )
    stored = [answer for answer in answers if isinstance(answer, dict)]
    lost = [answer for answer in answers if isinstance(answer, Refused)]
    assert len({answer["id"] for answer in stored}) == 1
    assert (len(stored), len(lost)) == (10, 10)
    assert {error.code for error in lost} == {"CONFLICT"}


async def test_two_people_may_use_the_same_client_id(people: People) -> None:
    ada, lin = await people.register_all("ada", "lin")
    room = await ada.open_direct_room(lin)
    sent = [await person.send(room, "Hello", "same") for person in (ada, lin)]
    assert [message["seq"] for message in sent] == [1, 2]


@pytest.mark.parametrize(
    "content",
    ["", "   ", "\n\t", "\u200b", "\u200b \u2060\u00ad", "\u3000", "x" * 8_001, "NUL \x00 inside"],
    ids=lambda content: repr(content[:8]),
)
async def test_content_that_cannot_be_a_message_is_refused(people: People, content: str) -> None:
    ada = await people.register()
    room = await ada.create_room()
    sent = await ada.send(room, "There")
    with refused("BAD_INPUT", "content"):
        await ada.send(room, content)
    with refused("BAD_INPUT", "content"):
        await ada.ask(EDIT, id=sent["id"], content=content)
    assert await ada.history(room) == [sent]


@pytest.mark.parametrize(
    "content",
    [
        "x" * 8_000,
        "😀" * 8_000,
        "👩‍👩‍👧‍👦",
        "a\nb",
        "مرحبا",
        "<script>alert(1)</script>",
        '{"$ne": null}',
        "e\u0301",
    ],
    ids=lambda content: ascii(content[:8]),
)
async def test_content_is_kept_as_it_was_written(people: People, content: str) -> None:
    ada = await people.register()
    room = await ada.create_room()
    assert (await ada.send(room, f"  {content}\n"))["content"] == content
    assert (await ada.history(room))[0]["content"] == content


@pytest.mark.parametrize("client_id", ["", "  ", "c" * 65, "a\x00b", "a\nb"])
async def test_a_client_id_that_is_not_well_formed_is_refused(people: People, client_id: str) -> None:
    ada = await people.register()
    message = {"roomId": await ada.create_room(), "content": "x", "clientId": client_id}
    with refused("BAD_INPUT", "clientId"):
        await ada.ask(SEND, message=message)


async def test_an_earlier_time_may_be_told_in_development(people: People) -> None:
    ada = await people.register()
    room = await ada.create_room()
    sent = await ada.send(room, "Then", createdAt="2020-02-29T12:00:00.500+02:00")
    assert sent["createdAt"] == "2020-02-29T10:00:00.500Z"
    assert await ada.history(room) == [sent]
    with refused("BAD_INPUT", "createdAt"):
        await ada.send(room, "Then", createdAt=(datetime.now(UTC) + timedelta(hours=1)).isoformat())


@pytest.mark.parametrize(
    "moment",
    ["yesterday", "", "2020-02-30T00:00:00Z", "2020-01-01T00:00:00", "0001-01-01T00:00:00+14:00", 5, {}],
)
async def test_a_time_that_is_none_is_refused(people: People, moment: object) -> None:
    ada = await people.register()
    room = await ada.create_room()
    with refused("BAD_INPUT"):
        await ada.send(room, "Then", createdAt=moment)


async def test_a_reply_belongs_to_the_thread_of_the_first_message(people: People) -> None:
    ada, lin = await people.register_all("ada", "lin")
    room = await ada.open_direct_room(lin)
    root = await ada.send(room, "Root")
    replies = [await lin.send(room, "Reply 0", replyToId=root["id"])]
    for number in range(1, 5):
        replies.append(await ada.send(room, f"Reply {number}", replyToId=replies[-1]["id"]))
    await lin.ask(DELETE, id=replies[0]["id"])

    found: list[Json] = []
    after: str | None = None
    while True:
        thread = (await ada.ask(THREAD, id=root["id"], first=2, after=after))["message"]
        found += thread["replies"]["nodes"]
        after = thread["replies"]["pageInfo"]["endCursor"]
        if not thread["replies"]["pageInfo"]["hasNextPage"]:
            break
    assert [reply["content"] for reply in found] == ["", "Reply 1", "Reply 2", "Reply 3", "Reply 4"]
    assert (thread["replyCount"], thread["replyTo"]) == (4, None)
    last = (await ada.ask(THREAD, id=replies[-1]["id"], first=2))["message"]
    assert (last["replyTo"], last["replyCount"]) == ({"id": root["id"]}, 0)
    with refused("NOT_FOUND", "replyToId"):
        await ada.send(room, "Lost", replyToId=NO_ID)


async def test_a_message_is_read_alone_as_in_the_history(people: People) -> None:
    ada = await people.register()
    sent = await ada.send(await ada.create_room(), "Alone")
    read = (await ada.ask(READ_MESSAGE, id=sent["id"]))["message"]
    assert {name: read[name] for name in ("id", "seq", "clock", "content")} == {
        name: sent[name] for name in ("id", "seq", "clock", "content")
    }
