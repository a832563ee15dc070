"""What depends on who asks: it is marked, and the page's own subscription has nothing of it."""

import pytest
from graphql import GraphQLSchema, get_operation_ast, parse, validate

import schema.schema
from api.delivery.shared_subscriptions import SharedSubscription, SharedSubscriptions, viewer_fields
from chat.events import Event
from schema.compiled_document import CompiledDocument
from schema.context import GraphQLContext
from schema.documents import Documents
from tests.fixtures.page import page_document


@pytest.fixture(scope="module")
def served() -> GraphQLSchema:
    return schema.schema.build_schema(Documents(introspection=True))._schema


def no_context(_: Event) -> GraphQLContext:
    raise AssertionError("Nothing is executed here.")


def subscribe(subscriptions: SharedSubscriptions, text: str) -> SharedSubscription:
    compiled = CompiledDocument(parse(text))
    operation = get_operation_ast(compiled.document)
    assert operation is not None
    contexts = {"for_everyone": no_context, "for_viewer": no_context}
    return subscriptions.renderer(text, compiled, operation, {"since": []}, **contexts)


def test_what_depends_on_the_viewer_is_marked(served: GraphQLSchema) -> None:
    assert {
        ("Room", "viewerMember"),
        ("Room", "unreadCount"),
        ("Room", "mentionCount"),
        ("User", "presence"),
        ("User", "lastSeen"),
    } <= viewer_fields(served)


def test_the_page_listens_in_words_that_are_executed_once_for_everybody(served: GraphQLSchema) -> None:
    subscriptions, text = SharedSubscriptions(served, viewer_fields(served)), page_document("Events")
    assert validate(served, parse(text)) == []
    one = subscribe(subscriptions, text)
    assert subscribe(subscriptions, text) is one
    telling = text.replace("avatarUrl", "avatarUrl presence", 1)
    assert subscribe(subscriptions, telling) is not subscribe(subscriptions, telling)
