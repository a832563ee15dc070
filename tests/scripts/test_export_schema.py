"""`scripts/export_schema`: the client's types are made from the schema that the server answers by."""

from pathlib import Path

import pytest

from scripts import export_schema


def test_the_clients_schema_is_the_real_one() -> None:
    assert export_schema.main(["--check"]) == 0


def test_an_exported_schema_passes_the_check(tmp_path: Path) -> None:
    file = tmp_path / "schema.graphql"
    assert export_schema.main(["--file", str(file)]) == 0
    assert export_schema.main(["--check", "--file", str(file)]) == 0


@pytest.mark.parametrize("text", ["type Query { answer: Int! }\n", None], ids=["another", "none"])
def test_another_schema_fails_the_check_and_stays(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], text: str | None
) -> None:
    file = tmp_path / "schema.graphql"
    if text is not None:
        file.write_text(text)
    assert export_schema.main(["--check", "--file", str(file)]) == 1
    assert "./scripts/export_schema" in capsys.readouterr().err
    assert (file.read_text() if file.exists() else None) == text
