"""The documents: what they point at is there, and they fit a screen."""

import re
from pathlib import Path

import pytest

CHECKOUT = Path(__file__).parents[2]
DOCUMENTS = sorted([*CHECKOUT.glob("*.md"), *CHECKOUT.glob("docs/**/*.md")])
LINK = re.compile(r"\]\(([^)#\s]+)[^)]*\)")
PATH = re.compile(r"`((?:api|chat|schema|models|scripts|tests|docs|client/src)/[\w./-]*)`")
LINE = 120


@pytest.mark.parametrize("document", DOCUMENTS, ids=lambda path: str(path.relative_to(CHECKOUT)))
def test_what_it_points_at_is_there(document: Path) -> None:
    text = document.read_text(encoding="utf-8")
    links = [link for link in LINK.findall(text) if "://" not in link]
    absent = [link for link in links if not (document.parent / link).exists()]
    absent += [path for path in PATH.findall(text) if not (CHECKOUT / path).exists()]
    assert not absent


@pytest.mark.parametrize("document", DOCUMENTS, ids=lambda path: str(path.relative_to(CHECKOUT)))
def test_its_lines_are_short(document: Path) -> None:
    lines = document.read_text(encoding="utf-8").splitlines()
    assert not [line for line in lines if len(line) > LINE and not line.startswith("|")]


def test_pictures_are_small() -> None:
    large = [path for path in (CHECKOUT / "docs" / "images").glob("*") if path.stat().st_size > 400_000]
    assert not large


def test_every_decision_is_in_the_list_and_numbered_in_order() -> None:
    folder = CHECKOUT / "docs" / "decisions"
    numbers = sorted(path.name[:4] for path in folder.glob("0*.md"))
    assert numbers == [f"{number:04}" for number in range(1, len(numbers) + 1)]
    listed = LINK.findall((folder / "README.md").read_text(encoding="utf-8"))
    assert sorted(listed) == sorted(path.name for path in folder.glob("0*.md"))
