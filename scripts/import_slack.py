"""Bring an export of Slack into Parley: people, rooms, threads, reactions, files by reference.

Run again, or taken up after Ctrl-C, it stores nothing twice. People sign in with a password that
`scripts/admin password` sets; who has an account with the same email address already keeps it.
"""

import argparse
import asyncio
import sys
from pathlib import Path
from zipfile import BadZipFile, ZipFile

from pymongo.errors import PyMongoError

from api.settings import settings_or_exit
from chat.errors import ChatError
from models.embedded import DatabaseFailed
from scripts import data_folder
from scripts.seeding.progress import Progress
from scripts.slack_export import NotAnExport, SlackExport
from scripts.slack_import import SlackImport
from scripts.stored import core_of

FAILURES = (NotAnExport, ChatError, data_folder.FolderInUse, DatabaseFailed, OSError)


def main() -> int:
    """Import one archive. Returns 0, 1 after a failure, 2 for a wrong setting, 130 after Ctrl-C."""
    parser = argparse.ArgumentParser(
        prog="scripts/import_slack", description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("archive", type=Path, metavar="EXPORT.ZIP", help="what Slack gave you")
    options = parser.parse_args()
    try:
        with ZipFile(options.archive) as archive:
            return asyncio.run(_import(SlackExport(archive)))
    except BadZipFile:
        print("This is not a zip file.", file=sys.stderr)
    except FAILURES as failure:
        print(failure, file=sys.stderr)
    except PyMongoError as error:
        print(f"DATABASE_URL: no database answers there ({type(error).__name__}).", file=sys.stderr)
    except KeyboardInterrupt:
        print("Interrupted. The same command goes on from here.", file=sys.stderr)
        return 130
    return 1


async def _import(export: SlackExport) -> int:
    async with core_of(settings_or_exit()) as core:
        run = SlackImport(core, export)
        places = export.places()
        days = sum(len(export.days(place)) for place in places)
        print(f"{len(export.people())} people, {len(places)} rooms, {days} days of messages", flush=True)
        await run.people()
        with Progress(days) as progress:
            for place in places:
                await run.place(place, progress.advance)
    print(f"Stored {run.stored:,} messages; {run.known:,} were there already.")
    return 0


if __name__ == "__main__":
    sys.exit(main())
