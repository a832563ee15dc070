"""What a resolver is given: the chat context of whoever asks, and what this request has read already."""

from collections.abc import AsyncIterator, Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING, Protocol, TypeAlias, cast

from bson import ObjectId
from strawberry.dataloader import DataLoader
from strawberry.types import Info as StrawberryInfo

from chat import context, messages, receipts, threads
from chat.errors import BadInput
from chat.events import Event
from chat.heads import RoomHead
from chat.unread import Unread, unread
from models.follow import Follow
from models.member import Member
from models.message import MessageRow
from models.room import Room
from models.user import Profile

if TYPE_CHECKING:
    from schema.users import User

Listen: TypeAlias = Callable[[context.Context, str | None, Mapping[str, int]], AsyncIterator[Event]]
"""Begins to listen: the asker, a room or all of theirs, and the clocks to catch up from."""


class RefreshCookie(Protocol):
    """The browser's own place for its refresh token, out of reach of scripts."""

    def get(self) -> str | None:
        """The token that the browser sent."""

    def set(self, token: str) -> None:
        """Let the browser keep this token."""

    def clear(self) -> None:
        """Let the browser forget its token."""


@dataclass(frozen=True, slots=True)
class Asked:
    """A room, as the key of a loader that needs more of it than its id."""

    room: Room

    def __hash__(self) -> int:
        return hash(self.room.id)

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Asked) and other.room.id == self.room.id


class GraphQLContext:
    """One request's, or one event's. A loader is made when needed: it and its context hold each other."""

    def __init__(
        self,
        chat: context.Context,
        *,
        cookie: RefreshCookie | None = None,
        listen: Listen | None = None,
        known_profiles: Iterable[Profile] = (),
    ) -> None:
        self.chat = chat
        self.cookie = cookie
        self._listen = listen
        viewer = [chat.viewer.profile] if chat.viewer else []
        self.known_users: dict[bytes, User] = {}  # those told already, by the bytes of their ids
        self.known_profiles = {profile["_id"]: profile for profile in (*viewer, *known_profiles)}

    @cached_property
    def profiles(self) -> DataLoader[ObjectId, Profile | None]:
        return DataLoader(self._load_profiles)

    @cached_property
    def online(self) -> DataLoader[ObjectId, bool]:
        return DataLoader(self._load_online)

    @cached_property
    def heads(self) -> DataLoader[Asked, RoomHead]:
        return DataLoader(self._load_heads)

    @cached_property
    def memberships(self) -> DataLoader[ObjectId, Member | None]:
        return DataLoader(self._load_memberships)

    @cached_property
    def member_counts(self) -> DataLoader[ObjectId, int]:
        return DataLoader(self._load_member_counts)

    @cached_property
    def messages(self) -> DataLoader[ObjectId, MessageRow | None]:
        return DataLoader(self._load_messages)

    @cached_property
    def unread(self) -> DataLoader[Asked, Unread]:
        return DataLoader(self._load_unread)

    @cached_property
    def follows(self) -> DataLoader[ObjectId, Follow | None]:
        return DataLoader(self._load_follows)

    def listen(self, room_id: str | None, clocks: Mapping[str, int]) -> AsyncIterator[Event]:
        """What the asker hears from now on: of one room or, without one, of all theirs."""
        if self._listen is None:
            raise BadInput("Subscriptions need a WebSocket.")
        return self._listen(self.chat, room_id, clocks)

    def page_size(self, count: int, field: str = "first") -> int:
        """The count, if a page may have that many entries. Raises BadInput."""
        limit = self.chat.core.rules.page_size
        if not 1 <= count <= limit:
            raise BadInput(f"A page has 1 to {limit} entries.", field=field)
        return count

    async def know_profiles(self, user_ids: Iterable[ObjectId]) -> None:
        """Read these users at once, so that resolvers find them without waiting."""
        missing = {user_id for user_id in user_ids if user_id not in self.known_profiles}
        if missing:
            self.known_profiles |= await self.chat.core.reads.profiles(missing)

    async def _load_profiles(self, user_ids: list[ObjectId]) -> list[Profile | None]:
        await self.know_profiles(user_ids)
        return [self.known_profiles.get(user_id) for user_id in user_ids]

    async def _load_online(self, user_ids: list[ObjectId]) -> list[bool]:
        core, viewer = self.chat.core, self.chat.viewer
        apart = (await core.reads.apart_lately(viewer.id) or ()) if viewer else ()
        online = await core.presence.online(user_id for user_id in user_ids if user_id not in apart)
        return [user_id in online for user_id in user_ids]

    async def _load_heads(self, asked: list[Asked]) -> list[RoomHead]:
        heads = await messages.heads(self.chat, [key.room for key in asked])
        return [heads[cast(ObjectId, key.room.id)] for key in asked]

    async def _load_memberships(self, room_ids: list[ObjectId]) -> list[Member | None]:
        found = await receipts.members_of_viewer(self.chat, room_ids)
        return [found.get(room_id) for room_id in room_ids]

    async def _load_unread(self, asked: list[Asked]) -> list[Unread]:
        room_ids = [cast(ObjectId, key.room.id) for key in asked]
        heads = await self.heads.load_many(asked)
        members = await self.memberships.load_many(room_ids)
        places = {
            room_id: (found.head, member)
            for room_id, found, member in zip(room_ids, heads, members, strict=True)
            if member is not None
        }
        counts = await unread(self.chat, places)
        return [counts.get(room_id, Unread()) for room_id in room_ids]

    async def _load_member_counts(self, room_ids: list[ObjectId]) -> list[int]:
        counts = await self.chat.core.reads.member_counts(room_ids)
        return [counts.get(room_id, 0) for room_id in room_ids]

    async def _load_messages(self, message_ids: list[ObjectId]) -> Sequence[MessageRow | None]:
        found = await messages.messages_by_id(self.chat, message_ids)
        return [found.get(message_id) for message_id in message_ids]

    async def _load_follows(self, root_ids: list[ObjectId]) -> Sequence[Follow | None]:
        found = await threads.follows_of_viewer(self.chat, root_ids)
        return [found.get(root_id) for root_id in root_ids]


Info: TypeAlias = StrawberryInfo[GraphQLContext, None]
