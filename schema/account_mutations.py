"""Mutations of accounts and sessions."""

from typing import Annotated

import strawberry

from chat import accounts, sessions
from chat.accounts import SignedIn
from chat.errors import SessionOver
from schema.context import Info
from schema.users import User, load_user, to_user

IN_BROWSER = "Keep the refresh token in an HttpOnly cookie of the browser and out of the answer."
DEVICE = "What to call this device in the list of sessions."


@strawberry.input(description="A new account.")
class RegisterInput:
    username: str = strawberry.field(description="3 to 32 of a-z, 0-9, _, . and -; unique, in any case.")
    email: str = strawberry.field(description="Unique, in any case. Only the user sees it.")
    password: str = strawberry.field(description="8 to 1,024 bytes.")
    display_name: str | None = strawberry.field(default=None, description="The username if left out.")
    device: str | None = strawberry.field(default=None, description=DEVICE)
    browser: bool = strawberry.field(default=False, description=IN_BROWSER)


@strawberry.input(description="A sign-in.")
class LoginInput:
    login: str = strawberry.field(description="The username or the email.")
    password: str = strawberry.field(description="The password.")
    device: str | None = strawberry.field(default=None, description=DEVICE)
    browser: bool = strawberry.field(default=False, description=IN_BROWSER)


@strawberry.input(description="Another password.")
class ChangePasswordInput:
    current: str = strawberry.field(description="The password until now.")
    new: str = strawberry.field(description="8 to 1,024 bytes.")


@strawberry.input(description="Changes of the profile; what is left out stays.")
class UpdateProfileInput:
    display_name: str | None = strawberry.field(default=None, description="The name to show.")
    avatar_upload_id: strawberry.ID | None = strawberry.field(
        default=None, description="A finished upload to show, cut square and small; blank for no picture."
    )
    shares_read_receipts: bool | None = strawberry.field(
        default=None,
        description="Whether others learn what the viewer reads, and the viewer what others read. What was "
        "read meanwhile is not told later.",
    )


@strawberry.type(description="What a client needs to act as the user.")
class AuthPayload:
    access_token: str = strawberry.field(description="Send it as `Authorization: Bearer …`.")
    expires_in: int = strawberry.field(description="Seconds until the access token ends.")
    refresh_token: str | None = strawberry.field(
        description="Trade it for new tokens with `refreshSession`; null when the browser's cookie holds it."
    )
    user: User = strawberry.field(description="Who signed in.")


@strawberry.type
class AccountMutations:
    @strawberry.mutation(description="Make an account and sign in to it.")
    async def register(
        self, info: Info, input: Annotated[RegisterInput, strawberry.argument(description="The account.")]
    ) -> AuthPayload:
        signed_in = await accounts.register(
            info.context.chat,
            username=input.username,
            email=input.email,
            password=input.password,
            display_name=input.display_name,
            device=input.device,
        )
        return await _payload(info, signed_in, in_browser=input.browser)

    @strawberry.mutation(description="Sign in by username or email.")
    async def login(
        self, info: Info, input: Annotated[LoginInput, strawberry.argument(description="Who.")]
    ) -> AuthPayload:
        signed_in = await accounts.login(
            info.context.chat, login=input.login, password=input.password, device=input.device
        )
        return await _payload(info, signed_in, in_browser=input.browser)

    @strawberry.mutation(description="Trade a refresh token for new tokens. It works once.")
    async def refresh_session(
        self,
        info: Info,
        refresh_token: Annotated[
            str | None, strawberry.argument(description="Left out, the browser's cookie is used.")
        ] = None,
    ) -> AuthPayload:
        kept = info.context.cookie.get() if info.context.cookie and refresh_token is None else None
        if refresh_token is None and kept is None:
            raise SessionOver
        signed_in = await accounts.refresh(info.context.chat, refresh_token or kept or "")
        return await _payload(info, signed_in, in_browser=kept is not None)

    @strawberry.mutation(description="End this session.")
    async def logout(self, info: Info) -> bool:
        await accounts.logout(info.context.chat)
        if info.context.cookie:
            info.context.cookie.clear()
        return True

    @strawberry.mutation(description="End a session of the viewer on another device.")
    async def revoke_session(
        self, info: Info, id: Annotated[strawberry.ID, strawberry.argument(description="The session.")]
    ) -> bool:
        await sessions.revoke_session(info.context.chat, id)
        return True

    @strawberry.mutation(description="Set another password. Every other session ends.")
    async def change_password(
        self,
        info: Info,
        input: Annotated[ChangePasswordInput, strawberry.argument(description="The passwords.")],
    ) -> bool:
        await accounts.change_password(info.context.chat, current=input.current, new=input.new)
        return True

    @strawberry.mutation(description="Change what others see of the viewer.")
    async def update_profile(
        self,
        info: Info,
        input: Annotated[UpdateProfileInput, strawberry.argument(description="What to change.")],
    ) -> User:
        profile = await accounts.update_profile(
            info.context.chat,
            display_name=input.display_name,
            avatar_upload_id=input.avatar_upload_id,
            shares_read_receipts=input.shares_read_receipts,
        )
        return to_user(profile)


async def _payload(info: Info, signed_in: SignedIn, *, in_browser: bool) -> AuthPayload:
    if in_browser and info.context.cookie:
        info.context.cookie.set(signed_in.refresh_token)
    return AuthPayload(
        access_token=signed_in.access_token,
        expires_in=signed_in.expires_in,
        refresh_token=None if in_browser else signed_in.refresh_token,
        user=await load_user(info, signed_in.user_id),
    )
