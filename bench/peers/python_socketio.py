"""python-socketio on uvicorn: python_socketio.py PORT

Its packages are in an environment of their own.
"""
# mypy: ignore-errors

from typing import Any

import socketio
from message import message_sent, serve
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import JSONResponse
from starlette.routing import Route

sio = socketio.AsyncServer(async_mode="asgi", transports=["websocket"], http_compression=False)


@sio.event
async def join(sid: str, rooms: list[str]) -> None:
    for room in rooms:
        await sio.enter_room(sid, room)
    await sio.emit("joined", to=sid)


async def send(request: Request) -> JSONResponse:
    asked: dict[str, Any] = await request.json()
    await sio.emit("message", message_sent(asked["room"], asked["content"]), room=asked["room"])
    return JSONResponse({})


if __name__ == "__main__":
    serve(socketio.ASGIApp(sio, Starlette(routes=[Route("/send", send, methods=["POST"])])))
