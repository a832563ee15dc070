"""What is stored, for scripts that work on it: the database that is named, or the one of the data folder."""

from collections.abc import AsyncIterator, Iterator
from contextlib import AsyncExitStack, asynccontextmanager, contextmanager
from pathlib import Path

from api.core import open_core
from api.settings import Settings, exit_on_wrong_setting
from api.storage import open_storage
from chat.context import Core
from models.embedded import EmbeddedDatabase
from scripts import data_folder

ADDRESS = "database.url"  # in the data folder, while a Parley works on it


@asynccontextmanager
async def core_of(settings: Settings) -> AsyncIterator[Core]:
    """The parts of a server, without the server. Raises FolderInUse, DatabaseFailed or PyMongoError."""
    with exit_on_wrong_setting():
        storage = open_storage(settings)
    with database_of(settings) as url:
        async with AsyncExitStack() as stack:
            yield await open_core(settings.model_copy(update={"database_url": url}), storage, stack)


@contextmanager
def database_of(settings: Settings) -> Iterator[str]:
    """The address of the database. The embedded one is started, unless a Parley runs that has done so."""
    if settings.database_url is not None:
        yield settings.database_url
        return
    folder = settings.data_dir.resolve()
    folder.mkdir(parents=True, exist_ok=True)
    try:
        with data_folder.hold(folder) as lock, EmbeddedDatabase(folder, inherit=[lock]) as database:
            yield database.url
    except data_folder.FolderInUse:
        if not (folder / ADDRESS).exists():
            raise
        yield (folder / ADDRESS).read_text().strip()


@contextmanager
def told(folder: Path, url: str) -> Iterator[None]:
    """Tell the other scripts where the database of this folder answers."""
    address = folder / ADDRESS
    address.write_text(f"{url}\n")
    try:
        yield
    finally:
        address.unlink(missing_ok=True)
