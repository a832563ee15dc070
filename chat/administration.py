"""What the person on call does with accounts. No rights are checked: who can run this has the database."""

from datetime import datetime
from typing import Any, Final, cast

from beanie import PydanticObjectId
from bson import ObjectId

from chat import attaching, members, removal, sessions, text
from chat.context import Context, Core
from chat.errors import Conflict, NotFound, UserNotFound
from chat.events import RIGHTS, MemberChanged, MemberLeft, MessageDeleted, room_channel, user_channel
from models.base import parse_id, utc_now
from models.database import Row
from models.member import Member, Role
from models.message import ROW_FIELDS, MessageRow
from models.room import Room, RoomKind
from models.user import User

DELETED_NAME: Final = "Deleted account"
NO_PASSWORD: Final = "!"  # what no password has as its hash


async def find_user(name: str) -> User:
    """An account by id, username or email. Raises UserNotFound."""
    wanted = name.strip().lower()
    field = "email" if "@" in wanted else "username"
    user_id = parse_id(wanted)
    found = await User.find_one({field: wanted}) or (user_id and await User.get(PydanticObjectId(user_id)))
    if not found:
        raise UserNotFound
    return found


async def create_user(
    core: Core, *, username: str, email: str, password: str, display_name: str | None
) -> User:
    """Make an account, also where registration is closed. Raises BadInput or Conflict."""
    rules = core.rules
    username, email = text.username(username, rules.username_characters), text.email(email)
    text.password(password, rules.password_bytes)
    name = text.optional_line(display_name, "displayName", text.NAME_CHARACTERS) or username
    if await User.find_one({"$or": [{"username": username}, {"email": email}]}):
        raise Conflict("This username or email is taken.")
    user = User(
        username=username,
        email=email,
        password_hash=await core.passwords.hash(password),
        display_name=name,
        name_key=text.name_key(name),
    )
    return await user.insert()


async def set_password(core: Core, user: User, password: str) -> int:
    """Give the account another password and sign it out everywhere. Raises BadInput."""
    text.password(password, core.rules.password_bytes)
    await user.update({"$set": {"password_hash": await core.passwords.hash(password)}})
    return await end_sessions(core, user)


async def disable(core: Core, user: User) -> int:
    """Let nobody sign in to the account, and end its sessions. Gives how many there were."""
    await user.update({"$set": {"disabled_at": utc_now()}})
    return await end_sessions(core, user)


async def enable(user: User) -> None:
    """Undo `disable`."""
    await user.update({"$set": {"disabled_at": None}})


async def end_sessions(core: Core, user: User) -> int:
    """Sign the user out everywhere. Gives how many sessions there were."""
    open_ones = {"user_id": user.id, "revoked_at": None}
    rows = await core.database["sessions"].find(open_ones, {"_id": 1}).to_list()
    await sessions.end_sessions(core, cast(ObjectId, user.id), [row["_id"] for row in rows])
    return len(rows)


async def promote(core: Core, user: User, room_id: str, role: Role) -> Member:
    """Give a member of a group another role there. Raises NotFound.

    There are no administrators of a whole server: what can be done to all of it is done with this module.
    """
    wanted = parse_id(room_id)
    room = wanted and await core.database["rooms"].find_one({"_id": wanted})
    if not room or room["kind"] != RoomKind.GROUP:
        raise NotFound("There is no such group.", field="roomId")
    who = {"room_id": wanted, "user_id": user.id}
    await core.database["members"].update_one(who, {"$set": {"role": role.value}})
    changed = await core.database["members"].find_one(who)
    if wanted is None or changed is None:
        raise NotFound("This user is not in the room.", field="userId")
    await core.database["rooms"].update_one({"_id": wanted}, {"$inc": {"members_version": 1}})
    member: Member = Member.model_validate(changed)
    channels = [room_channel(member.room_id), user_channel(member.user_id)]
    core.bus.publish(MemberChanged(member.room_id, member), channels)
    return member


async def personal_data(core: Core, user: User) -> Row:
    """Everything that is stored of a person, without hashes of secrets, in types of JSON."""
    database, who = core.database, {"user_id": user.id}
    rooms = await database["members"].find(who).to_list()
    found = {
        "account": await database["users"].find_one({"_id": user.id}, {"password_hash": 0, "name_key": 0}),
        "sessions": await database["sessions"].find(who, {"refresh_hash": 0, "previous_hash": 0}).to_list(),
        "memberships": rooms,
        "follows": await database["follows"].find(who).to_list(),
        "rooms": await database["rooms"].find({"_id": {"$in": [row["room_id"] for row in rooms]}}).to_list(),
        "receipts": [
            row
            async for row in database["receipts"].find(
                {**who, "room_id": {"$in": [row["room_id"] for row in rooms]}}
            )
        ],
        "messages": [
            row
            async for row in database["messages"].find(
                {"sender_id": user.id}, {"body_hash": 0, "clocks": 0, "terms": 0}
            )
        ],
        "uploads": await database["uploads"].find({"owner_id": user.id}).to_list(),
    }
    return cast(Row, _plain(found))


async def erase(core: Core, user: User, *, with_messages: bool) -> int:
    """Make the account nobody's: its name, address, password, sessions and memberships go, for good.

    What was said stays in its place, by "Deleted account"; `with_messages` takes that away as well. Gives how
    many messages were emptied. May be run again when it was cut off.
    """
    user_id = cast(ObjectId, user.id)
    await disable(core, user)
    emptied = await _empty_messages(core, user_id) if with_messages else 0
    await _leave_rooms(core, user_id)
    await _remove_uploads(core, user_id)
    for name in ("receipts", "follows", "push_subscriptions"):
        await core.database[name].delete_many({"user_id": user_id})
    await core.database["sessions"].delete_many({"user_id": user_id})
    nobody = f"deleted-{user_id}"
    anonymous = {
        "username": nobody,
        "email": f"{nobody}@invalid",
        "password_hash": NO_PASSWORD,
        "display_name": DELETED_NAME,
        "name_key": "",
        "avatar": None,
        "last_seen": None,
    }
    await user.update({"$set": anonymous})
    core.reads.forget_user(user_id)
    return emptied


async def _empty_messages(core: Core, user_id: ObjectId) -> int:
    """Leave a tombstone in the place of each message, through the rooms' writers: readers hear of it."""
    emptied = 0
    async for found in core.database["messages"].find({"sender_id": user_id}, ROW_FIELDS):
        row = cast(MessageRow, found)
        room = await core.database["rooms"].find_one({"_id": row["room_id"]})
        if row["deleted_at"] is None and room is not None:
            await _empty(core, Room.model_validate(room), row)
            emptied += 1
    return emptied


async def _empty(core: Core, room: Room, row: MessageRow) -> None:
    """As `messages.delete_message`, in nobody's name: its files go, and its thread counts one fewer."""
    await attaching.part(core, row["attachments"])
    await core.writers.of(room).change(
        row["_id"], _tombstone, lambda changed: _announce_deleted(core, changed)
    )
    await removal.remove(core, [attachment["id"] for attachment in row["attachments"]])
    if "reply_to" in row:
        await core.thread_roots.count_anew(row["reply_to"])


async def _remove_uploads(core: Core, user_id: ObjectId) -> None:
    """Remove the user's picture, and what they sent and put nowhere."""
    theirs = {"owner_id": user_id, "used_by": {"$in": [None, f"user:{user_id}"]}}
    rows = await core.database["uploads"].find(theirs, {"_id": 1}).to_list()
    await removal.remove(core, [row["_id"] for row in rows])


def _tombstone(row: MessageRow) -> dict[str, Any] | None:
    if row["deleted_at"] is not None:
        return None
    emptied: dict[str, Any] = {name: [] for name in ("attachments", "reactions", "mentions", "terms")}
    return {**emptied, "content": "", "mentions_all": False, "deleted_at": utc_now()}


def _announce_deleted(core: Core, row: MessageRow) -> None:
    core.bus.publish(MessageDeleted(row["room_id"], row), [room_channel(row["room_id"])])


async def _leave_rooms(core: Core, user_id: ObjectId) -> None:
    """Take the user out of their groups. A direct room keeps both: who stays must know with whom it was."""
    for row in await core.database["members"].find({"user_id": user_id}).to_list():
        room = await core.database["rooms"].find_one({"_id": row["room_id"]}, {"kind": 1})
        if room is None or room["kind"] == RoomKind.DIRECT:
            continue
        await core.database["members"].delete_one({"_id": row["_id"]})
        await core.database["rooms"].update_one({"_id": row["room_id"]}, {"$inc": {"members_version": 1}})
        channels = [room_channel(row["room_id"]), user_channel(user_id), RIGHTS]
        core.bus.publish(MemberLeft(row["room_id"], user_id), channels)
        await members.give_an_owner(Context(core), row["room_id"])


def _plain(value: Any) -> Any:
    """The value in types of JSON: ids in hexadecimal digits, times in ISO 8601."""
    if isinstance(value, dict):
        return {("id" if name == "_id" else name): _plain(inner) for name, inner in value.items()}
    if isinstance(value, list):
        return [_plain(inner) for inner in value]
    if isinstance(value, datetime):
        return value.isoformat()
    return str(value) if isinstance(value, ObjectId | bytes) else value
