"""Serve Parley: the client, the web processes and, where none is named, their database and their Redis."""

import argparse
import os
import signal
import sys
import time
from collections.abc import Callable
from contextlib import ExitStack
from types import FrameType
from typing import Any

from pymongo import MongoClient
from pymongo.errors import PyMongoError

from api.settings import Settings, settings_or_exit
from models.embedded import DatabaseFailed, EmbeddedDatabase
from scripts import client, data_folder, local_redis, stored, workers
from scripts.output import bear_that_nobody_reads

DATABASE_SECONDS = 5  # to find the database that was named
LOOK_SECONDS = 0.2  # how often the children are looked at


class PartMissing(Exception):
    """Something that everything else needs is not there, or no longer. The text says what."""


FAILURES = (
    client.ClientFailed,
    data_folder.FolderInUse,
    DatabaseFailed,
    local_redis.RedisFailed,
    workers.WorkersFailed,
    PartMissing,
    OSError,  # of the data folder
)


def main() -> int:
    """Serve until a signal ends it. Returns 0 after a signal, 1 after a failure, 2 for a wrong setting."""
    bear_that_nobody_reads()
    options = _options()
    settings = settings_or_exit()
    _end_on_signals()
    try:
        if options.build:
            client.build()
        with ExitStack() as parts:
            _serve(options, settings, parts)
    except KeyboardInterrupt:
        print("Parley has ended.", flush=True)
        return 0
    except FAILURES as failure:
        print(failure, file=sys.stderr)
    return 1


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="scripts/serve", description="Serve Parley, with all it needs.")
    parser.add_argument(
        "--host", default="127.0.0.1", help="address to listen on; 0.0.0.0 for all (%(default)s)"
    )
    parser.add_argument("--port", help="port to listen on, 0 for any that is free (PORT, 4000)")
    parser.add_argument(
        "--workers", type=int, default=1, metavar="N", help="number of web processes (%(default)s)"
    )
    parser.add_argument("--data-dir", metavar="FOLDER", help="where all data is kept (DATA_DIR, ./data)")
    parser.add_argument(
        "--no-build", dest="build", action="store_false", help="serve the client as it was built"
    )
    options = parser.parse_args()
    if options.workers < 1:
        parser.error("--workers needs a number from 1")
    if options.data_dir:
        os.environ["DATA_DIR"] = options.data_dir
    if options.port and options.port != "0":
        os.environ["PORT"] = options.port
    return options


def _end_on_signals() -> None:
    """Turn the first signal to end into an interrupt. Later ones change nothing: each part has its time.

    SIGHUP is left alone where it is ignored, as nohup has it.
    """
    signals = [signal.SIGINT, signal.SIGTERM]
    if signal.getsignal(signal.SIGHUP) != signal.SIG_IGN:
        signals.append(signal.SIGHUP)

    def end(_signal: int, _frame: FrameType | None) -> None:
        for each in signals:
            signal.signal(each, signal.SIG_IGN)
        raise KeyboardInterrupt

    for each in signals:
        signal.signal(each, end)


def _serve(options: argparse.Namespace, settings: Settings, parts: ExitStack) -> None:
    """Start every part, then watch them for ever. They end in the opposite order: the web processes first."""
    folder = settings.data_dir.resolve()
    folder.mkdir(parents=True, exist_ok=True)
    environment = dict(os.environ, DATA_DIR=str(folder))
    needed: dict[str, Callable[[], bool]] = {}

    lock = parts.enter_context(data_folder.hold(folder)) if settings.database_url is None else None
    listeners = workers.listen(options.host, 0 if options.port == "0" else settings.port, options.workers)
    environment["PORT"] = str(listeners[0].getsockname()[1])
    if settings.database_url is not None:
        _require_database(settings.database_url)
    if lock is not None:
        print(f"Starting the database in {folder}", flush=True)
        database = parts.enter_context(EmbeddedDatabase(folder, inherit=[lock]))
        environment["DATABASE_URL"] = database.url
        parts.enter_context(stored.told(folder, database.url))
        needed["The database"] = lambda: database.is_running
    if options.workers > 1 and settings.redis_url is None:
        print("Starting Redis for the workers to meet at", flush=True)
        redis, environment["REDIS_URL"] = parts.enter_context(local_redis.run(folder / "redis.log"))
        needed["Redis"] = lambda: redis.is_running

    print("Starting the web server", flush=True)
    web = parts.enter_context(
        workers.Workers(listeners, environment, seconds_to_end=workers.seconds_to_end(settings))
    )
    web.wait_until_ready()
    _greet(settings, environment["PORT"])
    _watch(web, needed)


def _require_database(url: str) -> None:
    """Raise PartMissing, without the address and its password, when no database answers there."""
    try:
        with MongoClient[dict[str, Any]](url, serverSelectionTimeoutMS=DATABASE_SECONDS * 1_000) as client:
            client.admin.command("ping")
    except PyMongoError as error:
        raise PartMissing(f"DATABASE_URL: no database answers there ({type(error).__name__}).") from None


def _watch(web: workers.Workers, needed: dict[str, Callable[[], bool]]) -> None:
    """Raise PartMissing or WorkersFailed when something ends by itself."""
    while True:
        for name, is_running in needed.items():
            if not is_running():
                raise PartMissing(f"{name} ended unexpectedly; its log is in the data folder.")
        web.check()
        time.sleep(LOOK_SECONDS)


def _greet(settings: Settings, port: str) -> None:
    address = f"http://localhost:{port}"
    print(f"\nParley is ready.\n\n  Chat      {address}")
    if settings.graphiql:
        print(f"  GraphiQL  {address}/graphql")
    print(f"  Health    {address}/readyz\n\nCtrl-C ends it.", flush=True)


if __name__ == "__main__":
    sys.exit(main())
