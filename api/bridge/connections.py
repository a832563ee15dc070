"""Who is connected: the ids that Socket.IO and Engine.IO give to the same client.

python-socketio's own manager keeps a room for each client and, when one goes, looks through the rooms of all
others. Parley's rooms are topics of the hub, so the ids are all that is kept here.
"""

from collections.abc import Iterable
from typing import Any

from socketio.async_manager import AsyncManager


class Connections(AsyncManager):
    """The clients of the main namespace, which is the only one."""

    def __init__(self) -> None:
        super().__init__()
        self._session_of: dict[str, str] = {}
        self._engine_of: dict[str, str] = {}
        self._connected: set[str] = set()

    async def pre_connect(self, eio_sid: str, namespace: str) -> str | None:
        """The id of a client that is about to connect; None for one that has."""
        if eio_sid in self._session_of:
            return None
        sid: str = self.server.eio.generate_id()
        self._session_of[eio_sid] = sid
        self._engine_of[sid] = eio_sid
        return sid

    async def connect(self, sid: str, namespace: str) -> str:
        self._connected.add(sid)
        return sid

    def pre_disconnect(self, sid: str, namespace: str) -> str | None:
        self._connected.discard(sid)
        return self._engine_of.get(sid)

    async def disconnect(self, sid: str, namespace: str, **_: Any) -> None:
        self._connected.discard(sid)
        self._session_of.pop(self._engine_of.pop(sid, ""), None)

    def is_connected(self, sid: str | None, namespace: str) -> bool:
        return sid in self._connected

    def sid_from_eio_sid(self, eio_sid: str, namespace: str) -> str | None:
        return self._session_of.get(eio_sid)

    def eio_sid_from_sid(self, sid: str, namespace: str) -> str | None:
        return self._engine_of.get(sid)

    def get_namespaces(self) -> Iterable[str]:
        return ["/"]
