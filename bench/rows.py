"""Rows: what a workload found, printed as JSON lines as they come and as one table at the end."""

import json
import statistics
from collections.abc import Iterable, Mapping, Sequence
from typing import TypeAlias

Row: TypeAlias = dict[str, str | int | float]


class Rows:
    """The rows of one workload. `keys` name what was measured; all other fields are figures."""

    def __init__(self, workload: str, keys: Sequence[str]) -> None:
        self.workload = workload
        self._keys = keys
        self._rows: list[Row] = []

    def add(self, **fields: str | float) -> None:
        """Take a row, and print it."""
        row: Row = {"workload": self.workload}
        row |= {name: _rounded(value) for name, value in fields.items()}
        self._rows.append(row)
        print(json.dumps(row), flush=True)

    @property
    def lines(self) -> list[str]:
        return [json.dumps(row) for row in self._rows]

    def table(self) -> str:
        """The median of each figure over the runs and, where there were several, how far they spread."""
        groups: dict[tuple[object, ...], list[Row]] = {}
        for row in self._rows:
            groups.setdefault(tuple(row[key] for key in self._keys), []).append(row)
        figures = _figures(self._rows, self._keys)
        lines = [["runs", *self._keys, *(_heading(name) for name in figures)]]
        for names, rows in groups.items():
            cells = [_spread([float(row[name]) for row in rows if name in row]) for name in figures]
            lines.append([str(len(rows)), *map(str, names), *cells])
        return _as_markdown(lines)


def _figures(rows: Iterable[Mapping[str, object]], keys: Sequence[str]) -> list[str]:
    found = dict.fromkeys(name for row in rows for name in row)
    return [name for name in found if name not in {"workload", "run", *keys}]


def _heading(name: str) -> str:
    return name.replace("_", " ")


def _spread(values: Sequence[float]) -> str:
    """`median (least-most)`."""
    if not values:
        return ""
    middle = _short(statistics.median(values))
    least, most = _short(min(values)), _short(max(values))
    return middle if least == most else f"{middle} ({least}-{most})"


def _short(value: float) -> str:
    return f"{value:,.0f}" if value >= 1000 or value == int(value) else f"{value:.3g}"


def _rounded(value: str | float) -> str | int | float:
    return float(f"{value:.5g}") if isinstance(value, float) else value


def _as_markdown(lines: Sequence[Sequence[str]]) -> str:
    widths = [max(len(line[column]) for line in lines) for column in range(len(lines[0]))]
    rule = ["-" * width for width in widths]
    padded = (
        " | ".join(cell.ljust(width) for cell, width in zip(line, widths, strict=True))
        for line in [lines[0], rule, *lines[1:]]
    )
    return "\n".join(f"| {line} |" for line in padded)
