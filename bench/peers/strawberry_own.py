"""Strawberry's own subscription handler on Starlette and uvicorn: strawberry_own.py PORT

Its packages are in an environment of their own.
"""
# mypy: ignore-errors

import asyncio
from collections import defaultdict
from collections.abc import AsyncGenerator
from typing import Annotated, Any

import strawberry
from message import message_sent, serve
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import JSONResponse
from starlette.routing import Route, WebSocketRoute
from strawberry.asgi import GraphQL

queues: dict[str, set[asyncio.Queue["MessageSent"]]] = defaultdict(set)


@strawberry.type
class User:
    id: strawberry.ID
    username: str
    display_name: str


@strawberry.type
class Message:
    id: strawberry.ID
    seq: int
    clock: int
    content: str
    created_at: str
    sender: User


@strawberry.type
class MessageSent:
    room_id: strawberry.ID
    message: Message


@strawberry.type
class MemberLeft:
    room_id: strawberry.ID
    user_id: strawberry.ID


Event = Annotated[MessageSent | MemberLeft, strawberry.union("Event")]


@strawberry.type
class Query:
    ok: bool = True


@strawberry.type
class Subscription:
    @strawberry.subscription
    async def room_events(self, room_id: strawberry.ID) -> AsyncGenerator[Event, None]:
        queue: asyncio.Queue[MessageSent] = asyncio.Queue()
        queues[room_id].add(queue)
        try:
            while True:
                yield await queue.get()
        finally:
            queues[room_id].discard(queue)


def typed(event: dict[str, Any]) -> MessageSent:
    told = event["message"]
    sender = User(
        id=strawberry.ID(told["sender"]["id"]),
        username=told["sender"]["username"],
        display_name=told["sender"]["displayName"],
    )
    message = Message(
        id=strawberry.ID(told["id"]),
        seq=told["seq"],
        clock=told["clock"],
        content=told["content"],
        created_at=told["createdAt"],
        sender=sender,
    )
    return MessageSent(room_id=strawberry.ID(event["roomId"]), message=message)


async def send(request: Request) -> JSONResponse:
    asked: dict[str, Any] = await request.json()
    event = typed(message_sent(asked["room"], asked["content"]))
    for queue in queues[asked["room"]]:
        queue.put_nowait(event)
    return JSONResponse({})


if __name__ == "__main__":
    schema = strawberry.Schema(Query, subscription=Subscription, types=[MessageSent, MemberLeft])
    graphql = GraphQL[None, None](schema)
    routes = [Route("/send", send, methods=["POST"]), WebSocketRoute("/graphql", graphql)]
    serve(Starlette(routes=routes))
