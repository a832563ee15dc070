"""How long a file and a function may be."""

from pathlib import Path

from scripts.bounds import broken


def write(path: Path, lines: list[str]) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text("".join(f"{line}\n" for line in lines))


def test_what_is_too_long_is_named(tmp_path: Path) -> None:
    write(tmp_path / "chat" / "long.py", ["# a line"] * 251)
    write(
        tmp_path / "chat" / "whole.py", ["class Room:", "    async def open(self):", *["        pass"] * 40]
    )
    write(tmp_path / "client" / "src" / "page.css", ["/* a line */"] * 251)
    write(tmp_path / "tests" / "test_long.py", ["# a line"] * 251)
    assert list(broken(tmp_path)) == [
        "chat/long.py: 251 lines, 250 at the most",
        "chat/whole.py:2: open has 41 lines, 40 at the most",
        "tests/test_long.py: 251 lines, 250 at the most",
        "client/src/page.css: 251 lines, 250 at the most",
    ]


def test_what_keeps_the_bounds_is_not(tmp_path: Path) -> None:
    write(tmp_path / "chat" / "short.py", ["def wait():", *["    pass"] * 39, *["# a line"] * 210])
    write(tmp_path / "tests" / "test_short.py", ["# a line"] * 250)
    write(tmp_path / "client" / "src" / "gql" / "graphql.ts", ["// generated"] * 5_000)
    write(tmp_path / "client" / "src" / "page.test.tsx", ["// a line"] * 250)
    assert list(broken(tmp_path)) == []
