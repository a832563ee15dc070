"""The words of the documentation pane that many arguments share."""

from enum import Enum
from typing import Annotated, Any, Final, TypeAlias, cast

import strawberry
from strawberry.schema_directive import Location

RoomId: TypeAlias = Annotated[strawberry.ID, strawberry.argument(description="The room.")]
MessageId: TypeAlias = Annotated[strawberry.ID, strawberry.argument(description="The message.")]
UserId: TypeAlias = Annotated[strawberry.ID, strawberry.argument(description="The user.")]
Emoji: TypeAlias = Annotated[str, strawberry.argument(description="A single emoji, up to 32 characters.")]
Seq: TypeAlias = Annotated[
    int, strawberry.argument(description="The seq of the last message that the mark covers.")
]
First: TypeAlias = Annotated[int, strawberry.argument(description="How many at most: 1 to 100.")]
After: TypeAlias = Annotated[
    str | None, strawberry.argument(description="Begin behind the place that this cursor marks.")
]

SearchQuery: TypeAlias = Annotated[
    str,
    strawberry.argument(
        description='Words, parts of words and "exact phrases", with from:, in:, has:file, has:image, '
        "has:link, is:thread, before: and after:, each turned round by a minus in front. All of it must hold."
    ),
]

CURSOR: Final = "Marks a place in the list, for `after` and `before`. Opaque: keep it, do not read it."


def describe_values(kind: type[Enum], **descriptions: str) -> None:
    """Describe each value of an enum of Strawberry whose Python form knows nothing of GraphQL."""
    for value in cast(Any, kind).__strawberry_definition__.values:
        value.description = descriptions[value.name]


@strawberry.schema_directive(
    locations=[Location.FIELD_DEFINITION],
    name="viewer",
    description="The value depends on who asks. A subscription that selects the field costs the server more.",
)
class OfViewer:
    """Marks a field whose value depends on who asks."""
