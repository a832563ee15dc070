"""The schema: the contract that clients are written against."""

from collections.abc import Mapping
from datetime import datetime
from inspect import isawaitable
from typing import Any

import strawberry
from graphql import ExecutionResult
from strawberry.schema.config import StrawberryConfig

import chat.errors
from chat.receiving import IncomingFile
from schema.account_mutations import AccountMutations
from schema.context import GraphQLContext
from schema.describing import describe_values
from schema.documents import Documents
from schema.events import Subscription
from schema.execution import execute
from schema.message_mutations import MessageMutations
from schema.moderation_mutations import ModerationMutations
from schema.push_mutations import PushMutations
from schema.queries import Query
from schema.room_mutations import RoomMutations
from schema.scalars import DateTime, Upload
from schema.threads import ThreadMutations
from schema.upload_mutations import UploadMutations

ErrorCode = strawberry.enum(
    chat.errors.ErrorCode,
    name="ErrorCode",
    description="What went wrong: the `code` in the extensions of an error.",
)


describe_values(
    chat.errors.ErrorCode,
    UNAUTHENTICATED="Sign in first, or again.",
    FORBIDDEN="Not for this user, or not on this server.",
    NOT_FOUND="It does not exist, or it is not for this user to see.",
    BAD_INPUT="The request or a value in it is not as it must be; `field` names the value.",
    CONFLICT="It is taken, or it is in the way of something else.",
    TOO_LARGE="There is more of it than is taken.",
    RATE_LIMITED="Too many at once: ask again after `retryAfter` seconds.",
    UNAVAILABLE="The server cannot do it right now, or cannot tell whether it did: ask again.",
    INTERNAL="A mistake of the server, noted under the id in the message.",
)


@strawberry.type(description="What can be done.")
class Mutation(
    AccountMutations,
    RoomMutations,
    MessageMutations,
    ThreadMutations,
    UploadMutations,
    PushMutations,
    ModerationMutations,
):
    pass


class ParleySchema(strawberry.Schema):
    """The schema, and the documents that were sent lately.

    Errors are presented and logged where the answer is made, not here.
    """

    documents: Documents

    async def run(
        self,
        text: str,
        *,
        context: GraphQLContext,
        variables: Mapping[str, Any] | None = None,
        operation_name: str | None = None,
    ) -> ExecutionResult:
        """The result of a query or mutation: Strawberry's `execute`, for documents that are prepared once."""
        prepared = self.documents.prepare(self._schema, text)
        refusal = prepared.refusal(operation_name)
        if prepared.compiled is None or refusal:
            return ExecutionResult(None, list(refusal))
        found = execute(
            self._schema,
            prepared.compiled,
            context=context,
            variables=dict(variables or {}),
            operation_name=operation_name,
        )
        result = await found if isawaitable(found) else found
        if result.errors:
            result.errors = [self.documents.without_suggestion(error) for error in result.errors]
        return result


def build_schema(documents: Documents) -> ParleySchema:
    """The schema over these documents."""
    schema = ParleySchema(
        query=Query,
        mutation=Mutation,
        subscription=Subscription,
        config=StrawberryConfig(scalar_map={datetime: DateTime, IncomingFile: Upload}),
        types=[ErrorCode],
    )
    schema.documents = documents
    return schema
