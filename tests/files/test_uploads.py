"""Uploads: straight to the storage, looked at, attached once. The same with a folder and with a bucket."""

import asyncio

import pytest

from tests.chat.asking import DELETE, NO_ID, refused
from tests.fixtures.files import announce, complete, get, picture, post, upload
from tests.fixtures.people import People, Person
from tests.fixtures.sockets import Json

NOTES = b"Tea at four.\n" * 1_000


@pytest.fixture
async def ada(senders: People) -> Person:
    return await senders.register("ada")


@pytest.fixture
async def bob(senders: People) -> Person:
    return await senders.register("bob")


@pytest.fixture
async def room(ada: Person, bob: Person) -> str:
    return await ada.open_direct_room(bob)


async def test_a_file_goes_straight_to_the_storage_and_into_a_message(
    ada: Person, bob: Person, room: str
) -> None:
    attachment = await upload(ada, room, NOTES, "plan.txt")
    assert attachment["filename"] == "plan.txt"
    assert (attachment["mimeType"], attachment["size"]) == ("text/plain", len(NOTES))
    async with bob.listening(room) as ear:
        sent = await ada.send(room, "", attachmentIds=[attachment["id"]])
        heard = await ear.until_type("MessageSent")
    (found,) = heard["message"]["attachments"]
    assert found["id"] == attachment["id"]
    assert (await bob.history(room))[-1]["attachments"][0]["id"] == attachment["id"]
    assert sent["content"] == ""
    response = await get(bob, found["url"])
    assert response.status_code == 200
    assert response.content == NOTES


async def test_several_files_keep_their_order(ada: Person, room: str) -> None:
    ids = [(await upload(ada, room, str(number).encode()))["id"] for number in range(3)]
    sent = await ada.send(room, "Three", attachmentIds=ids[::-1])
    assert [each["id"] for each in sent["attachments"]] == ids[::-1]


async def test_a_message_sent_again_is_the_first_one_though_its_files_are_used(
    ada: Person, room: str
) -> None:
    attachment = await upload(ada, room, NOTES)
    send = ada.send(room, "Plan", "the-plan", attachmentIds=[attachment["id"]])
    again = [ada.send(room, "Plan", "the-plan", attachmentIds=[attachment["id"]]) for _ in range(9)]
    sent = await asyncio.gather(send, *again)
    later = await ada.send(room, "Plan", "the-plan", attachmentIds=[attachment["id"]])
    assert {message["id"] for message in [*sent, later]} == {later["id"]}
    assert len(await ada.history(room)) == 1


async def test_another_body_under_the_same_name_leaves_the_files_free(ada: Person, room: str) -> None:
    attachment = await upload(ada, room, NOTES)
    await ada.send(room, "Plan", "the-plan")
    with refused("CONFLICT", "clientId"):
        await ada.send(room, "Plan", "the-plan", attachmentIds=[attachment["id"]])
    sent = await ada.send(room, "Plan", "another", attachmentIds=[attachment["id"]])
    assert len(sent["attachments"]) == 1


async def test_an_upload_belongs_to_one_message(ada: Person, room: str) -> None:
    first, second = await upload(ada, room, NOTES), await upload(ada, room, NOTES)
    await ada.send(room, "One", attachmentIds=[first["id"]])
    with refused("CONFLICT", "attachmentIds"):
        await ada.send(room, "Two", attachmentIds=[second["id"], first["id"]])
    sent = await ada.send(room, "Two", attachmentIds=[second["id"]])
    assert [each["id"] for each in sent["attachments"]] == [second["id"]]


async def test_two_messages_at_once_do_not_share_an_upload(ada: Person, room: str) -> None:
    attachment = await upload(ada, room, NOTES)
    sends = [ada.send(room, f"Number {number}", attachmentIds=[attachment["id"]]) for number in range(8)]
    answers = await asyncio.gather(*sends, return_exceptions=True)
    assert sum(isinstance(answer, dict) for answer in answers) == 1
    assert len(await ada.history(room)) == 1


async def test_only_its_owner_can_attach_it_and_only_in_its_room(
    senders: People, ada: Person, bob: Person, room: str
) -> None:
    attachment = await upload(ada, room, NOTES)
    other_room = await ada.create_room(bob)
    with refused("NOT_FOUND", "attachmentIds"):
        await bob.send(room, "Mine", attachmentIds=[attachment["id"]])
    with refused("NOT_FOUND", "attachmentIds"):
        await ada.send(other_room, "Elsewhere", attachmentIds=[attachment["id"]])
    for nothing in (NO_ID, "nonsense"):
        with refused("NOT_FOUND", "attachmentIds"):
            await ada.send(room, "Nothing", attachmentIds=[nothing])
    with refused("NOT_FOUND"):
        await complete(bob, attachment)


async def test_an_upload_that_is_not_complete_is_no_attachment(ada: Person, room: str) -> None:
    target = await announce(ada, room, NOTES, "plan.txt")
    with refused("BAD_INPUT", "attachmentIds"):
        await ada.send(room, "Plan", attachmentIds=[target["id"]])
    with refused("CONFLICT", "id"):
        await complete(ada, target)
    assert await ada.history(room) == []


async def test_too_many_attachments_and_the_same_one_twice_are_refused(ada: Person, room: str) -> None:
    attachment = await upload(ada, room, NOTES)
    for ids in ([attachment["id"]] * 2, [attachment["id"]] * 11):
        with refused("BAD_INPUT", "attachmentIds"):
            await ada.send(room, "Plan", attachmentIds=ids)


async def test_two_completions_at_once_are_one(ada: Person, room: str) -> None:
    data = picture()
    target = await announce(ada, room, data, "sunset.png")
    await post(ada, target, data)
    completed = await asyncio.gather(*(complete(ada, target) for _ in range(5)))
    assert len({_lasting(attachment) for attachment in completed}) == 1
    assert _lasting(await complete(ada, target)) == _lasting(completed[0])
    assert (await get(ada, completed[0]["url"])).status_code == 200


async def test_asked_for_again_under_its_name_an_upload_goes_on(ada: Person, room: str) -> None:
    first = await announce(ada, room, NOTES, "plan.txt", clientId="plan")
    again = await announce(ada, room, NOTES, "plan.txt", clientId="plan")
    assert again["id"] == first["id"]
    with refused("CONFLICT", "clientId"):
        await announce(ada, room, NOTES + b"!", "plan.txt", clientId="plan")
    assert (await post(ada, again, NOTES)).status_code == 204
    attachment = await complete(ada, again)
    late = await announce(ada, room, NOTES, "plan.txt", clientId="plan")
    assert (await post(ada, late, NOTES)).status_code == 204
    assert _lasting(await complete(ada, late)) == _lasting(attachment)


async def test_what_was_checked_is_what_is_kept(ada: Person, room: str) -> None:
    target = await announce(ada, room, NOTES, "plan.txt")
    await post(ada, target, NOTES)
    attachment = await complete(ada, target)
    await post(ada, target, NOTES.replace(b"four", b"five"))
    await complete(ada, target)
    assert (await get(ada, attachment["url"])).content == NOTES


async def test_what_is_not_as_long_as_announced_is_refused(ada: Person, room: str) -> None:
    target = await announce(ada, room, NOTES, "plan.txt")
    for data in (NOTES + b"!", NOTES[:-1], b""):
        # A bucket of AWS refuses here, as the folder does; the bucket of the tests does not.
        was_taken = (await post(ada, target, data)).status_code == 204
        with refused("BAD_INPUT" if was_taken else "CONFLICT"):
            await complete(ada, target)
    await post(ada, target, NOTES)
    await complete(ada, target)


@pytest.mark.parametrize(
    ("size", "code"), [(0, "BAD_INPUT"), (-1, "BAD_INPUT"), (25 * 1024**2 + 1, "TOO_LARGE")]
)
async def test_a_file_has_a_byte_and_not_too_many(ada: Person, room: str, size: int, code: str) -> None:
    file = {"roomId": room, "filename": "a", "mimeType": "text/plain", "size": size}
    with refused(code, "size"):
        await ada.ask("mutation($file: CreateUploadInput!) { createUpload(input: $file) { id } }", file=file)


async def test_who_may_not_send_may_not_upload(senders: People, ada: Person, room: str) -> None:
    eve = await senders.register("eve")
    with refused("NOT_FOUND", "roomId"):
        await announce(eve, room, NOTES, "plan.txt")
    with refused("UNAUTHENTICATED"):
        await announce(senders.stranger(), room, NOTES, "plan.txt")


async def test_a_deleted_message_loses_its_files(ada: Person, bob: Person, room: str) -> None:
    data = picture()
    attachment = await upload(ada, room, data, "sunset.png")
    sent = await ada.send(room, "Look", "look", attachmentIds=[attachment["id"]])
    deleted = (await ada.ask(DELETE, id=sent["id"]))["deleteMessage"]
    assert deleted["attachments"] == []
    for url in (attachment["url"], attachment["thumbnailUrl"]):
        assert (await get(bob, url)).status_code == 404
    again = await ada.send(room, "Look", "look", attachmentIds=[attachment["id"]])
    assert again["id"] == sent["id"]
    with refused("NOT_FOUND", "attachmentIds"):
        await ada.send(room, "Look", "look-again", attachmentIds=[attachment["id"]])


def _lasting(attachment: Json) -> tuple[str, str, int]:
    """What of an attachment stays the same, whenever it is asked for."""
    return attachment["id"], attachment["url"].partition("?")[0], attachment["size"]
