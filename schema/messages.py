"""Messages, and the pages they come in."""

import asyncio
from collections.abc import Awaitable, Sequence
from datetime import datetime
from typing import TYPE_CHECKING, Annotated

import strawberry
from bson import ObjectId

from chat import threads
from chat.newest import Found, Places
from chat.pages import MessagePage
from chat.receipts import receipts_of
from chat.search import matches_of
from models.message import MessageRow
from models.receipt import ReceiptKind
from schema.context import GraphQLContext, Info
from schema.describing import After, First, OfViewer, SearchQuery
from schema.node import Node
from schema.pagination import Connection, connection, places_cursor, read_seq_cursor, seq_cursor
from schema.projection import PLAIN
from schema.uploads import Attachment, to_attachment
from schema.users import User, load_user, to_user

if TYPE_CHECKING:
    from schema.rooms import Room
    from schema.threads import FollowedThread


@strawberry.type(description="An emoji on a message, and who put it there.")
class Reaction:
    emoji: str = strawberry.field(description="The emoji.")
    count: int = strawberry.field(description="How many users put it there.")
    user_ids: list[strawberry.ID] = strawberry.field(description="Who, in the order they came.")


@strawberry.type(description="That somebody read or received a message.")
class Receipt:
    user: User = strawberry.field(description="Who.")
    at: datetime = strawberry.field(description="When.")


@strawberry.type(description="A part of a text, in UTF-16 code units, as JavaScript counts them.")
class TextRange:
    begin: int = strawberry.field(description="Its first.")
    end: int = strawberry.field(description="The one behind its last.")


@strawberry.type(description="A message. It never moves: seq numbers the messages of a room without holes.")
class Message(Node):
    id: strawberry.ID = strawberry.field(description="Opaque, and the same for ever.")
    room_id: strawberry.ID = strawberry.field(description="The room it was sent to.")
    seq: int = strawberry.field(description="Its place in the room: 1, 2, 3 … without holes.")
    clock: int = strawberry.field(
        description="Numbers the changes of the room. The higher clock is the newer state of the message."
    )
    client_id: str | None = strawberry.field(description="What the sender named it, to send it only once.")
    content: str = strawberry.field(description="The text. Empty once deleted.")
    created_at: datetime = strawberry.field(description="When it was sent.")
    edited_at: datetime | None = strawberry.field(description="When its text was last changed.")
    deleted_at: datetime | None = strawberry.field(description="When it was deleted; it keeps its place.")
    row: strawberry.Private[MessageRow]

    @strawberry.field(description="Who sent it.", metadata=PLAIN)
    def sender(self, info: Info) -> User:
        return _user(info, self.row["sender_id"])

    @strawberry.field(description="The room it was sent to.")
    async def room(self, info: Info) -> Annotated["Room", strawberry.lazy("schema.rooms")]:
        from schema.rooms import load_room  # noqa: PLC0415  (messages and rooms hold each other)

        return await load_room(info, self.row["room_id"])

    @strawberry.field(description="Files that belong to it.", metadata=PLAIN)
    def attachments(self) -> list[Attachment]:
        return [to_attachment(attachment) for attachment in self.row["attachments"]]

    @strawberry.field(description="Emoji on it, in the order they first came.", metadata=PLAIN)
    def reactions(self) -> list[Reaction]:
        return [
            Reaction(
                emoji=reaction["emoji"],
                count=len(reaction["user_ids"]),
                user_ids=[strawberry.ID(str(user_id)) for user_id in reaction["user_ids"]],
            )
            for reaction in self.row["reactions"]
        ]

    @strawberry.field(description="Members that the text mentions by @username.", metadata=PLAIN)
    def mentions(self, info: Info) -> list[User]:
        return _users(info, self.row["mentions"])

    @strawberry.field(description="Whether the text mentions all members by @all.", metadata=PLAIN)
    def mentions_all(self) -> bool:
        return self.row.get("mentions_all", False)

    @strawberry.field(
        description="Where the text answers to a search, for marking: in order, without overlaps."
    )
    def matches(self, query: SearchQuery) -> list[TextRange]:
        return [TextRange(begin=begin, end=end) for begin, end in matches_of(query, self.row["content"])]

    @strawberry.field(description="The message that opened the thread, if this is a reply.")
    async def reply_to(self, info: Info) -> "Message | None":
        root = self.row.get("reply_to")
        row = await info.context.messages.load(root) if root else None
        return to_message(row) if row else None

    @strawberry.field(
        description="How many replies the thread has that this message opened, less deleted ones.",
        metadata=PLAIN,
    )
    def reply_count(self) -> int:
        thread = self.row.get("thread")
        return thread["replies"] if thread else 0

    @strawberry.field(description="When the last of its replies was sent.", metadata=PLAIN)
    def last_reply_at(self) -> datetime | None:
        thread = self.row.get("thread")
        return thread["last_at"] if thread else None

    @strawberry.field(description="Who replied last, the newest first: up to 3.", metadata=PLAIN)
    def repliers(self, info: Info) -> list[User]:
        return _users(info, _repliers(self.row))

    @strawberry.field(
        description="How the viewer stands to the thread that it opened; null if they never followed it.",
        directives=[OfViewer()],
    )
    async def viewer_follow(
        self, info: Info
    ) -> Annotated["FollowedThread", strawberry.lazy("schema.threads")] | None:
        from schema.threads import load_follow  # noqa: PLC0415  (messages and threads hold each other)

        return await load_follow(info, self.row)

    @strawberry.field(description="The replies in the thread that this message opened, in order of seq.")
    async def replies(self, info: Info, first: First = 50, after: After = None) -> Connection["Message"]:
        seq = read_seq_cursor(after, "after") if after is not None else 0
        page = await threads.replies_after(info.context.chat, self.row, seq, info.context.page_size(first))
        return await message_connection(info.context, page)

    @strawberry.field(
        description="Who has read it, and when, the first readers first. For a viewer who shares "
        "no read receipts, nobody but themselves.",
        directives=[OfViewer()],
    )
    async def read_by(self, info: Info, first: First = 50, after: After = None) -> Connection[Receipt]:
        return await _receipts(info, self.row, ReceiptKind.READ, first, after)

    @strawberry.field(description="Whose devices have received it, and when, the first first.")
    async def delivered_to(self, info: Info, first: First = 50, after: After = None) -> Connection[Receipt]:
        return await _receipts(info, self.row, ReceiptKind.DELIVERED, first, after)


def to_message(row: MessageRow) -> Message:
    return Message(
        id=row["_id"].binary.hex(),  # type: ignore[arg-type]  # quicker than str()
        room_id=row["room_id"].binary.hex(),  # type: ignore[arg-type]
        seq=row["seq"],
        clock=row["clock"],
        client_id=row["client_id"],
        content=row["content"],
        created_at=row["created_at"],
        edited_at=row["edited_at"],
        deleted_at=row["deleted_at"],
        row=row,
    )


async def message_connection(context: GraphQLContext, page: MessagePage) -> Connection[Message]:
    """The page, with the users that it shows at hand."""
    await know_users_of(context, page.messages)
    return connection(
        [to_message(row) for row in page.messages],
        [seq_cursor(row["seq"]) for row in page.messages],
        has_next=page.has_next,
        has_previous=page.has_previous,
    )


async def found_connection(context: GraphQLContext, found: Found, after: Places) -> Connection[Message]:
    """Messages of several rooms, with the users that they show at hand."""
    await know_users_of(context, found.messages)
    places, cursors = dict(after), []
    for row in found.messages:
        places[row["room_id"]] = row["seq"] - 1
        cursors.append(places_cursor(places))
    nodes = [to_message(row) for row in found.messages]
    page = connection(nodes, cursors, has_next=found.has_next, has_previous=bool(after))
    if found.places is not None:
        page.page_info.end_cursor = places_cursor(found.end(after))
    return page


async def know_users_of(context: GraphQLContext, rows: Sequence[MessageRow]) -> None:
    """Read at once whoever sent these messages or is mentioned in them."""
    users = {row["sender_id"].binary: row["sender_id"] for row in rows}  # an ObjectId takes long to hash
    for row in rows:
        for user_id in (*row["mentions"], *_repliers(row)):
            users[user_id.binary] = user_id
    await context.know_profiles(users.values())


def _repliers(row: MessageRow) -> list[ObjectId]:
    thread = row.get("thread")
    return thread["repliers"] if thread else []


def _user(info: Info, user_id: ObjectId) -> User:
    """At once if the request knows the user already, else when they are read."""
    users = info.context.known_users
    user = users.get(user_id.binary)
    if user is not None:
        return user
    profile = info.context.known_profiles.get(user_id)
    if profile is not None:
        return users.setdefault(user_id.binary, to_user(profile))
    pending: Awaitable[User] = load_user(info, user_id)
    return pending  # type: ignore[return-value]  # GraphQL awaits it


def _users(info: Info, user_ids: Sequence[ObjectId]) -> list[User]:
    """Like `_user`, for several."""
    known = info.context.known_profiles
    if all(user_id in known for user_id in user_ids):
        return [to_user(known[user_id]) for user_id in user_ids]
    pending: Awaitable[list[User]] = _load_users(info, user_ids)
    return pending  # type: ignore[return-value]  # GraphQL awaits it


async def _load_users(info: Info, user_ids: Sequence[ObjectId]) -> list[User]:
    return list(await asyncio.gather(*(load_user(info, user_id) for user_id in user_ids)))


async def _receipts(
    info: Info, row: MessageRow, kind: ReceiptKind, first: int, after: str | None
) -> Connection[Receipt]:
    begin = read_seq_cursor(after, "after") if after is not None else 0
    page = await receipts_of(info.context.chat, row, kind)
    shown = page[begin : begin + info.context.page_size(first)]
    nodes = [Receipt(user=await load_user(info, user_id), at=at) for user_id, at in shown]
    cursors = [seq_cursor(begin + step) for step in range(1, len(shown) + 1)]
    return connection(nodes, cursors, has_next=begin + len(shown) < len(page), has_previous=begin > 0)
