"""The built client: its page at every address of the client, its files, and GraphiQL."""

from pathlib import Path
from typing import Final

from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import FileResponse, PlainTextResponse, Response

CLIENT: Final = Path(__file__).parent.parent / "client" / "dist"
NOT_BUILT: Final = "The client is not built. ./scripts/serve builds it.\n"
FOR_EVER: Final = "public, max-age=31536000, immutable"
POLICY: Final = (
    "default-src 'self'; script-src 'self'; style-src 'self' 'unsafe-inline'; "
    "img-src 'self' data: blob:{files}; media-src 'self' blob:{files}; font-src 'self' data:; "
    "connect-src 'self' ws: wss:{files}; worker-src 'self' blob:; object-src 'none'; base-uri 'none'; "
    "form-action 'self'; frame-ancestors 'none'"
)
HEADERS: Final = {
    "Content-Security-Policy": POLICY.format(files=""),
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "no-referrer",
    "Cache-Control": "no-cache",
}


class Pages:
    """Files of the folder only: a path that leads out of it is not found."""

    def __init__(self, folder: Path = CLIENT) -> None:
        self._folder = folder.resolve()
        self.load_files_from(None)

    def load_files_from(self, origin: str | None) -> None:
        """Let the pages show files of this origin and send files there, besides their own."""
        policy = POLICY.format(files=f" {origin}" if origin else "")
        self._headers = {**HEADERS, "Content-Security-Policy": policy}

    def graphiql(self) -> Response:
        return self._page("graphiql.html")

    async def serve(self, request: Request) -> Response:
        """A file of the client, or its page: the client itself knows its addresses."""
        path = request.path_params["path"]
        file = (self._folder / path).resolve()
        if path and file.is_file() and file.is_relative_to(self._folder):
            caching = FOR_EVER if path.startswith("assets/") else "no-cache"
            return FileResponse(file, headers={**self._headers, "Cache-Control": caching})
        if "." in path.rpartition("/")[2]:
            raise HTTPException(404)
        return self._page("index.html")

    def _page(self, name: str) -> Response:
        file = self._folder / name
        if not file.is_file():
            return PlainTextResponse(NOT_BUILT, 503)
        return FileResponse(file, headers=self._headers)
