"""The rules and the dashboard ask for metrics that there are, and every alert says what to do."""

import json
import re
from pathlib import Path
from typing import Any

import pytest
import yaml

OPERATIONS = Path(__file__).parents[2] / "docs" / "operations"
OF_THE_PROCESS = {"up", "process_cpu_seconds_total", "process_resident_memory_bytes"} | {
    "process_open_fds",
    "process_max_fds",
}


def documented() -> set[str]:
    return set(re.findall(r"^\| `(parley_\w+)", (OPERATIONS / "README.md").read_text(), re.MULTILINE))


def alerts() -> list[dict[str, Any]]:
    rules = yaml.safe_load((OPERATIONS / "prometheus-rules.yml").read_text())
    return [rule for group in rules["groups"] for rule in group["rules"]]


def asked() -> list[str]:
    dashboard = json.loads((OPERATIONS / "grafana-dashboard.json").read_text())
    panels = [target["expr"] for panel in dashboard["panels"] for target in panel["targets"]]
    return [*panels, *(alert["expr"] for alert in alerts())]


@pytest.mark.parametrize("expression", asked())
def test_it_asks_for_what_there_is(expression: str) -> None:
    names = set(re.findall(r"\b(?:parley|process)_\w+|\bup\b", expression))
    assert names
    assert {re.sub("_bucket$", "", name) for name in names} <= documented() | OF_THE_PROCESS
    assert expression.count("(") == expression.count(")")


def test_every_alert_says_what_to_do() -> None:
    described = re.findall(
        r"^## (\w+)\n\n\*(?:Page|Ticket)", (OPERATIONS / "alerts.md").read_text(), re.MULTILINE
    )
    assert described == [alert["alert"] for alert in alerts()]
    assert all({"expr", "for", "labels", "annotations"} <= alert.keys() for alert in alerts())
