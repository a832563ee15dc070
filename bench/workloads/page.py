"""The page in Chromium: scrolling in a room of 100,000 messages, opening rooms from the list, and typing."""

import json
import os
import subprocess
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any, Final

from bson import ObjectId
from pymongo import MongoClient

from bench import people
from bench.contenders.parley import DATABASE_NAME, PASSWORD
from bench.install import InstallFailed
from bench.measure import Discarded
from bench.rows import Rows
from bench.workloads.options import Options, said
from bench.workloads.reads import ParleyWithHistory
from scripts import client, system_packages

LONG: Final = 100_000  # messages
ROOMS: Final = 8  # beside the long one
SHORT: Final = 200  # messages in each of them
SENDERS: Final = 20
PIXELS: Final = 120_000  # scrolled through each way
SECONDS: Final = 200.0  # that one run may take

TALK: Final = (
    people.CONTENT,
    "Yes.",
    "I would leave it **as it is** until Thursday: see https://example.org/plan for what *else* has to move.",
    "Two things:\n\n- the cards are punched\n- the mill is **not** oiled yet",
    "```py\nfor card in deck:\n    mill.take(card)\n```",
    "Who has the drawings?",
    f"It stops at `carry`, every time, and only in the third column. {people.CONTENT} {people.CONTENT}",
    "👍",
)


def run(options: Options) -> Rows:
    rows = Rows("page", ["what"])
    chromium = system_packages.find("chromium")
    if chromium is None:
        raise InstallFailed("The page needs Chromium: install chromium from the system's packages.")
    try:
        client.build()
    except client.ClientFailed as failure:
        raise InstallFailed(str(failure)) from failure
    with TemporaryDirectory(prefix="bench-") as folder, ParleyWithHistory(Path(folder)) as parley:
        asked = _furnish(parley) | {
            "chromium": chromium,
            "address": f"http://127.0.0.1:{parley.ports[0]}",
            "distance": PIXELS // 2 if options.is_quick else PIXELS,
            "rounds": 3 if options.is_quick else 6,
        }
        for number in range(1, options.runs + 1):
            with said():
                for found in _measured(asked):
                    rows.add(run=number, **found)
    return rows


def _furnish(parley: ParleyWithHistory) -> dict[str, Any]:
    """The account's rooms, all of them read: the long one, which is kept, and new short ones."""
    viewer = ObjectId(parley.user_id)
    with MongoClient[dict[str, Any]](parley.database.url) as mongo:
        database = mongo[DATABASE_NAME]
        long = people.find_room(database, f"Long room of {LONG}")
        senders = [person["_id"] for person in people.add_people(database, SENDERS)]
        if long is None:
            long = people.add_room(database, f"Long room of {LONG}", senders, size=LONG, content=_said)
        people.add_member(database, long.id, viewer)
        members = [*senders[:4], viewer]
        names = [f"{parley.user_id[-4:]}, room {number}" for number in range(ROOMS)]
        short = [people.add_room(database, name, members, size=SHORT, content=_said) for name in names]
        account = database["users"].find_one({"_id": viewer}) or {}
    for room in [long, *short]:
        read = "mutation($id: ID!, $seq: Int!) { markRead(roomId: $id, seq: $seq) { __typename } }"
        parley.ask(read, id=str(room.id), seq=room.size)
    return {
        "username": account["username"],
        "password": PASSWORD,
        "long": f"Long room of {LONG}",
        "rooms": names,
    }


def _said(seq: int) -> str:
    text = TALK[seq % len(TALK)]
    return f"{text}\n\nno. {seq}." if seq % 3 == 0 else f"no. {seq}: {text}"


def _measured(asked: dict[str, Any]) -> list[dict[str, Any]]:
    """What the browser found, on all cores: the server has little to do. Raises Discarded when it failed."""
    command = ["npm", "run", "--silent", "measure", "--", json.dumps(asked)]
    try:
        ended = subprocess.run(
            command,
            cwd=client.FOLDER,
            stdin=subprocess.DEVNULL,
            capture_output=True,
            text=True,
            timeout=SECONDS,
            check=False,
            preexec_fn=lambda: os.sched_setaffinity(0, range(os.cpu_count() or 1)),
        )
    except subprocess.TimeoutExpired as late:
        raise Discarded(f"the page: nothing for {SECONDS:.0f} seconds") from late
    if ended.returncode:
        raise Discarded(f"the page: {ended.stderr.strip()[-500:]}")
    return [json.loads(line) for line in ended.stdout.splitlines()]
