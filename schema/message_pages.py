"""A page of a room's messages, by whichever arguments it was asked for."""

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from chat import messages, pages
from chat.errors import BadInput
from chat.pages import MessagePage
from schema.context import Info
from schema.pagination import read_seq_cursor

if TYPE_CHECKING:
    from schema.rooms import Room

PAGE_DEFAULT: Final = 50


@dataclass(frozen=True, slots=True)
class PageArguments:
    """How a page of messages was asked for."""

    first: int | None
    after: str | None
    last: int | None
    before: str | None
    around: str | None

    @property
    def goes_forward(self) -> bool:
        return self.first is not None or self.after is not None

    @property
    def goes_backward(self) -> bool:
        return self.last is not None or self.before is not None


async def message_page(info: Info, room: "Room", asked: PageArguments) -> MessagePage:
    """Raises BadInput unless one of first/after, last/before and around is asked for, or none."""
    if asked.goes_forward + asked.goes_backward + (asked.around is not None) > 1:
        raise BadInput("Ask by one of first/after, last/before and around.", field="first")
    chat, room_id = info.context.chat, room.room_id
    if asked.goes_forward:
        seq = read_seq_cursor(asked.after, "after") if asked.after is not None else 0
        size = info.context.page_size(PAGE_DEFAULT if asked.first is None else asked.first)
        return await pages.page_after(chat, room_id, seq, size)
    last_seq = (await room.load_head(info)).head.seq
    if asked.around is not None:
        seq = await messages.seq_of(chat, room_id, asked.around)
        return await pages.page_around(chat, room_id, seq, PAGE_DEFAULT, last_seq)
    size = info.context.page_size(PAGE_DEFAULT if asked.last is None else asked.last, "last")
    seq = read_seq_cursor(asked.before, "before") if asked.before is not None else last_seq + 1
    return await pages.page_before(chat, room_id, seq, size, last_seq)
