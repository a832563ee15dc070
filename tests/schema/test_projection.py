"""Projection: the same answers as the executor's, for what it knows and for what it does not."""

from datetime import UTC, datetime
from types import SimpleNamespace
from typing import Any

import pytest
import strawberry
from bson import ObjectId
from strawberry.schema.config import StrawberryConfig

from models.message import MessageRow
from schema.execution import Execution
from schema.messages import Message, to_message
from schema.pagination import Connection, connection, seq_cursor
from schema.scalars import DateTime

SENDER = ObjectId()
PROFILE = {"_id": SENDER, "username": "ada", "display_name": "Ada", "avatar": None, "last_seen": None}


def row(seq: int, **changes: Any) -> MessageRow:
    values: dict[str, Any] = {
        "_id": ObjectId(),
        "room_id": ObjectId(),
        "seq": seq,
        "clock": seq,
        "sender_id": SENDER,
        "client_id": f"client-{seq}",
        "content": f"Message {seq}",
        "attachments": [],
        "reactions": [{"emoji": "👍", "user_ids": [SENDER]}] if seq % 2 else [],
        "mentions": [SENDER] if seq % 2 else [],
        "created_at": datetime(2026, 1, seq, 12, tzinfo=UTC),
        "edited_at": datetime(2026, 2, seq, tzinfo=UTC) if seq % 3 == 0 else None,
        "deleted_at": None,
    }
    return values | changes  # type: ignore[return-value]


ROWS = [row(seq) for seq in range(1, 10)]


@strawberry.type
class Query:
    @strawberry.field
    def page(self) -> Connection[Message]:
        nodes = [to_message(found) for found in ROWS]
        cursors = [seq_cursor(found["seq"]) for found in ROWS]
        return connection(nodes, cursors, has_next=False, has_previous=True)

    @strawberry.field
    def broken(self) -> Connection[Message]:
        nodes = [to_message(row(1)), to_message(row(2, content=None))]
        return connection(nodes, ["s1", "s2"], has_next=False, has_previous=False)


def schema(execution: type[Execution] | None) -> strawberry.Schema:
    config = StrawberryConfig(scalar_map={datetime: DateTime})
    return strawberry.Schema(Query, config=config, execution_context_class=execution)


PROJECTING, PLAINLY = schema(Execution), schema(None)


async def answer(using: strawberry.Schema, query: str, variables: dict[str, Any]) -> tuple[Any, Any]:
    context = SimpleNamespace(known_profiles={SENDER: PROFILE})
    result = await using.execute(query, variable_values=variables, context_value=context)
    return result.data, [error.formatted for error in result.errors or []]


@pytest.mark.parametrize(
    "selection",
    [
        "page { edges { cursor node { id seq clock clientId content createdAt editedAt deletedAt } } }",
        "page { nodes { __typename id sender { id username displayName avatarUrl lastSeen } } }",
        "page { nodes { reactions { emoji count userIds } attachments { id } } pageInfo { endCursor } }",
        "page { again: nodes { mine: content other: content } nodes { seq } }",
        "page { nodes { ...Parts ... on Node { id } } } } fragment Parts on Message { content sender { id }",
        "page { nodes { content @skip(if: $yes) seq @include(if: $yes) } }",
        "page { nodes { seq mentions { id username } mentionsAll } }",
        "page { nodes { seq replyCount @skip(if: $yes) } }",
        "broken { nodes { seq content } }",
    ],
)
async def test_a_projected_answer_equals_an_executed_one(selection: str) -> None:
    query = f"query($yes: Boolean! = true) {{ {selection} }}"
    if "$yes)" not in selection:
        query = f"{{ {selection} }}"
    projected = await answer(PROJECTING, query, {})
    assert projected == await answer(PLAINLY, query, {})
    assert projected[0] or projected[1]


async def test_what_is_missing_is_told_at_its_place() -> None:
    _, errors = await answer(PROJECTING, "{ broken { nodes { content } } }", {})
    assert [error["path"] for error in errors] == [["broken", "nodes", 1, "content"]]
