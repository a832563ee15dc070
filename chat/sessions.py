"""Sessions: sign-ins on devices, their refresh tokens, and who an access token stands for."""

from datetime import timedelta
from typing import Final

from beanie import PydanticObjectId
from bson import ObjectId

from chat.context import Context, Core, Viewer
from chat.errors import NotFound, SessionOver
from chat.events import RIGHTS, SessionEnded, user_channel
from chat.tokens import RefreshToken
from models.base import parse_id, utc_now
from models.session import Session

ROTATION_OVERLAP: Final = timedelta(seconds=10)
"""How long the token before the current one still works: two tabs may refresh with the same one."""


async def open_session(core: Core, user_id: ObjectId, device: str | None) -> RefreshToken:
    """Begin a session on a device, and give its first refresh token."""
    session_id = PydanticObjectId()
    token = core.tokens.refresh_token(session_id, 0)
    await Session(
        id=session_id,
        user_id=PydanticObjectId(user_id),
        refresh_hash=token.digest,
        device=device,
        expires_at=utc_now() + core.rules.session_expiry,
    ).insert()
    return token


async def rotate(core: Core, text: str) -> tuple[Session, RefreshToken]:
    """Trade a refresh token for its successor.

    Raises SessionOver when the session has ended, and for a token that was traded before: then somebody
    else holds a copy, and the whole session ends. Within ROTATION_OVERLAP the successor is given again.
    """
    token = core.tokens.read_refresh_token(text)
    successor = core.tokens.refresh_token(token.session_id, token.generation + 1)
    if session := await _advance(core, token, successor):
        return session, successor
    stored = await Session.get(PydanticObjectId(token.session_id))
    if stored is None or stored.revoked_at or stored.expires_at <= utc_now():
        raise SessionOver
    if stored.previous_hash == token.digest and utc_now() - stored.used_at <= ROTATION_OVERLAP:
        current = core.tokens.current_refresh_token
        return stored, current(token.session_id, stored.generation, stored.refresh_hash)
    await end_sessions(core, stored.user_id, [token.session_id])
    raise SessionOver


async def _advance(core: Core, token: RefreshToken, successor: RefreshToken) -> Session | None:
    now = utc_now()
    advanced = await core.database["sessions"].update_one(
        {
            "_id": token.session_id,
            "refresh_hash": token.digest,
            "revoked_at": None,
            "expires_at": {"$gt": now},
        },
        {
            "$set": {
                "refresh_hash": successor.digest,
                "previous_hash": token.digest,
                "generation": successor.generation,
                "used_at": now,
                "expires_at": now + core.rules.session_expiry,
            }
        },
    )
    return await Session.get(PydanticObjectId(token.session_id)) if advanced.matched_count else None


async def authenticate(core: Core, access_token: str) -> Viewer:
    """Who the token stands for. Raises SessionOver when the token or its session is no longer good."""
    claims = core.tokens.read_access_token(access_token)
    identity = await core.reads.identity(claims.session_id)
    if identity is None or identity.user_id != claims.user_id:
        raise SessionOver
    return Viewer(identity.profile, claims.session_id, claims.expires_at)


async def list_sessions(ctx: Context) -> list[Session]:
    """The asker's open sessions, the last used first."""
    sessions = await Session.find({"user_id": ctx.user_id, "revoked_at": None}).to_list()
    now = utc_now()
    return sorted(
        (session for session in sessions if session.expires_at > now), key=lambda s: s.used_at, reverse=True
    )


async def revoke_session(ctx: Context, session_id: str) -> None:
    """End one of the asker's sessions. Raises NotFound when they have none of that id."""
    wanted = parse_id(session_id)
    query = {"_id": wanted, "user_id": ctx.user_id, "revoked_at": None}
    if wanted is None or await Session.find_one(query) is None:
        raise NotFound("There is no such session.", field="id")
    await end_sessions(ctx.core, ctx.user_id, [wanted])


async def end_sessions(core: Core, user_id: ObjectId, session_ids: list[ObjectId]) -> None:
    """End these sessions of one user: their tokens are refused and their sockets close."""
    await Session.find({"_id": {"$in": session_ids}, "user_id": user_id, "revoked_at": None}).update(
        {"$set": {"revoked_at": utc_now()}}
    )
    core.bus.publish(SessionEnded(user_id, tuple(session_ids)), [user_channel(user_id), RIGHTS])
