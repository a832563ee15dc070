"""Errors as a client sees them: every one with a code, and none that tells what is inside."""

import structlog
from bson import ObjectId
from graphql import GraphQLError
from pymongo.errors import PyMongoError

from chat.errors import ChatError, DatabaseAway, ErrorCode

log = structlog.get_logger()


def present(error: GraphQLError) -> GraphQLError:
    """The error with {code, field, retryAfter} in its extensions; an internal one masked, under an id."""
    cause = error.original_error
    while isinstance(cause, GraphQLError):
        cause = cause.original_error
    if isinstance(cause, PyMongoError):
        log.warning("graphql.database_away", reason=type(cause).__name__, path=error.path)
        cause = DatabaseAway()
    if isinstance(cause, ChatError):
        return _located(error, cause.message, cause.code, cause.field, cause.retry_after)
    if cause is None or (isinstance(cause, ValueError) and not error.path):  # a value that is no value
        return _located(error, error.message, ErrorCode.BAD_INPUT)
    error_id = str(ObjectId())
    log.error("graphql.internal_error", error_id=error_id, path=error.path, exc_info=cause)
    return _located(error, f"Something went wrong here. It is noted as {error_id}.", ErrorCode.INTERNAL)


def _located(
    error: GraphQLError,
    message: str,
    code: ErrorCode,
    field: str | None = None,
    retry_after: float | None = None,
) -> GraphQLError:
    extensions = {"code": code.value, "field": field, "retryAfter": retry_after}
    return GraphQLError(
        message,
        nodes=error.nodes,
        source=error.source,
        positions=error.positions,
        path=error.path,
        extensions=extensions,
    )
