"""One measured figure, and how a run's figures are shown and kept."""

import json
from dataclasses import asdict, dataclass
from pathlib import Path

from rich.console import Console
from rich.table import Table


@dataclass(frozen=True)
class Row:
    """A figure with its reference from the same run; ``goal`` is the least acceptable ratio."""

    name: str
    value: float
    unit: str
    reference: float
    ratio: float
    goal: float
    ok: bool


def show(rows: list[Row], console: Console) -> None:
    table = Table(title="Measured against the reference of the same run", title_justify="left")
    table.add_column("Figure")  # the only one that folds: a figure cut short would be none
    for heading in ("Value", "Reference", "Ratio", "Goal"):
        table.add_column(heading, justify="right", no_wrap=True)
    table.add_column("Unit", no_wrap=True)
    table.add_column("", no_wrap=True)
    for row in rows:
        mark = "[green]ok[/]" if row.ok else "[red]below goal[/]"
        numbers = (spelt(row.value), spelt(row.reference), f"{row.ratio:.3f}", f"≥ {row.goal:g}")
        table.add_row(row.name, *numbers, row.unit, mark)
    console.print(table)


def spelt(number: float) -> str:
    return f"{number:.3g}" if number < 10 else f"{number:,.0f}"


def write(rows: list[Row], path: Path) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(json.dumps([asdict(row) for row in rows], ensure_ascii=False, indent=2) + "\n")
