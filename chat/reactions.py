"""Reactions: an emoji put on a message, by whom."""

import unicodedata
from collections.abc import Mapping
from typing import Any

from bson import ObjectId

from chat import messages, text
from chat.access import access_message
from chat.context import Context, Rules
from chat.drafts import Mutation
from chat.errors import BadInput, Forbidden, MessageNotFound, TooLarge
from chat.events import ReactionChanged, room_channel
from models.message import MessageRow, Reaction


async def add_reaction(ctx: Context, message_id: str, emoji: str) -> MessageRow:
    """Put the asker's reaction on a message; one that is there stays."""
    rules, user_id = ctx.core.rules, ctx.user_id

    def mutation(row: MessageRow) -> Mapping[str, Any] | None:
        if row["deleted_at"] is not None:
            raise MessageNotFound
        reactions = _with(row["reactions"], _emoji(emoji), user_id)
        if reactions == row["reactions"]:
            return None
        _refuse_too_many(rules, reactions)
        return {"reactions": reactions}

    return await _change(ctx, message_id, _emoji(emoji), mutation, added=True)


async def remove_reaction(ctx: Context, message_id: str, emoji: str) -> MessageRow:
    """Take the asker's reaction off a message; one that is not there is no error."""
    user_id = ctx.user_id

    def mutation(row: MessageRow) -> Mapping[str, Any] | None:
        reactions = _without(row["reactions"], _emoji(emoji), user_id)
        return {"reactions": reactions} if reactions != row["reactions"] else None

    return await _change(ctx, message_id, _emoji(emoji), mutation, added=False)


async def toggle_reaction(ctx: Context, message_id: str, emoji: str) -> tuple[MessageRow, bool]:
    """Put the asker's reaction on a message or, if it is there, take it off; whether it is there now."""
    row = await messages.message(ctx, message_id)
    put = any(r["emoji"] == _emoji(emoji) and ctx.user_id in r["user_ids"] for r in row["reactions"])
    change = remove_reaction if put else add_reaction
    return await change(ctx, message_id, emoji), not put


async def _change(
    ctx: Context, message_id: str, emoji: str, mutation: Mutation, *, added: bool
) -> MessageRow:
    if not ctx.core.rules.reactions:
        raise Forbidden("Reactions are switched off on this server.")
    access, _ = await access_message(ctx, message_id)
    await ctx.core.limiter.hit("change", str(ctx.user_id))

    def announce(row: MessageRow) -> None:
        event = ReactionChanged(access.room_id, row, emoji, ctx.user_id, added)
        ctx.core.bus.publish(event, [room_channel(access.room_id)])

    return await ctx.core.writers.of(access.room).change(ObjectId(message_id), mutation, announce)


def _emoji(value: str) -> str:
    """A short mark without letters of prose or spaces: an emoji, in composed form."""
    found = unicodedata.normalize("NFC", text.line(value, "emoji", text.EMOJI_CHARACTERS))
    if any(character.isspace() for character in found):
        raise BadInput("A reaction is a single emoji.", field="emoji")
    return found


def _with(reactions: list[Reaction], emoji: str, user_id: ObjectId) -> list[Reaction]:
    if not any(reaction["emoji"] == emoji for reaction in reactions):
        return [*reactions, Reaction(emoji=emoji, user_ids=[user_id])]
    return [
        Reaction(emoji=emoji, user_ids=[*reaction["user_ids"], user_id])
        if reaction["emoji"] == emoji and user_id not in reaction["user_ids"]
        else reaction
        for reaction in reactions
    ]


def _without(reactions: list[Reaction], emoji: str, user_id: ObjectId) -> list[Reaction]:
    left = [
        Reaction(emoji=emoji, user_ids=[user for user in reaction["user_ids"] if user != user_id])
        if reaction["emoji"] == emoji
        else reaction
        for reaction in reactions
    ]
    return [reaction for reaction in left if reaction["user_ids"]]


def _refuse_too_many(rules: Rules, reactions: list[Reaction]) -> None:
    if len(reactions) > rules.reactions_for_each_message:
        raise TooLarge("This message has as many different reactions as it can hold.", field="emoji")
    if any(len(reaction["user_ids"]) > rules.users_for_each_reaction for reaction in reactions):
        raise TooLarge("This reaction was given as often as it can be.", field="emoji")
