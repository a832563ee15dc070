"""Errors as the faces of this floor tell them: one shape, one status for each code, nothing from inside."""

from typing import Final

import structlog
from bson import ObjectId
from pydantic import with_config
from pymongo.errors import PyMongoError
from typing_extensions import TypedDict

from chat.errors import ChatError, DatabaseAway, ErrorCode, Internal

log = structlog.get_logger()

STATUS: Final[dict[ErrorCode, int]] = {
    ErrorCode.BAD_INPUT: 400,
    ErrorCode.UNAUTHENTICATED: 401,
    ErrorCode.FORBIDDEN: 403,
    ErrorCode.NOT_FOUND: 404,
    ErrorCode.CONFLICT: 409,
    ErrorCode.TOO_LARGE: 413,
    ErrorCode.RATE_LIMITED: 429,
    ErrorCode.INTERNAL: 500,
    ErrorCode.UNAVAILABLE: 503,
}
"""The HTTP status of each code."""


@with_config(use_attribute_docstrings=True)
class ErrorShape(TypedDict):
    """What went wrong."""

    code: ErrorCode
    message: str
    """For people. It may change; the code does not."""
    field: str | None
    """The argument at fault."""
    retryAfter: float | None
    """Seconds to wait before asking again."""


def error_shape(error: ChatError) -> ErrorShape:
    return {
        "code": error.code,
        "message": error.message,
        "field": error.field,
        "retryAfter": error.retry_after,
    }


def as_told(error: Exception, where: str) -> ChatError:
    """The error as a client may know it: an unforeseen one is logged under an id, and only the id is told.

    `where` names the face and the operation in the log.
    """
    if isinstance(error, ChatError):
        return error
    if isinstance(error, PyMongoError):
        log.warning("api.database_away", where=where, reason=type(error).__name__)
        return DatabaseAway()
    error_id = str(ObjectId())
    log.error("api.internal_error", where=where, error_id=error_id, exc_info=error)
    return Internal(error_id)
