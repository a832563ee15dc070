"""How long a file and a function may be. What is longer has a cut that was not found yet."""

import ast
from collections.abc import Iterator
from pathlib import Path

FOLDERS = ("api", "bench", "chat", "models", "schema", "scripts", "tests", "client/src", "client/e2e")
ENDINGS = frozenset({".css", ".py", ".ts", ".tsx"})
GENERATED = "client/src/gql/"
FILE_LINES = 250
FUNCTION_LINES = 40


def are_kept() -> bool:
    """Print every file and function of the checkout that is too long. True when there is none."""
    found = list(broken(Path.cwd()))
    for line in found:
        print(line)
    return not found


def broken(checkout: Path) -> Iterator[str]:
    """One line for each file and each Python function that is too long."""
    for folder in FOLDERS:
        for path in sorted((checkout / folder).rglob("*")):
            name = path.relative_to(checkout).as_posix()
            if path.suffix in ENDINGS and not name.startswith(GENERATED):
                yield from _broken_in(name, path.read_text(encoding="utf-8"))


def _broken_in(name: str, text: str) -> Iterator[str]:
    lines = text.count("\n")
    if lines > FILE_LINES:
        yield f"{name}: {lines} lines, {FILE_LINES} at the most"
    if name.endswith(".py"):
        yield from _long_functions(name, ast.parse(text))


def _long_functions(name: str, tree: ast.Module) -> Iterator[str]:
    for node in ast.walk(tree):
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
            lines = (node.end_lineno or node.lineno) - node.lineno + 1
            if lines > FUNCTION_LINES:
                yield f"{name}:{node.lineno}: {node.name} has {lines} lines, {FUNCTION_LINES} at the most"
