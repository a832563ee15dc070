"""Rendering: what a renderer makes of an event, and of a past that several feeds have missed."""

from inspect import isawaitable

from api.delivery.feed import Body, Renderer
from chat.events import Event, RoomSynced


async def render(renderer: Renderer, event: Event) -> Body:
    """What to send for the event, once it is there."""
    body = renderer.render(event)
    return await body if isawaitable(body) else body


class Past:
    """What readers of one clock have missed, rendered once for all who tell it in the same way."""

    def __init__(self, synced: RoomSynced) -> None:
        self.synced = synced
        self._bodies: dict[Renderer, Body] = {}

    async def rendered_by(self, renderer: Renderer) -> Body:
        if renderer not in self._bodies:
            self._bodies[renderer] = await render(renderer, self.synced)
        return self._bodies[renderer]
