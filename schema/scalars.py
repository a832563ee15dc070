"""Scalars of the contract."""

from datetime import UTC, datetime
from typing import Final

import strawberry


def written(value: datetime) -> str:
    """The moment as its text. The database gives it in UTC."""
    return value.isoformat(timespec="milliseconds")[:23] + "Z"


def read(value: object) -> datetime:
    """The moment that the text tells. Raises ValueError for anything else."""
    found = datetime.fromisoformat(value) if isinstance(value, str) else None
    if found is None or found.tzinfo is None:
        raise ValueError("A moment is written like 2026-01-31T12:00:00.000Z.")
    return found.astimezone(UTC)


DateTime: Final = strawberry.scalar(
    name="DateTime",
    description="A moment, as RFC 3339 text in UTC with milliseconds: 2026-01-31T12:00:00.000Z.",
    serialize=written,
    parse_value=read,
)
