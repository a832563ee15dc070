"""Check the code without running it: ruff, mypy, import-linter, bounds and the client's linters."""

import sys
from pathlib import Path

from scripts import bounds, client
from scripts.steps import Steps

TOOLS = Path(sys.executable).parent


def main() -> int:
    """Run every check. Returns 0 when all pass, else 1."""
    steps = Steps()
    steps.command("ruff: rules", f"{TOOLS}/ruff", "check")
    steps.command("ruff: format", f"{TOOLS}/ruff", "format", "--check")
    steps.command("mypy: types", f"{TOOLS}/mypy")
    steps.command("import-linter: floors", f"{TOOLS}/lint-imports")
    steps.call("bounds: files and functions", bounds.are_kept)
    steps.command("shellcheck: scripts", f"{TOOLS}/shellcheck", "--external-sources", *_shell_scripts())
    steps.command("hadolint: Dockerfile", f"{TOOLS}/hadolint", "Dockerfile")
    schema = ["--builtin-schema", "vendor.compose-spec"]
    steps.command("compose file: its schema", f"{TOOLS}/check-jsonschema", *schema, "docker-compose.yml")
    steps.call("client: packages", client.is_installed)
    steps.command("client: rules, types, dead code", "npm", "run", "lint", folder=client.FOLDER)
    return steps.exit_code()


def _shell_scripts() -> list[str]:
    """Every script of bash: what has no ending, and what those source."""
    return [
        str(path)
        for path in [*Path("scripts").iterdir(), Path(".ci/run")]
        if path.is_file() and not path.suffix
    ]


if __name__ == "__main__":
    sys.exit(main())
