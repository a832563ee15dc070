"""What is on at this server, for clients that hide what is off."""

from datetime import timedelta

import strawberry

from chat.context import Rules

WINDOW = "Seconds after sending; null without end, 0 for never."


@strawberry.type(description="How much of anything is taken.")
class ServerLimits:
    content_characters: int = strawberry.field(description="Of a message.")
    attachments: int = strawberry.field(description="Of a message.")
    attachment_bytes: int = strawberry.field(description="Of one file.")
    reactions: int = strawberry.field(description="Different ones on a message.")
    room_name_characters: int = strawberry.field(description="Of a group.")
    topic_characters: int = strawberry.field(description="Of a group.")
    members: int = strawberry.field(description="Of a group.")
    username_min_characters: int = strawberry.field(description="The fewest.")
    username_max_characters: int = strawberry.field(description="The most.")
    password_min_bytes: int = strawberry.field(description="The fewest.")
    password_max_bytes: int = strawberry.field(description="The most.")
    page: int = strawberry.field(description="Entries of a page.")


@strawberry.type(description="What is on at this server.")
class ServerSettings:
    registration: bool = strawberry.field(description="Whether new accounts can be made.")
    reactions: bool = strawberry.field(description="Whether messages take reactions.")
    edit_window: int | None = strawberry.field(description=f"How long a message can be edited. {WINDOW}")
    delete_window: int | None = strawberry.field(description=f"How long a message can be deleted. {WINDOW}")
    limits: ServerLimits = strawberry.field(description="How much of anything is taken.")


def to_settings(rules: Rules) -> ServerSettings:
    return ServerSettings(
        registration=rules.registration_open,
        reactions=rules.reactions,
        edit_window=_seconds(rules.edit_window),
        delete_window=_seconds(rules.delete_window),
        limits=ServerLimits(
            content_characters=rules.content_characters,
            attachments=rules.attachments_for_each_message,
            attachment_bytes=rules.attachment_bytes,
            reactions=rules.reactions_for_each_message,
            room_name_characters=rules.room_name_characters,
            topic_characters=rules.topic_characters,
            members=rules.members_in_a_group,
            username_min_characters=rules.username_characters[0],
            username_max_characters=rules.username_characters[1],
            password_min_bytes=rules.password_bytes[0],
            password_max_bytes=rules.password_bytes[1],
            page=rules.page_size,
        ),
    )


def _seconds(window: timedelta | None) -> int | None:
    return None if window is None else int(window.total_seconds())
