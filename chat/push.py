"""Push: which browsers are told of direct messages and mentions while nobody looks at a page."""

import base64
import binascii
from typing import Final

from beanie import PydanticObjectId

from chat.context import Context
from chat.errors import BadInput, Forbidden
from models.push_subscription import PushSubscription

ENDPOINT_CHARACTERS: Final = 1_024
POINT_BYTES: Final = 65  # an uncompressed P-256 point
SECRET_BYTES: Final = 16


async def subscribe(ctx: Context, *, endpoint: str, p256dh: str, auth: str) -> None:
    """Tell the asker's session at this endpoint from now on, instead of wherever it was told before.

    An endpoint is one browser's: it is taken over from whoever was signed in there before.
    """
    service = ctx.core.push.service
    if service is None:
        raise Forbidden("This server sends no push notices.")
    if len(endpoint) > ENDPOINT_CHARACTERS or not service.accepts(endpoint):
        raise BadInput("The endpoint is not that of a known push service.", field="endpoint")
    _require_bytes(p256dh, POINT_BYTES, field="p256dh")
    _require_bytes(auth, SECRET_BYTES, field="auth")
    viewer = ctx.signed_in
    subscription = PushSubscription(
        user_id=PydanticObjectId(viewer.id),
        session_id=PydanticObjectId(viewer.session_id),
        endpoint=endpoint,
        p256dh=p256dh,
        auth=auth,
    )
    stored = ctx.core.database["push_subscriptions"]
    await stored.delete_many({"session_id": viewer.session_id})
    await stored.replace_one(
        {"endpoint": endpoint}, subscription.model_dump(exclude={"id", "revision_id"}), upsert=True
    )
    ctx.core.push.somebody_subscribed()


async def unsubscribe(ctx: Context) -> None:
    """Tell the asker's session nothing any more."""
    await ctx.core.database["push_subscriptions"].delete_many({"session_id": ctx.signed_in.session_id})


def _require_bytes(text: str, count: int, *, field: str) -> None:
    try:
        decoded = base64.urlsafe_b64decode(text + "=" * (-len(text) % 4))
    except (binascii.Error, ValueError):
        decoded = b""
    if len(decoded) != count or (field == "p256dh" and decoded[0] != 4):
        raise BadInput("The key is not as browsers give it.", field=field)
