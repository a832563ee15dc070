"""What can go wrong in an operation: each error names a fact and carries a stable code.

Status, acknowledgement and close code belong to the faces.
"""

from enum import StrEnum
from typing import ClassVar


class ErrorCode(StrEnum):
    UNAUTHENTICATED = "UNAUTHENTICATED"
    FORBIDDEN = "FORBIDDEN"
    NOT_FOUND = "NOT_FOUND"
    BAD_INPUT = "BAD_INPUT"
    CONFLICT = "CONFLICT"
    TOO_LARGE = "TOO_LARGE"
    RATE_LIMITED = "RATE_LIMITED"
    UNAVAILABLE = "UNAVAILABLE"
    INTERNAL = "INTERNAL"


class ChatError(Exception):
    """A refused operation. `field` names the argument at fault, `retry_after` is in seconds."""

    code: ClassVar[ErrorCode]

    def __init__(self, message: str, *, field: str | None = None, retry_after: float | None = None) -> None:
        super().__init__(message)
        self.message = message
        self.field = field
        self.retry_after = retry_after


class Unauthenticated(ChatError):
    code = ErrorCode.UNAUTHENTICATED


class Forbidden(ChatError):
    code = ErrorCode.FORBIDDEN


class NotFound(ChatError):
    """Absent, or not for the asker's eyes: the two are told alike."""

    code = ErrorCode.NOT_FOUND


class BadInput(ChatError):
    code = ErrorCode.BAD_INPUT


class Conflict(ChatError):
    code = ErrorCode.CONFLICT


class TooLarge(ChatError):
    code = ErrorCode.TOO_LARGE


class RateLimited(ChatError):
    code = ErrorCode.RATE_LIMITED


class Unavailable(ChatError):
    """The database did not answer in time. What was asked may or may not have happened: ask again."""

    code = ErrorCode.UNAVAILABLE


class Internal(ChatError):
    """A mistake of the server, in the log under this id."""

    code = ErrorCode.INTERNAL

    def __init__(self, error_id: str) -> None:
        super().__init__(f"Something went wrong here. It is noted as {error_id}.")


class SignInNeeded(Unauthenticated):
    def __init__(self) -> None:
        super().__init__("Sign in first.")


class WrongCredentials(Unauthenticated):
    def __init__(self) -> None:
        super().__init__("The username or the password is wrong.")


class SessionOver(Unauthenticated):
    def __init__(self) -> None:
        super().__init__("This session is over. Sign in again.")


class RoomNotFound(NotFound):
    def __init__(self) -> None:
        super().__init__("There is no such room.", field="roomId")


class MessageNotFound(NotFound):
    def __init__(self) -> None:
        super().__init__("There is no such message.")


class UserNotFound(NotFound):
    def __init__(self) -> None:
        super().__init__("There is no such user.")


class NotAllowed(Forbidden):
    def __init__(self) -> None:
        super().__init__("Your role in this room does not allow that.")


class Blocked(Forbidden):
    def __init__(self) -> None:
        super().__init__("One of you two has blocked the other.")


class InviteNotFound(NotFound):
    """Unknown, expired, used up and revoked are told alike."""

    def __init__(self) -> None:
        super().__init__("This invite is not good, or no longer.")


class LastOwner(Conflict):
    def __init__(self) -> None:
        super().__init__("The last owner cannot go while others stay. Make someone else an owner first.")


class ClientIdTaken(Conflict):
    def __init__(self) -> None:
        super().__init__("Another message was already sent under this client id.", field="clientId")


class UploadNotFound(NotFound):
    """Absent, someone else's, for another room, or removed."""

    def __init__(self, field: str | None = None) -> None:
        super().__init__("There is no such upload.", field=field)


class FileNotFound(NotFound):
    def __init__(self) -> None:
        super().__init__("There is no such file.")


class UploadTaken(Conflict):
    def __init__(self, field: str | None = None) -> None:
        super().__init__("This upload is used already.", field=field)


class StorageAway(Unavailable):
    def __init__(self) -> None:
        super().__init__("The server cannot keep or read files right now. Try again.", retry_after=1.0)


class StorageFull(Unavailable):
    def __init__(self) -> None:
        super().__init__("The server has no room left for files.", retry_after=60.0)


class DatabaseAway(Unavailable):
    def __init__(self) -> None:
        super().__init__("The server cannot store or read anything right now. Try again.", retry_after=1.0)
