"""What an operation is given: the parts it works with, and who asks."""

from dataclasses import dataclass, field
from datetime import timedelta

from bson import ObjectId

from chat.bus import Bus
from chat.errors import SignInNeeded
from chat.limits import Limiter
from chat.passwords import Passwords
from chat.pictures import Studio
from chat.presence import Presence
from chat.push_notices import PushNotices
from chat.reads import Reads
from chat.receipt_news import ReceiptNews
from chat.small_talk import Crowds
from chat.storage import Storage
from chat.thread_roots import ThreadRoots
from chat.tokens import Tokens
from chat.turns import Turns
from chat.typists import Typists
from chat.writers import Writers
from models.database import Database
from models.user import Profile


@dataclass(frozen=True, slots=True)
class Rules:
    """What may be set on each server. A window of None never closes; one of zero is never open."""

    registration_open: bool = True
    reactions: bool = True
    edit_window: timedelta | None = None
    delete_window: timedelta | None = None
    session_expiry: timedelta = timedelta(days=30)
    backdating: bool = False
    """Whether a sender may say when a message was written: for filling a development server with history."""
    page_size: int = 100
    username_characters: tuple[int, int] = (3, 32)
    password_bytes: tuple[int, int] = (8, 1_024)
    content_characters: int = 8_000
    room_name_characters: int = 80
    topic_characters: int = 250
    reactions_for_each_message: int = 50
    users_for_each_reaction: int = 2_000
    members_in_a_group: int = 10_000
    attachments_for_each_message: int = 10
    attachment_bytes: int = 25 * 1024**2
    upload_quota_bytes: int = 10 * 1024**3
    """How much the uploads of one user may have together."""


@dataclass(frozen=True, slots=True)
class Core:
    """The parts of a running server, shared by all operations."""

    database: Database
    bus: Bus
    tokens: Tokens
    passwords: Passwords
    limiter: Limiter
    writers: Writers
    reads: Reads
    presence: Presence
    crowds: Crowds
    typists: Typists
    receipt_news: ReceiptNews
    thread_roots: ThreadRoots
    storage: Storage
    studio: Studio
    push: PushNotices
    rules: Rules = field(default_factory=Rules)
    audit_turns: Turns = field(default_factory=Turns)
    """Whose turn it is to write into a room's audit list: acts at the same time would undo each other."""


@dataclass(frozen=True, slots=True)
class Viewer:
    """The signed-in user, as of a few seconds ago, and the session they act in."""

    profile: Profile
    session_id: ObjectId
    expires_at: float
    """When the access token ends: Unix time in seconds."""

    @property
    def id(self) -> ObjectId:
        return self.profile["_id"]


@dataclass(frozen=True, slots=True)
class Context:
    """One asker. `address` is the peer's, for limits."""

    core: Core
    viewer: Viewer | None = None
    address: str = ""

    @property
    def user_id(self) -> ObjectId:
        """The asker. Raises SignInNeeded for a stranger."""
        return self.signed_in.id

    async def is_apart(self, user_id: ObjectId) -> bool:
        """Whether one of the asker and the user blocked the other."""
        apart = await self.core.reads.apart_lately(self.viewer.id) if self.viewer else None
        return user_id in (apart or ())

    @property
    def signed_in(self) -> Viewer:
        """Raises SignInNeeded for a stranger."""
        if self.viewer is None:
            raise SignInNeeded
        return self.viewer
