"""Whether the instance is alive, and whether it is ready for work."""

from starlette.requests import Request
from starlette.responses import JSONResponse

from models.database import Database, is_reachable


class Health:
    """`draining` is set when the instance is about to stop: it is alive, but no longer ready."""

    def __init__(self, database: Database) -> None:
        self._database = database
        self.draining = False

    async def alive(self, _: Request) -> JSONResponse:
        return JSONResponse({"status": "alive"})

    async def ready(self, _: Request) -> JSONResponse:
        reachable = await is_reachable(self._database)
        ready = reachable and not self.draining
        report = {
            "status": "ready" if ready else "not ready",
            "database": reachable,
            "draining": self.draining,
        }
        return JSONResponse(report, 200 if ready else 503)
