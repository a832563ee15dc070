"""People: looking them up and finding them by the beginning of a name."""

from collections.abc import Iterable
from typing import cast

from bson import ObjectId

from chat import text
from chat.context import Context
from chat.errors import UserNotFound
from chat.rooms import LAST_CHARACTER
from models.base import parse_id
from models.user import PROFILE_FIELDS, Profile


async def user(ctx: Context, *, user_id: str | None = None, username: str | None = None) -> Profile:
    """One user, by id or by username. Raises UserNotFound."""
    ctx.signed_in  # noqa: B018  (strangers see nobody)
    query = {"_id": parse_id(user_id)} if user_id is not None else {"username": (username or "").lower()}
    found = await ctx.core.database["users"].find_one({**query, "disabled_at": None}, PROFILE_FIELDS)
    if found is None:
        raise UserNotFound
    return cast(Profile, found)


async def search_users(ctx: Context, search: str, *, first: int) -> list[Profile]:
    """Users whose username or name begins with the search, by username; the asker is not among them."""
    prefix = text.name_key(text.storable(search, "search").strip())
    await ctx.core.limiter.hit("search", str(ctx.user_id))
    if not prefix:
        return []
    found: dict[ObjectId, Profile] = {}
    for field in ("username", "name_key"):
        begins = {field: {"$gte": prefix, "$lt": prefix + LAST_CHARACTER}, "disabled_at": None}
        rows = ctx.core.database["users"].find(begins, PROFILE_FIELDS).sort(field).limit(first + 1)
        found |= {row["_id"]: cast(Profile, row) for row in await rows.to_list()}
    found.pop(ctx.user_id, None)
    return sorted(found.values(), key=lambda profile: profile["username"])[:first]


async def profiles_for_asker(ctx: Context, user_ids: Iterable[ObjectId]) -> dict[ObjectId, Profile]:
    """Those of the users that exist; when they were last seen only where neither blocked the other."""
    found = await ctx.core.reads.profiles(user_ids)
    return {
        user_id: {**profile, "last_seen": None} if await ctx.is_apart(user_id) else profile
        for user_id, profile in found.items()
    }
