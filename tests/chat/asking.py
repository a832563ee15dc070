"""What the tests of the operations ask, and how they expect to be refused."""

import uuid
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Final

import pytest

from tests.fixtures.people import PASSWORD, People, Person
from tests.fixtures.sockets import Json, Refused

NO_ID: Final = "0123456789abcdef01234567"
"""An id that nothing has."""

AUTH_FIELDS: Final = "{ accessToken expiresIn refreshToken user { id username displayName } }"
REGISTER: Final = f"mutation($input: RegisterInput!) {{ register(input: $input) {AUTH_FIELDS} }}"
LOGIN: Final = f"mutation($input: LoginInput!) {{ login(input: $input) {AUTH_FIELDS} }}"
REFRESH: Final = f"mutation($token: String) {{ refreshSession(refreshToken: $token) {AUTH_FIELDS} }}"
CHANGE_PASSWORD: Final = "mutation($input: ChangePasswordInput!) { changePassword(input: $input) }"
REVOKE: Final = "mutation($id: ID!) { revokeSession(id: $id) }"
SESSIONS: Final = "{ viewer { sessions { id device createdAt usedAt isCurrent } } }"
WHO_AM_I: Final = "{ viewer { user { id } } }"

CREATE_ROOM: Final = (
    "mutation($room: CreateRoomInput!) { createRoom(input: $room) { id kind name topic isPrivate } }"
)
UPDATE_ROOM: Final = "mutation($room: UpdateRoomInput!) { updateRoom(input: $room) { name topic isPrivate } }"
OPEN_DIRECT: Final = "mutation($user: ID!) { openDirectRoom(userId: $user) { id } }"
JOIN: Final = "mutation($room: ID!) { joinRoom(roomId: $room) { id memberCount } }"
LEAVE: Final = "mutation($room: ID!) { leaveRoom(roomId: $room) }"
ADD: Final = "mutation($room: ID!, $users: [ID!]!) { addMembers(roomId: $room, userIds: $users) { id } }"
REMOVE: Final = "mutation($room: ID!, $user: ID!) { removeMember(roomId: $room, userId: $user) { id } }"
SET_ROLE: Final = (
    "mutation($room: ID!, $user: ID!, $role: Role!) "
    "{ setMemberRole(roomId: $room, userId: $user, role: $role) { role user { id } } }"
)
MUTE: Final = "mutation($room: ID!, $muted: Boolean!) { muteRoom(roomId: $room, muted: $muted) { id } }"
MEMBERS: Final = (
    "query($room: ID!) { room(id: $room) { members(first: 100) { nodes { role user { id } } } } }"
)

MESSAGE: Final = (
    "{ id seq clock content editedAt deletedAt replyCount replyTo { id } "
    "reactions { emoji count userIds } attachments { id } mentions { id } mentionsAll }"
)
READ_MESSAGE: Final = f"query($id: ID!) {{ message(id: $id) {MESSAGE} }}"
EDIT: Final = f"mutation($id: ID!, $content: String!) {{ editMessage(id: $id, content: $content) {MESSAGE} }}"
DELETE: Final = f"mutation($id: ID!) {{ deleteMessage(id: $id) {MESSAGE} }}"
REACT: Final = (
    f"mutation($id: ID!, $emoji: String!) {{ addReaction(messageId: $id, emoji: $emoji) {MESSAGE} }}"
)
UNREACT: Final = (
    f"mutation($id: ID!, $emoji: String!) {{ removeReaction(messageId: $id, emoji: $emoji) {MESSAGE} }}"
)
MARK_READ: Final = (
    "mutation($room: ID!, $seq: Int!) { markRead(roomId: $room, seq: $seq) { readSeq deliveredSeq readAt } }"
)
MARK_DELIVERED: Final = (
    "mutation($room: ID!, $seq: Int!) { markDelivered(roomId: $room, seq: $seq) { readSeq deliveredSeq } }"
)
SET_TYPING: Final = "mutation($room: ID!, $typing: Boolean!) { setTyping(roomId: $room, typing: $typing) }"

PIN: Final = "mutation($id: ID!) { pinMessage(messageId: $id) { pins { message { id } pinnedBy { id } } } }"
UNPIN: Final = "mutation($id: ID!) { unpinMessage(messageId: $id) { pins { message { id } } } }"
PINS: Final = "query($room: ID!) { room(id: $room) { pins { message { id content } } } }"
INVITE: Final = (
    "mutation($invite: CreateInviteInput!) { createInvite(input: $invite) { id code uses maxUses } }"
)
INVITES: Final = "query($room: ID!) { room(id: $room) { invites { id code uses createdBy { id } } } }"
REVOKE_INVITE: Final = "mutation($id: ID!) { revokeInvite(id: $id) }"
USE: Final = "mutation($code: String!) { joinByInvite(code: $code) { id name } }"
PREVIEW: Final = "query($code: String!) { invitedRoom(code: $code) { id name memberCount } }"
REPORT: Final = "mutation($id: ID!, $reason: String!) { reportMessage(messageId: $id, reason: $reason) }"
CLOSE_REPORT: Final = "mutation($id: ID!) { closeReport(id: $id) }"
REPORTS: Final = (
    "query($room: ID!) { room(id: $room) { reports { id reason message { id } reporter { id } } } }"
)


@contextmanager
def refused(code: str, field: str | None = None) -> Iterator[None]:
    """The block is refused with this code and, if one is given, this field."""
    with pytest.raises(Refused) as caught:
        yield
    assert caught.value.code == code, caught.value
    if field is not None:
        assert caught.value.field == field, caught.value


def newcomer(people: People) -> Person:
    """Somebody with a username and no account yet."""
    stranger = people.stranger()
    stranger.username = f"new-{uuid.uuid4().hex[:12]}"
    return stranger


def new_account(person: Person, **changes: object) -> Json:
    """The input of a registration under the person's username."""
    account = {
        "username": person.username,
        "email": f"{person.username}@example.org",
        "password": PASSWORD,
    }
    return account | changes


async def log_in(
    person: Person, login: str | None = None, password: str = PASSWORD, **more: object
) -> Person:
    """The same person on another device, with a session of its own."""
    device = person.at(person.address)
    device.access_token = ""
    credentials = {"login": login or person.username, "password": password, **more}
    payload = (await device.ask(LOGIN, input=credentials))["login"]
    device.access_token, device.refresh_token = payload["accessToken"], payload["refreshToken"]
    return device


async def roles(person: Person, room_id: str) -> dict[str, str]:
    """The role of every member, by user id."""
    answer = await person.ask(MEMBERS, room=room_id)
    members = answer["room"]["members"]["nodes"]
    found = {member["user"]["id"]: member["role"] for member in members}
    assert len(found) == len(members), "somebody is in the room twice"
    return found
