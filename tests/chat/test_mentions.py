"""Mentions: who is meant by @username and @all, who is told, and what counts."""

from typing import Final

import pytest

from chat.mentions import outside_code
from models.database import Database
from tests.chat.asking import ADD, DELETE, EDIT, LEAVE, READ_MESSAGE, REMOVE, SET_ROLE, refused
from tests.fixtures.people import People, Person
from tests.fixtures.sockets import Json

MENTIONS: Final = (
    "query($first: Int! = 50, $after: String) { viewer { mentionCount mentions(first: $first, after: $after) "
    "{ nodes { id content } pageInfo { hasNextPage endCursor } } } }"
)
COUNTS: Final = "query($room: ID!) { room(id: $room) { unreadCount mentionCount } }"
HEAR_EDITS: Final = (
    "subscription($roomId: ID!, $since: Int) { roomEvents(roomId: $roomId, since: $since) "
    "{ __typename ... on MessageEdited { message { content mentions { id } } mentionedIds mentionedAll } } }"
)


async def mentioned(person: Person, sent: Json) -> list[str]:
    """The ids of those whom a message mentions, and "all"."""
    message = (await person.ask(READ_MESSAGE, id=sent["id"]))["message"]
    return [user["id"] for user in message["mentions"]] + ["all"] * message["mentionsAll"]


async def contents(person: Person, **page: object) -> list[str]:
    """What mentions the person, the newest first."""
    found = (await person.ask(MENTIONS, **page))["viewer"]["mentions"]["nodes"]
    return [message["content"] for message in found]


async def counts(person: Person, room_id: str) -> tuple[int, int]:
    room = (await person.ask(COUNTS, room=room_id))["room"]
    return room["unreadCount"], room["mentionCount"]


@pytest.mark.parametrize(
    "text",
    [
        "@{lin} hello",
        "hello @{lin}",
        "hello @{lin}, how are you",
        "(@{lin})",
        "@{lin}... and @{lin}",
        "@{LIN}!",
        "请@{lin}看",
        "one `code` then @{lin}",
        "a stray ` and @{lin}",
    ],
)
async def test_a_member_is_mentioned_by_username(people: People, text: str) -> None:
    ada, lin = await people.register_all("ada", "lin")
    room = await ada.create_room(lin)
    sent = await ada.send(room, text.format(lin=lin.username, LIN=lin.username.upper()))
    assert await mentioned(ada, sent) == [lin.id]


@pytest.mark.parametrize(
    "text",
    [
        "{lin}",
        "mail{at}@{lin}",
        "x@@{lin}",
        "https://example.org/@{lin}",
        "`@{lin}`",
        "``a ` @{lin}``",
        "```\n@{lin}\n```",
        "```\n@{lin} in a block that nothing closes",
        "@{lin}x",
        "@nobody-of-that-name",
        "@",
    ],
)
async def test_what_only_looks_like_a_mention_is_none(people: People, text: str) -> None:
    ada, lin = await people.register_all("ada", "lin")
    room = await ada.create_room(lin)
    assert await mentioned(ada, await ada.send(room, text.format(lin=lin.username, at="x"))) == []


async def test_who_is_not_in_the_room_is_not_mentioned(people: People) -> None:
    ada, lin, eve = await people.register_all("ada", "lin", "eve")
    room = await ada.create_room(lin, eve)
    text = f"@{lin.username} @{eve.username} @{ada.username}"
    assert await mentioned(ada, await ada.send(room, text)) == [lin.id, eve.id, ada.id]
    await eve.ask(LEAVE, room=room)
    assert await mentioned(ada, await ada.send(room, text)) == [lin.id, ada.id]
    await ada.ask(REMOVE, room=room, user=lin.id)
    assert await mentioned(ada, await ada.send(room, text)) == [ada.id]
    assert await contents(lin) == []
    await ada.ask(ADD, room=room, users=[lin.id])
    assert await contents(lin) == [text, text]


async def test_all_are_mentioned_by_the_staff_of_a_group_alone(people: People) -> None:
    ada, lin, eve = await people.register_all("ada", "lin", "eve")
    room = await ada.create_room(lin, eve)
    assert await mentioned(ada, await ada.send(room, "@all, tea!")) == ["all"]
    assert await mentioned(ada, await lin.send(room, "@all from a member")) == []
    await ada.ask(SET_ROLE, room=room, user=lin.id, role="ADMIN")
    assert await mentioned(ada, await lin.send(room, "@ALL from an admin")) == ["all"]
    direct = await ada.open_direct_room(lin)
    assert await mentioned(ada, await ada.send(direct, "@all of us two")) == []
    assert await contents(eve) == ["@ALL from an admin", "@all, tea!"]
    assert await contents(ada) == ["@ALL from an admin"]
    assert await counts(eve, room) == (3, 2)


async def test_who_came_later_was_not_meant_by_all(people: People) -> None:
    ada, lin = await people.register_all("ada", "lin")
    room = await ada.create_room()
    await ada.send(room, "@all before")
    await ada.ask(ADD, room=room, users=[lin.id])
    await ada.send(room, "@all after")
    assert await contents(lin) == ["@all after"]
    assert await counts(lin, room) == (1, 1)


async def test_an_edit_tells_only_those_newly_mentioned(people: People) -> None:
    ada, lin, eve = await people.register_all("ada", "lin", "eve")
    room = await ada.create_room(lin, eve)
    sent = await ada.send(room, f"@{lin.username}")
    async with eve.socket() as socket:
        ear = await socket.listen(room, query=HEAR_EDITS)
        for text in (f"@{lin.username} @{eve.username} @all", f"@{eve.username} again, @all", "Nobody"):
            await ada.ask(EDIT, id=sent["id"], content=text)
        told = [await ear.until_type("MessageEdited") for _ in range(3)]
    assert [(event["mentionedIds"], event["mentionedAll"]) for event in told] == [
        ([eve.id], True),
        ([], False),
        ([], False),
    ]
    assert [[user["id"] for user in event["message"]["mentions"]] for event in told] == [
        [lin.id, eve.id],
        [eve.id],
        [],
    ]
    assert await contents(lin) == await contents(eve) == []


async def test_mentions_count_apart_from_what_is_unread(people: People) -> None:
    ada, lin = await people.register_all("ada", "lin")
    room = await ada.create_room(lin)
    told = await ada.send(room, f"@{lin.username} one")
    await ada.send(room, "two")
    await ada.send(room, f"@{lin.username} and @all three")
    await lin.send(room, f"@{lin.username}, to oneself")
    assert await counts(lin, room) == (3, 2)
    assert await counts(ada, room) == (1, 0)
    await ada.ask(DELETE, id=told["id"])
    assert await counts(lin, room) == (2, 1)
    assert (await lin.ask(MENTIONS))["viewer"]["mentionCount"] == 1
    await lin.ask("mutation($r: ID!) { markRead(roomId: $r, seq: 4) { readSeq } }", r=room)
    assert await counts(lin, room) == (0, 0)
    assert await contents(lin) == [f"@{lin.username} and @all three"]


async def test_a_mention_far_behind_still_counts(people: People, database: Database) -> None:
    """Past a thousand unread messages the count goes by the index of mentions alone."""
    ada, lin = await people.register_all("ada", "lin")
    room = await ada.create_room(lin)
    first = await ada.send(room, f"@{lin.username} long ago")
    stored = await database["messages"].find_one({"client_id": first["clientId"]})
    assert stored is not None
    later = [
        {
            **stored,
            "seq": seq,
            "clock": seq,
            "clocks": [seq],
            "client_id": f"{room}-{seq}",
            "terms": [],
            "mentions": [],
        }
        for seq in range(2, 1_011)
    ]
    for document in later:
        del document["_id"]
    await database["messages"].insert_many(later)
    assert await counts(lin, room) == (1_010, 1)
    assert await contents(lin) == [f"@{lin.username} long ago"]


async def test_mentions_of_all_rooms_come_newest_first_page_by_page(people: People) -> None:
    ada, lin, eve = await people.register_all("ada", "lin", "eve")
    rooms = [await ada.create_room(lin), await ada.create_room(lin, eve), await eve.open_direct_room(lin)]
    sent: list[str] = []
    for number in range(9):
        sender = ada if number % 3 < 2 else eve
        text = f"@{lin.username} {number}"
        await sender.send(rooms[number % 3], text)
        await sender.send(rooms[number % 3], "nothing of note")
        sent.insert(0, text)
    assert await contents(lin) == sent
    found: list[str] = []
    after: str | None = None
    while True:
        page = (await lin.ask(MENTIONS, first=2, after=after))["viewer"]["mentions"]
        found += [message["content"] for message in page["nodes"]]
        after = page["pageInfo"]["endCursor"]
        if not page["pageInfo"]["hasNextPage"]:
            break
    assert found == sent
    await lin.ask(LEAVE, room=rooms[1])
    assert await contents(lin) == [text for text in sent if int(text[-1]) % 3 != 1]


@pytest.mark.parametrize("cursor", ["x", "s1", "AAAA", "é", "=" * 8])
async def test_a_cursor_that_is_none_is_refused(people: People, cursor: str) -> None:
    ada = await people.register()
    with refused("BAD_INPUT", "after"):
        await ada.ask(MENTIONS, after=cursor)


@pytest.mark.parametrize(
    ("text", "left"),
    [
        ("a `b` c", "a ` c"),
        ("`` a ` b `` c", "` c"),
        ("```a``` b ```c", "` b "),
        ("` a `` b", "` a `` b"),
        ("no code", "no code"),
    ],
)
def test_code_is_left_out(text: str, left: str) -> None:
    assert outside_code(text) == left


def test_hostile_text_takes_no_longer_than_it_is_long() -> None:
    for text in (
        "`" * 8_000,
        "` `` " * 1_600,
        "".join("`" * n + " " for n in range(1, 126)),
        "@" + "._-" * 2_600,
    ):
        outside_code(text)
