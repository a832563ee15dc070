"""For the person on call: accounts, sessions, personal data, checks of what is stored, and copies of it."""

import argparse
import asyncio
import getpass
import gzip
import json
import sys
from collections.abc import Awaitable, Callable
from pathlib import Path
from typing import Literal, TextIO, TypeAlias, cast

from pymongo.errors import PyMongoError

from api.settings import settings_or_exit
from chat import administration, invariants, workspace
from chat.context import Core
from chat.errors import ChatError
from chat.rebuilding_terms import rebuild_all_terms
from models.embedded import DatabaseFailed
from models.member import Role
from scripts import data_folder
from scripts.seeding.progress import Progress
from scripts.stored import core_of

Command: TypeAlias = Callable[[Core, argparse.Namespace], Awaitable[int]]

FAILURES = (ChatError, workspace.NotAWorkspace, data_folder.FolderInUse, DatabaseFailed, OSError)


def main() -> int:
    """Run one command. Returns 0, 1 when it failed or `check` found something, 2 for a wrong setting."""
    options = _options()
    settings = settings_or_exit()

    async def run() -> int:
        command: Command = options.command
        async with core_of(settings) as core:
            return await command(core, options)

    try:
        return asyncio.run(run())
    except FAILURES as failure:
        print(failure, file=sys.stderr)
    except PyMongoError as error:
        print(f"DATABASE_URL: no database answers there ({type(error).__name__}).", file=sys.stderr)
    except KeyboardInterrupt:
        print("Interrupted. The same command may be run again.", file=sys.stderr)
    return 1


async def create(core: Core, options: argparse.Namespace) -> int:
    user = await administration.create_user(
        core, username=options.username, email=options.email, password=_password(), display_name=options.name
    )
    print(f"Made {user.username}, {user.id}.")
    return 0


async def password(core: Core, options: argparse.Namespace) -> int:
    user = await administration.find_user(options.user)
    ended = await administration.set_password(core, user, _password())
    print(f"Set the password of {user.username}, and ended {ended} sessions.")
    return 0


async def disable(core: Core, options: argparse.Namespace) -> int:
    user = await administration.find_user(options.user)
    print(f"Disabled {user.username}, and ended {await administration.disable(core, user)} sessions.")
    return 0


async def enable(_: Core, options: argparse.Namespace) -> int:
    user = await administration.find_user(options.user)
    await administration.enable(user)
    print(f"Enabled {user.username}.")
    return 0


async def sign_out(core: Core, options: argparse.Namespace) -> int:
    user = await administration.find_user(options.user)
    print(f"Ended {await administration.end_sessions(core, user)} sessions of {user.username}.")
    return 0


async def promote(core: Core, options: argparse.Namespace) -> int:
    user = await administration.find_user(options.user)
    await administration.promote(core, user, options.room, Role(options.role))
    print(f"{user.username} is {options.role} of {options.room}.")
    return 0


async def export_user(core: Core, options: argparse.Namespace) -> int:
    user = await administration.find_user(options.user)
    json.dump(await administration.personal_data(core, user), sys.stdout, ensure_ascii=False, indent=2)
    print()
    return 0


async def erase(core: Core, options: argparse.Namespace) -> int:
    user = await administration.find_user(options.user)
    if not options.yes:
        print(f"This cannot be undone: {user.username}, {user.id}. Say --yes.", file=sys.stderr)
        return 1
    emptied = await administration.erase(core, user, with_messages=options.with_messages)
    print(f"Erased {user.id}, and emptied {emptied} messages.")
    return 0


async def terms(core: Core, _: argparse.Namespace) -> int:
    had_others = sum([count async for count in rebuild_all_terms(core.database)])
    print(f"{had_others:,} messages had other terms.")
    return 0


async def check(core: Core, _: argparse.Namespace) -> int:
    found = 0
    async for finding in invariants.findings(core.database):
        found += 1
        print(f"{finding.room_id}  {finding.what}")
    print(f"{found} findings.")
    return 1 if found else 0


async def export(core: Core, options: argparse.Namespace) -> int:
    with (
        _opened(Path(options.file), "wt") as file,
        Progress(await workspace.size(core.database), sys.stderr) as bar,
    ):
        async for line in workspace.export(core.database):
            file.write(f"{line}\n")
            bar.advance()
    return 0


async def import_(core: Core, options: argparse.Namespace) -> int:
    with _opened(Path(options.file), "rt") as lines:
        total = sum(1 for _ in lines)
    with _opened(Path(options.file), "rt") as lines, Progress(total - 1, sys.stderr) as bar:
        async for stored in workspace.restore(core.database, lines, resume=options.resume):
            bar.advance(stored)
    return 0


def _password() -> str:
    return getpass.getpass() if sys.stdin.isatty() else sys.stdin.readline().rstrip("\n")


def _opened(path: Path, mode: Literal["rt", "wt"]) -> TextIO:
    """The file of this name, compressed when it ends in .gz."""
    if path.suffix == ".gz":
        return cast(TextIO, gzip.open(path, mode, encoding="utf-8"))
    return cast(TextIO, path.open(mode, encoding="utf-8"))


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="scripts/admin", description=__doc__)
    commands = parser.add_subparsers(metavar="COMMAND", required=True)

    def add(name: str, command: Command, about: str, *arguments: str) -> argparse.ArgumentParser:
        found = commands.add_parser(name, help=about, description=about)
        found.set_defaults(command=command)
        for argument in arguments:
            found.add_argument(argument, metavar=argument.upper())
        return found

    made = add(
        "create", create, "make an account; its password is read from standard input", "username", "email"
    )
    made.add_argument("--name", help="what others see")
    add("password", password, "set a password, read from standard input, and end the sessions", "user")
    add("disable", disable, "let nobody sign in to an account, and end its sessions", "user")
    add("enable", enable, "undo `disable`", "user")
    add("sign-out", sign_out, "end all sessions of a user", "user")
    raised = add("promote", promote, "give a member of a group another role there", "user", "room")
    raised.add_argument("--role", choices=[role.value for role in Role], default=Role.OWNER.value)
    add("export-user", export_user, "print everything that is stored of a person, as JSON", "user")
    gone = add(
        "erase", erase, "make an account nobody's, for good: its messages are by a deleted account", "user"
    )
    gone.add_argument("--with-messages", action="store_true", help="take away what was said as well")
    gone.add_argument("--yes", action="store_true", help="really")
    add("terms", terms, "write anew what messages are found by")
    add("check", check, "recount what must hold of rooms, messages and members; 1 when something does not")
    add("export", export, "write the whole workspace to a file, compressed when it ends in .gz", "file")
    copied = add("import", import_, "store a workspace from a file in an empty database", "file")
    copied.add_argument("--resume", action="store_true", help="go on with an import that was cut off")
    return parser.parse_args()


if __name__ == "__main__":
    sys.exit(main())
