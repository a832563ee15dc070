"""Mutations of push: where a browser wants to be told while no page of it is open."""

from typing import Annotated

import strawberry

from chat import push
from schema.context import Info


@strawberry.input(description="What a browser's PushManager gave for `Viewer.pushKey`.")
class PushSubscriptionInput:
    endpoint: str = strawberry.field(description="The URL at its push service.")
    p256dh: str = strawberry.field(description="Its public key, in base64url.")
    auth: str = strawberry.field(description="Its secret, in base64url.")


@strawberry.type
class PushMutations:
    @strawberry.mutation(
        description="Have this session told of direct messages and mentions by push. Replaces what it had."
    )
    async def subscribe_push(
        self,
        info: Info,
        input: Annotated[PushSubscriptionInput, strawberry.argument(description="Where.")],
    ) -> bool:
        await push.subscribe(info.context.chat, endpoint=input.endpoint, p256dh=input.p256dh, auth=input.auth)
        return True

    @strawberry.mutation(description="Tell this session nothing by push any more.")
    async def unsubscribe_push(self, info: Info) -> bool:
        await push.unsubscribe(info.context.chat)
        return True
