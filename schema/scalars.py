"""Scalars of the contract."""

from datetime import UTC, datetime
from typing import Final

import strawberry
from graphql import GraphQLError

from chat.receiving import IncomingFile


def written(value: datetime) -> str:
    """The moment, given in UTC, as its text: in half the time that `isoformat` takes."""
    date = (value.year, value.month, value.day, value.hour, value.minute, value.second)
    return "%04d-%02d-%02dT%02d:%02d:%02d.%03dZ" % (*date, value.microsecond // 1000)  # noqa: UP031


def read(value: object) -> datetime:
    """The moment that the text tells. Raises GraphQLError for anything else."""
    try:
        found = datetime.fromisoformat(value) if isinstance(value, str) else None
        if found is not None and found.tzinfo is not None:
            return found.astimezone(UTC)
    except (ValueError, OverflowError):
        pass
    raise GraphQLError("A moment is written like 2026-01-31T12:00:00.000Z.")


def read_file(value: object) -> IncomingFile:
    """The file that came beside the operation. Raises GraphQLError for anything else."""
    if isinstance(value, IncomingFile):
        return value
    raise GraphQLError("A file is sent by a GraphQL multipart request, and here it is null.")


DateTime: Final = strawberry.scalar(
    name="DateTime",
    description="A moment, as RFC 3339 text in UTC with milliseconds: 2026-01-31T12:00:00.000Z.",
    serialize=written,
    parse_value=read,
)

Upload: Final = strawberry.scalar(
    name="Upload",
    description="A file, sent by a GraphQL multipart request with the header `apollo-require-preflight`. "
    "See https://github.com/jaydenseric/graphql-multipart-request-spec; one file in a request.",
    specified_by_url="https://github.com/jaydenseric/graphql-multipart-request-spec",
    parse_value=read_file,
)
