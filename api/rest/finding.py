"""Endpoints that find messages in all rooms of somebody."""

from pydantic import with_config
from typing_extensions import TypedDict

from api import shapes
from api.rest.endpoint import endpoint
from api.rest.paging import After
from chat import search
from chat.context import Context
from chat.errors import ErrorCode
from chat.mentions import my_mentions
from chat.newest import Found, Places
from chat.search import matches_of
from schema.pagination import places_cursor, read_places_cursor


class Search(After):
    """What to search for."""

    q: str
    """Words, parts of words and "exact phrases", with `from:`, `in:`, `has:`, `before:`, `after:` and `-`."""
    room_id: str | None = None
    """In this room alone."""


class Match(TypedDict):
    """What to mark in a text: from where to where, in UTF-16 code units."""

    begin: int
    end: int


class FoundMessage(shapes.Message):
    """A message that answers to a search."""

    matches: list[Match]


@with_config(use_attribute_docstrings=True)
class FoundMessages(TypedDict):
    """Messages that answer to a search, the newest first. A page may be short and yet have a next one."""

    messages: list[FoundMessage]
    next: str | None
    """Give it as `after` to go on; null at the end."""


@with_config(use_attribute_docstrings=True)
class Mentions(TypedDict):
    """Messages of others that mention the signed-in user, the newest first."""

    messages: list[shapes.Message]
    next: str | None
    """Give it as `after` to go on; null at the end."""


@endpoint("GET", "/api/search", refuses=[ErrorCode.NOT_FOUND, ErrorCode.RATE_LIMITED])
async def search_messages(ctx: Context, query: Search) -> FoundMessages:
    """Messages of the signed-in user's rooms that answer to a search, the newest first."""
    begin, limit = read_places_cursor(query.after), query.within(ctx.core.rules)
    found = await search.search_messages(ctx, query.q, room_id=query.room_id, first=limit, places=begin)
    shown: list[FoundMessage] = [
        {**shapes.message(row, ctx.core.storage), "matches": _matches(query.q, row["content"])}
        for row in found.messages
    ]
    return {"messages": shown, "next": _next(found, begin)}


@endpoint("GET", "/api/mentions")
async def list_mentions(ctx: Context, query: After) -> Mentions:
    """Messages of others that mention the signed-in user, the newest first."""
    begin = read_places_cursor(query.after)
    found = await my_mentions(ctx, first=query.within(ctx.core.rules), places=begin)
    shown = [shapes.message(row, ctx.core.storage) for row in found.messages]
    return {"messages": shown, "next": _next(found, begin)}


def _matches(typed: str, content: str) -> list[Match]:
    return [{"begin": begin, "end": end} for begin, end in matches_of(typed, content)]


def _next(found: Found, begin: Places) -> str | None:
    return places_cursor(found.end(begin)) if found.has_next else None
