"""Execution: what runs for every message leaves nothing to the garbage collector."""

import gc
import weakref
from types import SimpleNamespace
from typing import Any, cast

from bson import ObjectId
from graphql import ExecutionResult

from chat.context import Context
from chat.events import MessageSent
from models.user import Profile
from schema.context import GraphQLContext
from schema.documents import Documents
from schema.events import to_event
from schema.execution import execute
from schema.schema import build_schema
from tests.schema.test_projection import PROFILE, row

EVENT = "subscription { events { ... on MessageSent { message { id content sender { username } } } } }"


async def test_an_event_s_execution_is_gone_when_its_result_is_there() -> None:
    documents = Documents(introspection=True)
    schema = build_schema(documents)._schema
    compiled = documents.prepare(schema, EVENT).compiled
    assert compiled is not None
    profile = cast(Profile, PROFILE)
    nobody = cast(Context, SimpleNamespace(viewer=None))
    context = GraphQLContext(nobody, known_profiles=[profile])
    held = weakref.ref(context)
    event = to_event(MessageSent(ObjectId(), row(1), profile))
    gc.disable()
    try:
        result: Any = execute(
            schema, compiled, root=event, context=context, variables={}, operation_name=None
        )
        del context
        assert isinstance(result, ExecutionResult)
        assert result.data is not None
        assert result.data["events"]["message"]["sender"] == {"username": "ada"}
        assert held() is None
    finally:
        gc.enable()
