"""Rendering: what a renderer makes of an event, and of a past that several feeds have missed."""

import asyncio
from inspect import isawaitable

from api.delivery.feed import Body, Feed, Renderer
from chat.events import Event, RoomSynced, Watermark
from chat.sharing import synced_for


async def render(renderer: Renderer, event: Event) -> Body:
    """What to send for the event, once it is there."""
    body = renderer.render(event)
    return await body if isawaitable(body) else body


class Past:
    """What readers of one clock have missed, rendered once for all who tell it in the same way."""

    def __init__(self, synced: RoomSynced) -> None:
        self.synced = synced
        self._marks = {mark.user_id: mark for mark in synced.receipts}
        self._bodies: dict[Renderer, asyncio.Task[Body]] = {}

    async def rendered_for(self, feed: Feed, own: Watermark | None) -> tuple[RoomSynced, Body]:
        """What the feed missed. One that is told other marks than everyone has it rendered for itself."""
        known = self._marks.get(feed.user_id)
        synced = synced_for(self.synced, known, own, shares=bool(feed.hears_reading))
        if synced is not self.synced:
            return synced, await render(feed.renderer, synced)
        return synced, await self._rendered_by(feed.renderer)

    async def _rendered_by(self, renderer: Renderer) -> Body:
        """Rendering may read who the senders are: who comes meanwhile waits for it and does not repeat it."""
        rendering = self._bodies.get(renderer)
        if rendering is None:
            rendering = self._bodies[renderer] = asyncio.create_task(render(renderer, self.synced))
        return await asyncio.shield(rendering)
