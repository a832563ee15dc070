"""Endpoints of accounts and sessions."""

import asyncio
from typing import Final, Self

from pydantic import ConfigDict, model_validator, with_config
from pydantic.config import JsonDict
from typing_extensions import TypedDict

import models.user
from api import shapes
from api.rest.endpoint import Input, endpoint
from chat import accounts
from chat.accounts import SignedIn
from chat.context import Context
from chat.errors import ErrorCode, UserNotFound

ONE_NAME: Final[JsonDict] = {"oneOf": [{"required": ["username"]}, {"required": ["email"]}]}


class Registration(Input):
    """A new account."""

    username: str
    """Unique, in any case."""
    email: str
    """Unique, in any case. Only the user sees it."""
    password: str
    display_name: str | None = None
    """The username if left out."""
    device: str | None = None
    """What to call this device in the list of sessions."""


class Login(Input):
    """A sign-in, by username or by email."""

    model_config = ConfigDict(json_schema_extra=ONE_NAME)

    username: str = ""
    email: str = ""
    password: str
    device: str | None = None
    """What to call this device in the list of sessions."""

    @model_validator(mode="after")
    def _names_one(self) -> Self:
        if len(self.model_fields_set & {"username", "email"}) != 1:
            raise ValueError("Sign in by username or by email.")
        return self


class Refresh(Input):
    """A refresh token, to be traded for new tokens. It works once."""

    refresh_token: str


class ProfileChange(Input):
    """What to change; a part left out stays as it is."""

    display_name: str | None = None
    """The name to show."""
    avatar_upload_id: str | None = None
    """A finished upload of the user's, to be their picture; blank removes the picture."""
    shares_read_receipts: bool | None = None
    """Whether others learn what the user reads, and the user what others read."""


@with_config(use_attribute_docstrings=True)
class Session(TypedDict):
    """What a client needs to act as the user."""

    token: str
    """Send it as `Authorization: Bearer …`."""
    refreshToken: str
    """Trade it for new tokens before `token` ends."""
    expiresIn: int
    """Seconds until `token` ends."""
    user: shapes.Account


@endpoint(
    "POST",
    "/api/auth/register",
    status=201,
    is_public=True,
    refuses=[ErrorCode.CONFLICT, ErrorCode.FORBIDDEN],
)
async def register(ctx: Context, body: Registration) -> Session:
    """Make an account and sign in to it."""
    signed_in = await accounts.register(
        ctx,
        username=body.username,
        email=body.email,
        password=body.password,
        display_name=body.display_name,
        device=body.device,
    )
    return await _session(ctx, signed_in)


@endpoint("POST", "/api/auth/login", is_public=True, refuses=[ErrorCode.UNAUTHENTICATED])
async def login(ctx: Context, body: Login) -> Session:
    """Sign in by username or by email."""
    signed_in = await accounts.login(
        ctx, login=body.username or body.email, password=body.password, device=body.device
    )
    return await _session(ctx, signed_in)


@endpoint("POST", "/api/auth/refresh", is_public=True, refuses=[ErrorCode.UNAUTHENTICATED])
async def refresh(ctx: Context, body: Refresh) -> Session:
    """Trade a refresh token for new tokens."""
    return await _session(ctx, await accounts.refresh(ctx, body.refresh_token))


@endpoint("POST", "/api/auth/logout", status=204)
async def logout(ctx: Context) -> None:
    """End the session that the token belongs to."""
    await accounts.logout(ctx)


@endpoint("GET", "/api/users/me")
async def me(ctx: Context) -> shapes.Account:
    """The signed-in user."""
    return await _account(ctx, ctx.signed_in.profile)


@endpoint("PATCH", "/api/users/me", refuses=[ErrorCode.CONFLICT, ErrorCode.NOT_FOUND, ErrorCode.RATE_LIMITED])
async def update_me(ctx: Context, body: ProfileChange) -> shapes.Account:
    """Change what others see of the signed-in user, and whether they learn what the user reads."""
    profile = await accounts.update_profile(
        ctx,
        display_name=body.display_name,
        avatar_upload_id=body.avatar_upload_id,
        shares_read_receipts=body.shares_read_receipts,
    )
    return await _account(ctx, profile)


async def _session(ctx: Context, signed_in: SignedIn) -> Session:
    profile = await ctx.core.reads.profile(signed_in.user_id)
    if profile is None:
        raise UserNotFound
    return {
        "token": signed_in.access_token,
        "refreshToken": signed_in.refresh_token,
        "expiresIn": signed_in.expires_in,
        "user": await _account(ctx, profile),
    }


async def _account(ctx: Context, profile: models.user.Profile) -> shapes.Account:
    """The account of the user, who is signed in or has just signed in."""
    email, shares = await asyncio.gather(
        accounts.email_of(ctx, profile["_id"]), ctx.core.reads.shares_read_receipts(profile["_id"])
    )
    return shapes.account(profile, email, ctx.core.storage, shares_read_receipts=shares is not False)
