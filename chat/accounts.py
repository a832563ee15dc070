"""Accounts: registering, signing in and out, the password and the profile."""

from dataclasses import dataclass

from beanie import PydanticObjectId
from bson import ObjectId
from pymongo.errors import DuplicateKeyError

from chat import avatars, sessions, text
from chat.context import Context
from chat.errors import BadInput, Conflict, Forbidden, WrongCredentials
from chat.events import RIGHTS, ProfileChanged, room_channel, user_channel
from chat.sharing import share_read_receipts
from models.session import Session
from models.user import Profile, User


@dataclass(frozen=True, slots=True)
class SignedIn:
    """What a client needs to act as the user. `expires_in` is in seconds, for the access token."""

    access_token: str
    expires_in: int
    refresh_token: str
    user_id: ObjectId
    session_id: ObjectId


async def register(
    ctx: Context, *, username: str, email: str, password: str, display_name: str | None, device: str | None
) -> SignedIn:
    """Make an account and sign in to it. Raises Conflict when the username or email is taken."""
    if not ctx.core.rules.registration_open:
        raise Forbidden("This server takes no registrations.")
    rules = ctx.core.rules
    username, email = text.username(username, rules.username_characters), text.email(email)
    text.password(password, rules.password_bytes)
    name = text.optional_line(display_name, "displayName", text.NAME_CHARACTERS) or username
    device = text.optional_line(device, "device", text.DEVICE_CHARACTERS)
    await ctx.core.limiter.hit("register", ctx.address)
    user = User(
        username=username,
        email=email,
        password_hash=await ctx.core.passwords.hash(password),
        display_name=name,
        name_key=text.name_key(name),
    )
    try:
        await user.insert()
    except DuplicateKeyError as error:
        field = next(iter((error.details or {}).get("keyPattern", {"username": 1})))
        raise Conflict(f"This {field} is taken.", field=field) from None
    assert user.id is not None
    return await _signed_in(ctx, user.id, device)


async def login(ctx: Context, *, login: str, password: str, device: str | None) -> SignedIn:
    """Sign in by username or email. An unknown user and a wrong password answer alike, in the same time."""
    name = text.storable(login, "login").strip().lower()
    text.storable(password, "password")
    device = text.optional_line(device, "device", text.DEVICE_CHARACTERS)
    await ctx.core.limiter.hit("login", "address", ctx.address)
    await ctx.core.limiter.hit("login", "account", name)
    user = await User.find_one({"email" if "@" in name else "username": name, "disabled_at": None})
    if not await ctx.core.passwords.match(password, user.password_hash if user else None):
        raise WrongCredentials
    assert user is not None
    assert user.id is not None
    return await _signed_in(ctx, user.id, device)


async def refresh(ctx: Context, refresh_token: str) -> SignedIn:
    """Trade a refresh token for new tokens: see `sessions.rotate`."""
    await ctx.core.limiter.hit("refresh", ctx.address)
    session, token = await sessions.rotate(ctx.core, refresh_token)
    return _tokens(ctx, session.user_id, token.session_id, token.text)


async def logout(ctx: Context) -> None:
    """End the session that the asker acts in."""
    await sessions.end_sessions(ctx.core, ctx.user_id, [ctx.signed_in.session_id])


async def change_password(ctx: Context, *, current: str, new: str) -> None:
    """Set another password and end every other session. Raises BadInput when the current one is wrong."""
    text.storable(current, "current")
    text.password(new, ctx.core.rules.password_bytes, "new")
    await ctx.core.limiter.hit("login", "account", ctx.signed_in.profile["username"])
    user = await User.get(PydanticObjectId(ctx.user_id))
    if user is None or not await ctx.core.passwords.match(current, user.password_hash):
        raise BadInput("This is not your current password.", field="current")
    await user.update({"$set": {"password_hash": await ctx.core.passwords.hash(new)}})
    others = await Session.find(
        {"user_id": ctx.user_id, "revoked_at": None, "_id": {"$ne": ctx.signed_in.session_id}}
    ).to_list()
    if others:
        await sessions.end_sessions(ctx.core, ctx.user_id, [ObjectId(str(session.id)) for session in others])


async def update_profile(
    ctx: Context,
    *,
    display_name: str | None,
    avatar_upload_id: str | None = None,
    shares_read_receipts: bool | None = None,
) -> Profile:
    """Change what others see of the asker; None leaves a part as it is, a blank picture removes it."""
    is_seen = display_name is not None or avatar_upload_id is not None
    change: dict[str, str] = {}
    if display_name is not None:
        name = text.line(display_name, "displayName", text.NAME_CHARACTERS)
        change = {"display_name": name, "name_key": text.name_key(name)}
    if is_seen:
        await ctx.core.limiter.hit("change", str(ctx.user_id))
    if change:
        await User.find_one({"_id": ctx.user_id}).update({"$set": change})
    if avatar_upload_id is not None:
        await avatars.set_avatar(ctx, avatars.Holder("users", ctx.user_id), avatar_upload_id)
    if shares_read_receipts is not None:
        await share_read_receipts(ctx, shares=shares_read_receipts)
    ctx.core.reads.forget_user(ctx.user_id)
    profile = await ctx.core.reads.profile(ctx.user_id) or ctx.signed_in.profile
    if is_seen:
        await _tell_of(ctx, profile)
    return profile


async def _tell_of(ctx: Context, profile: Profile) -> None:
    """Tell the user's own devices and the rooms they are in; in a crowd it is seen when it is loaded anew."""
    rooms = (await ctx.core.crowds.small_rooms_of([ctx.user_id])).get(ctx.user_id, ())
    channels = [user_channel(ctx.user_id), *map(room_channel, rooms), RIGHTS]
    ctx.core.bus.publish(ProfileChanged(profile), channels)


async def email_of(ctx: Context, user_id: ObjectId | None = None) -> str:
    """The asker's own address, or that of the user who has just signed in."""
    user = await User.get(PydanticObjectId(user_id or ctx.user_id))
    return user.email if user else ""


async def _signed_in(ctx: Context, user_id: ObjectId, device: str | None) -> SignedIn:
    token = await sessions.open_session(ctx.core, user_id, device)
    return _tokens(ctx, user_id, token.session_id, token.text)


def _tokens(ctx: Context, user_id: ObjectId, session_id: ObjectId, refresh_token: str) -> SignedIn:
    tokens = ctx.core.tokens
    return SignedIn(
        access_token=tokens.access_token(user_id, session_id),
        expires_in=int(tokens.access_expiry.total_seconds()),
        refresh_token=refresh_token,
        user_id=user_id,
        session_id=session_id,
    )
