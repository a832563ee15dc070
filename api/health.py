"""Whether the instance is alive, and whether it is ready for work."""

from starlette.requests import Request
from starlette.responses import JSONResponse

from api.draining import Draining
from models.database import Database, is_reachable


class Health:
    """An instance that is going away is alive, but no longer ready."""

    def __init__(self, database: Database, draining: Draining) -> None:
        self._database = database
        self._draining = draining

    async def alive(self, _: Request) -> JSONResponse:
        return JSONResponse({"status": "alive"})

    async def ready(self, _: Request) -> JSONResponse:
        reachable = await is_reachable(self._database)
        ready = reachable and not self._draining.has_begun
        report = {
            "status": "ready" if ready else "not ready",
            "database": reachable,
            "draining": self._draining.has_begun,
        }
        return JSONResponse(report, 200 if ready else 503)
