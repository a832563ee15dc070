"""Write the server's schema to client/schema.graphql, from which the client's types are made."""

import argparse
import sys
from pathlib import Path

from schema.documents import Documents
from schema.schema import build_schema

FILE = Path(__file__).parents[1] / "client" / "schema.graphql"
HEADER = "# Made by scripts/export_schema from schema/. Change it there.\n\n"


def main(arguments: list[str] | None = None) -> int:
    """Write the file, or check it. Returns 1 when the check finds another text, else 0."""
    parser = argparse.ArgumentParser(prog="scripts/export_schema", description=__doc__)
    parser.add_argument("--check", action="store_true", help="write nothing; fail if the file is out of date")
    parser.add_argument("--file", type=Path, default=FILE, help=argparse.SUPPRESS)
    options = parser.parse_args(arguments)
    if not options.check:
        options.file.write_text(schema_text(), encoding="utf-8")
        return 0
    if options.file.is_file() and options.file.read_text(encoding="utf-8") == schema_text():
        return 0
    print("client/schema.graphql is out of date; ./scripts/export_schema writes it.", file=sys.stderr)
    return 1


def schema_text() -> str:
    """The schema in GraphQL's own language, with every description."""
    return f"{HEADER}{build_schema(Documents(introspection=True)).as_str()}\n"


if __name__ == "__main__":
    sys.exit(main())
