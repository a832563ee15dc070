"""What an export of Slack holds, read from its archive: people, rooms, and messages in order of time.

The form: https://slack.com/help/articles/220556107. `users.json`, `channels.json`, `groups.json` (private
channels), `dms.json` and `mpims.json` list who and where; each room has a folder of its own name (a direct
one of its id) with a file for each day.
"""

import html
import json
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any, Final
from zipfile import BadZipFile, ZipFile

MENTION: Final = re.compile(r"<@([A-Z0-9]+)(?:\|[^>]*)?>")
CHANNEL: Final = re.compile(r"<#[A-Z0-9]+\|([^>]*)>")
LINK: Final = re.compile(r"<((?:https?|mailto):[^|>]+)(?:\|([^>]*))?>")
SPECIAL: Final = re.compile(r"<!(here|channel|everyone)(?:\|[^>]*)?>")
SILENT: Final = frozenset({"channel_join", "channel_leave", "group_join", "group_leave"})
"""Messages of Slack itself that say what memberships say anyway."""


class NotAnExport(Exception):
    """The file is no export of Slack. The text says why."""


@dataclass(frozen=True, slots=True)
class Person:
    slack_id: str
    username: str
    display_name: str
    email: str | None
    is_gone: bool


@dataclass(frozen=True, slots=True)
class Place:
    """A channel, a private channel, a group conversation or a direct one."""

    slack_id: str
    folder: str
    name: str
    topic: str
    is_private: bool
    is_direct: bool
    creator: str | None
    members: tuple[str, ...]
    created: datetime


@dataclass(frozen=True, slots=True)
class Said:
    """A message. `ts` is its id in its room; `thread` the `ts` of the one that it answers."""

    ts: str
    sender: str | None
    text: str
    thread: str | None
    edited: datetime | None
    reactions: tuple[tuple[str, tuple[str, ...]], ...] = ()
    files: tuple[str, ...] = field(default=())

    @property
    def written(self) -> datetime:
        return _moment(self.ts)


class SlackExport:
    """An opened archive. Raises NotAnExport for anything else."""

    def __init__(self, archive: ZipFile) -> None:
        self._archive = archive
        self._names = sorted(archive.namelist())
        if "users.json" not in self._names or "channels.json" not in self._names:
            raise NotAnExport("This is no export of Slack: it has no users.json or no channels.json.")

    def people(self) -> list[Person]:
        return [_person(entry) for entry in self._list("users.json")]

    def places(self) -> list[Place]:
        listed = [
            *((entry, "name", False) for entry in self._list("channels.json")),
            *((entry, "name", True) for entry in self._list("groups.json")),
            *((entry, "name", True) for entry in self._list("mpims.json")),
            *((entry, "id", True) for entry in self._list("dms.json")),
        ]
        return [_place(entry, entry[folder], is_private) for entry, folder, is_private in listed]

    def days(self, place: Place) -> list[str]:
        """The files of a room, the earliest first."""
        return [
            name for name in self._names if name.startswith(f"{place.folder}/") and name.endswith(".json")
        ]

    def said(self, day: str) -> Iterator[Said]:
        """The messages of a file, in order of time."""
        entries = (entry for entry in self._list(day) if _is_message(entry))
        for entry in sorted(entries, key=lambda entry: _sort_key(entry["ts"])):
            yield _said(entry)

    def _list(self, name: str) -> list[dict[str, Any]]:
        if name not in self._names:
            return []
        try:
            found = json.loads(self._archive.read(name))
        except (ValueError, BadZipFile):
            raise NotAnExport(f"{name} in the archive cannot be read.") from None
        return [entry for entry in found if isinstance(entry, dict)] if isinstance(found, list) else []


def plain_text(text: str, names: Mapping[str, str]) -> str:
    """Slack's mark-up as one would type it: @name, #channel, bare links."""
    text = MENTION.sub(lambda match: f"@{names.get(match[1], 'somebody')}", text)
    text = CHANNEL.sub(r"#\1", text)
    text = SPECIAL.sub("@all", text)
    text = LINK.sub(lambda match: _link(match[1], match[2]), text)
    return html.unescape(text)


def _link(address: str, title: str | None) -> str:
    bare = address.removeprefix("mailto:")
    return bare if title in {None, "", address, bare} else f"{title} ({bare})"


def _person(entry: dict[str, Any]) -> Person:
    profile = entry.get("profile") or {}
    name = profile.get("display_name") or profile.get("real_name") or entry.get("real_name") or entry["name"]
    return Person(entry["id"], entry["name"], name, profile.get("email"), bool(entry.get("deleted")))


def _place(entry: dict[str, Any], folder: str, is_private: bool) -> Place:
    is_direct = folder == entry["id"] and len(entry.get("members", ())) <= 2
    name = (entry.get("name") or folder).replace("mpdm-", "").replace("--", ", ")
    topic = (entry.get("topic") or {}).get("value") or (entry.get("purpose") or {}).get("value") or ""
    return Place(
        slack_id=entry["id"],
        folder=folder,
        name=name,
        topic=topic,
        is_private=is_private,
        is_direct=is_direct,
        creator=entry.get("creator"),
        members=tuple(dict.fromkeys(entry.get("members", ()))),
        created=_moment(str(entry.get("created", 0))),
    )


def _is_message(entry: dict[str, Any]) -> bool:
    return entry.get("type") == "message" and "ts" in entry and entry.get("subtype") not in SILENT


def _said(entry: dict[str, Any]) -> Said:
    ts = entry["ts"]
    thread = entry.get("thread_ts")
    edited = (entry.get("edited") or {}).get("ts")
    return Said(
        ts=ts,
        sender=entry.get("user") or entry.get("bot_id"),
        text=entry.get("text") or "",
        thread=None if thread in {None, ts} else thread,
        edited=_moment(edited) if edited else None,
        reactions=tuple((each["name"], tuple(each.get("users", ()))) for each in entry.get("reactions", ())),
        files=tuple(filter(None, map(_file, entry.get("files", ())))),
    )


def _file(entry: dict[str, Any]) -> str | None:
    """A file by reference: its name, and where it is."""
    address = entry.get("permalink") or entry.get("url_private")
    name = entry.get("name") or entry.get("title") or "file"
    return f"{name}: {address}" if address else None


def _sort_key(ts: str) -> tuple[int, str]:
    seconds, _, rest = ts.partition(".")
    return int(seconds), rest


def _moment(ts: str) -> datetime:
    return datetime.fromtimestamp(int(float(ts) * 1000) / 1000, UTC)
