"""Bring what is stored up to this version. Every instance does so at its start; by hand it goes before."""

import argparse
import asyncio
import sys

from pymongo.errors import PyMongoError

from api.settings import Settings, settings_or_exit
from chat import migrations
from models.database import connect
from models.embedded import DatabaseFailed
from scripts import data_folder
from scripts.stored import database_of

FAILURES = (migrations.MigrationsFailed, data_folder.FolderInUse, DatabaseFailed)


def main() -> int:
    """Run the pending steps, or only list them. Returns 0, or 1 after a failure."""
    parser = argparse.ArgumentParser(prog="scripts/migrate", description=__doc__)
    parser.add_argument("--list", action="store_true", help="say what is pending, and change nothing")
    options = parser.parse_args()
    settings = settings_or_exit()
    try:
        asyncio.run(_migrate(settings, only_list=options.list))
    except FAILURES as failure:
        print(failure, file=sys.stderr)
        return 1
    except PyMongoError as error:
        print(f"DATABASE_URL: no database answers there ({type(error).__name__}).", file=sys.stderr)
        return 1
    return 0


async def _migrate(settings: Settings, *, only_list: bool) -> None:
    with database_of(settings) as url:
        async with connect(url, settings.database_name) as database:
            steps = await (migrations.pending(database) if only_list else migrations.migrate(database))
    for step in steps:
        print(f"{step.number:4}  {step.what}")
    print(f"{len(steps)} {'pending' if only_list else 'run'}.")


if __name__ == "__main__":
    sys.exit(main())
