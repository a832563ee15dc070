"""Pictures of users and groups: uploads like others, cut square and small."""

import io

from PIL import Image

from tests.chat.asking import refused
from tests.fixtures.files import complete, get, picture, post, upload
from tests.fixtures.people import People, Person
from tests.fixtures.sockets import Json

CREATE: str = (
    "mutation($file: CreateAvatarUploadInput!) { createAvatarUpload(input: $file) "
    "{ id url method fields { name value } } }"
)
SHOW_USER = "mutation($id: ID) { updateProfile(input: { avatarUploadId: $id }) { avatarUrl } }"
SHOW_ROOM = "mutation($room: UpdateRoomInput!) { updateRoom(input: $room) { avatarUrl } }"
SEEN = "query($id: ID!) { user(id: $id) { avatarUrl } }"


async def avatar_upload(person: Person, data: bytes) -> str:
    file = {"filename": "me.jpg", "mimeType": "image/jpeg", "size": len(data)}
    target: Json = (await person.ask(CREATE, file=file))["createAvatarUpload"]
    assert (await post(person, target, data)).status_code == 204
    return str((await complete(person, target))["id"])


async def test_a_user_shows_a_picture_square_and_small(senders: People) -> None:
    ada, bob = await senders.register_all("ada", "bob")
    upload_id = await avatar_upload(ada, picture(1_200, 800, "JPEG"))
    url = (await ada.ask(SHOW_USER, id=upload_id))["updateProfile"]["avatarUrl"]
    seen = (await bob.ask(SEEN, id=ada.id))["user"]["avatarUrl"]
    assert seen.partition("?")[0] == url.partition("?")[0]
    response = await get(bob, seen)
    assert Image.open(io.BytesIO(response.content)).size == (256, 256)
    assert response.headers["content-type"] == "image/webp"

    message = await ada.ask(
        "mutation($m: SendMessageInput!) { sendMessage(input: $m) { sender { avatarUrl } } }",
        m={"roomId": await ada.open_direct_room(bob), "content": "Hi", "clientId": "hi"},
    )
    assert message["sendMessage"]["sender"]["avatarUrl"]


async def test_another_picture_replaces_it_and_blank_removes_it(senders: People) -> None:
    ada = await senders.register()
    urls = []
    for width in (300, 400):
        upload_id = await avatar_upload(ada, picture(width, 300))
        urls.append((await ada.ask(SHOW_USER, id=upload_id))["updateProfile"]["avatarUrl"])
    assert [(await get(ada, url)).status_code for url in urls] == [404, 200]
    assert (await ada.ask(SHOW_USER, id=None))["updateProfile"]["avatarUrl"]
    assert (await ada.ask(SHOW_USER, id=""))["updateProfile"]["avatarUrl"] is None
    assert (await get(ada, urls[1])).status_code == 404


async def test_a_group_shows_a_picture_to_those_who_hear_of_it(senders: People) -> None:
    ada, bob = await senders.register_all("ada", "bob")
    room_id = await ada.create_room(bob)
    async with bob.listening(room_id) as ear:
        upload_id = await avatar_upload(ada, picture(300, 300))
        url = (await ada.ask(SHOW_ROOM, room={"roomId": room_id, "avatarUploadId": upload_id}))["updateRoom"][
            "avatarUrl"
        ]
        await ear.until_type("RoomChanged")
    shown = await bob.ask("query($id: ID!) { room(id: $id) { avatarUrl } }", id=room_id)
    assert shown["room"]["avatarUrl"].partition("?")[0] == url.partition("?")[0]
    assert (await get(bob, url)).status_code == 200
    with refused("FORBIDDEN"):
        upload_id = await avatar_upload(bob, picture(30, 30))
        await bob.ask(SHOW_ROOM, room={"roomId": room_id, "avatarUploadId": upload_id})


async def test_only_a_free_finished_picture_of_ones_own_is_shown(people: People) -> None:
    ada, bob = await people.register_all("ada", "bob")
    room_id = await ada.open_direct_room(bob)
    sent = await upload(ada, room_id, picture(30, 30))
    await ada.send(room_id, "", attachmentIds=[sent["id"]])
    notes = await upload(ada, room_id, b"no picture")
    pending = (await ada.ask(CREATE, file={"filename": "a", "mimeType": "image/png", "size": 3}))[
        "createAvatarUpload"
    ]
    theirs = await avatar_upload(bob, picture(30, 30))
    wrong = [
        (sent["id"], "CONFLICT"),
        (notes["id"], "BAD_INPUT"),
        (pending["id"], "BAD_INPUT"),
        (theirs, "NOT_FOUND"),
        ("nonsense", "NOT_FOUND"),
    ]
    for upload_id, code in wrong:
        with refused(code, "avatarUploadId"):
            await ada.ask(SHOW_USER, id=upload_id)


async def test_a_picture_of_a_user_is_no_attachment(people: People) -> None:
    ada = await people.register()
    room_id = await ada.create_room()
    upload_id = await avatar_upload(ada, picture(30, 30))
    with refused("NOT_FOUND", "attachmentIds"):
        await ada.send(room_id, "", attachmentIds=[upload_id])
