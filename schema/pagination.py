"""Pages: connections, their cursors and the arguments that ask for them."""

import base64
import binascii
import struct
from collections.abc import Mapping, Sequence
from datetime import UTC, datetime
from typing import Final, Generic, TypeVar

import strawberry
from bson import ObjectId

from chat.errors import BadInput
from models.base import parse_id
from schema.describing import CURSOR

PLACE: Final = struct.Struct(">12sI")  # a room and a seq
TIME_DIGITS: Final = 14  # of Unix time in milliseconds, up to the year 5138

T = TypeVar("T")


@strawberry.type(description="Where a page begins and ends, and whether there is more on either side.")
class PageInfo:
    has_next_page: bool = strawberry.field(description="Whether there is more behind the page.")
    has_previous_page: bool = strawberry.field(description="Whether there is more before the page.")
    start_cursor: str | None = strawberry.field(description="The cursor of the first edge.")
    end_cursor: str | None = strawberry.field(description="The cursor of the last edge.")


@strawberry.type(description="One entry of a page.")
class Edge(Generic[T]):
    cursor: str = strawberry.field(description=CURSOR)
    node: T = strawberry.field(description="What stands at that place.")


@strawberry.type(description="A page of a list.")
class Connection(Generic[T]):
    edges: list[Edge[T]] = strawberry.field(description="The entries with their cursors.")
    nodes: list[T] = strawberry.field(description="The entries alone.")
    page_info: PageInfo = strawberry.field(description="Where the page lies in the list.")


def connection(
    nodes: Sequence[T], cursors: Sequence[str], *, has_next: bool, has_previous: bool
) -> Connection[T]:
    """A page of these nodes, each at its cursor."""
    info = PageInfo(
        has_next_page=has_next,
        has_previous_page=has_previous,
        start_cursor=cursors[0] if cursors else None,
        end_cursor=cursors[-1] if cursors else None,
    )
    edges = [Edge(cursor=cursor, node=node) for cursor, node in zip(cursors, nodes, strict=True)]
    return Connection(edges=edges, nodes=list(nodes), page_info=info)


def seq_cursor(seq: int) -> str:
    return f"s{seq}"


def read_seq_cursor(cursor: str, field: str) -> int:
    """The seq that the cursor marks. Raises BadInput for a cursor that is none of ours."""
    digits = cursor[1:]
    if cursor[:1] != "s" or not digits.isdecimal() or not digits.isascii() or len(digits) > len(str(2**53)):
        raise BadInput("This is not a cursor.", field=field)
    return int(digits)


def place_cursor(*place: str) -> str:
    """A cursor of several parts, such as a name and the id that tells equal names apart."""
    return base64.urlsafe_b64encode("\x00".join(place).encode()).decode()


def read_place_cursor(cursor: str | None) -> tuple[str, ObjectId] | None:
    """The two parts of a cursor, the second an id. Raises BadInput for a cursor that is none of ours."""
    if cursor is None:
        return None
    try:
        name, _, id_text = base64.b64decode(cursor, altchars=b"-_", validate=True).decode().rpartition("\x00")
    except (binascii.Error, ValueError):
        name, id_text = "", ""
    found = parse_id(id_text)
    if found is None:
        raise BadInput("This is not a cursor.", field="after")
    return name, found


def read_time_cursor(cursor: str | None) -> tuple[datetime, ObjectId] | None:
    """Like `read_place_cursor`, with a time in milliseconds as the first part."""
    place = read_place_cursor(cursor)
    if place is None:
        return None
    if not place[0].isascii() or not place[0].isdecimal() or len(place[0]) > TIME_DIGITS:
        raise BadInput("This is not a cursor.", field="after")
    milliseconds = int(place[0])
    moment = datetime.fromtimestamp(milliseconds // 1000, UTC).replace(microsecond=milliseconds % 1000 * 1000)
    return moment, place[1]


def time_cursor(moment: datetime, node_id: ObjectId) -> str:
    milliseconds = int(moment.timestamp()) * 1000 + moment.microsecond // 1000
    return place_cursor(str(milliseconds), str(node_id))


def places_cursor(places: Mapping[ObjectId, int]) -> str:
    """A cursor in a list that goes through several rooms: a seq in each."""
    packed = b"".join(PLACE.pack(room_id.binary, seq) for room_id, seq in places.items())
    return base64.urlsafe_b64encode(packed).decode()


def read_places_cursor(cursor: str | None) -> dict[ObjectId, int]:
    """The seq in each room that the cursor marks. Raises BadInput for a cursor that is none of ours."""
    try:
        packed = base64.b64decode(cursor or "", altchars=b"-_", validate=True)
        return {ObjectId(room_id): seq for room_id, seq in PLACE.iter_unpack(packed)}
    except (binascii.Error, ValueError, struct.error):
        raise BadInput("This is not a cursor.", field="after") from None
