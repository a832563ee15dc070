"""The schema: the contract that clients are written against."""

from datetime import datetime

import strawberry
from graphql import GraphQLError
from strawberry.schema.config import StrawberryConfig
from strawberry.types import ExecutionContext

import chat.errors
from schema.account_mutations import AccountMutations
from schema.documents import Documents, PreparedDocuments
from schema.events import Subscription
from schema.execution import Execution
from schema.message_mutations import MessageMutations
from schema.queries import Query
from schema.room_mutations import RoomMutations
from schema.scalars import DateTime

ErrorCode = strawberry.enum(
    chat.errors.ErrorCode,
    name="ErrorCode",
    description="What went wrong: the `code` in the extensions of an error.",
)


@strawberry.type(description="What can be done.")
class Mutation(AccountMutations, RoomMutations, MessageMutations):
    pass


class ParleySchema(strawberry.Schema):
    """Errors are presented and logged where the answer is made, not here."""

    def process_errors(
        self, errors: list[GraphQLError], execution_context: ExecutionContext | None = None
    ) -> None:
        return


def build_schema(documents: Documents) -> ParleySchema:
    """The schema over these documents."""
    return ParleySchema(
        query=Query,
        mutation=Mutation,
        subscription=Subscription,
        config=StrawberryConfig(scalar_map={datetime: DateTime}),
        execution_context_class=Execution,
        extensions=[lambda: PreparedDocuments(documents)],
        types=[ErrorCode],
    )
