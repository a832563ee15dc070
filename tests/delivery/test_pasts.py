"""The past that is kept for those who come back."""

from collections.abc import Sequence
from dataclasses import replace
from typing import Any

from bson import ObjectId
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from api.delivery.hub import Hub
from api.delivery.pasts import Pasts
from bench import people
from chat import messages, reactions
from chat.context import Core
from chat.events import Channel, Event, RoomSynced, room_channel
from chat.sync import read_recent
from tests.delivery.conftest import NAME, Client
from tests.fixtures.comers import Comer

KNOWN = 2  # messages before the past that is kept

CHANGES = st.lists(
    st.tuples(st.sampled_from(["send", "edit", "react", "delete"]), st.integers(0, 9), st.booleans()),
    max_size=12,
)


class Ear:
    """Hears what happens in a room, but for what is lost on the way, and keeps its past up."""

    def __init__(self, core: Core, room: ObjectId) -> None:
        self.pasts = Pasts(core, room)
        self.is_deaf = False
        self.heard = 0
        core.bus.listen(room_channel(room), self.hear)

    def hear(self, event: Event, _: Sequence[Channel]) -> None:
        if not self.is_deaf:
            self.heard += 1
            self.pasts.hear(event)


@given(CHANGES)
@settings(max_examples=12, deadline=None, suppress_health_check=list(HealthCheck))
async def test_a_past_that_is_kept_up_is_the_one_that_would_be_read_now(
    client: Client, core: Core, hub: Hub, changes: list[tuple[str, int, bool]]
) -> None:
    (profile,) = people.add_people(client[NAME], 1)
    room = people.add_room(client[NAME], "Past", [profile["_id"]]).id
    owner, ear, sent = Comer(core, hub, profile, room), Ear(core, room), KNOWN
    for number in range(KNOWN):
        await owner.say(f"Known {number}")
    await ear.pasts.load(KNOWN)
    for what, which, is_lost in [*changes, ("send", 0, False)]:
        ear.is_deaf, before = is_lost, ear.heard
        sent += await change(owner, room, what, 1 + which % sent)
        if ear.heard > before:
            await is_as_if_read_now(core, room, ear.pasts)
    core.bus.unlisten(room_channel(room), ear.hear)


async def is_as_if_read_now(core: Core, room: ObjectId, pasts: Pasts) -> None:
    now = await read_recent(core, room, [KNOWN])
    for clock in range(KNOWN, now.clock + 1):
        past, read = await pasts.load(clock), now.told_since(clock)
        assert past is not None and read is not None
        assert without_clocks(past.synced) == without_clocks(read)


def without_clocks(synced: RoomSynced) -> RoomSynced:
    """Only what was read tells every clock that a message took."""
    rows: Any = ({**row, "clocks": None} for row in synced.messages)
    return replace(synced, messages=tuple(rows))


async def change(owner: Comer, room: ObjectId, what: str, seq: int) -> int:
    """Let something happen to the room's message of that seq. Gives how many were sent."""
    row = await owner.context.core.database["messages"].find_one({"room_id": room, "seq": seq})
    assert row is not None
    if what == "send":
        await owner.say(str(ObjectId()))
        return 1
    if row["deleted_at"] is None:
        message = str(row["_id"])
        acts = {
            "edit": lambda: messages.edit_message(owner.context, message, str(ObjectId())),
            "react": lambda: reactions.add_reaction(owner.context, message, "👍"),
            "delete": lambda: messages.delete_message(owner.context, message),
        }
        await acts[what]()
    return 0
