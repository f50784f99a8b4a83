"""Result tables as figures."""

from study.charts import Bar
from study.languages import spoken
from study.shown.figure import Column, Figure, base_text
from study.wording import cell_text, hidden, n_of_with_share

RANKED = {"profile", "skill", "multiple"}


def table_figure(table: dict) -> Figure:
    """Return a result table as a figure: its first counting column is drawn."""
    answers, columns = table["answers"], table["columns"]
    drawn = next((c for c in columns if c["format"] == "count"), columns[0])
    rows = ranked(table["rows"], drawn["code"]) if table["kind"] in RANKED else table["rows"]
    return Figure(
        code=table["code"],
        title=spoken(table["title"]),
        sentence=spoken(table["sentence"]),
        base=base_text(answers, table["population"]),
        method=spoken(table["method"]),
        columns=[Column(""), *(Column(spoken(c["label"]), numeric=True) for c in columns)],
        rows=[
            [
                spoken(row["label"]),
                *(cell_text(row["cells"].get(c["code"]), c["format"], answers) for c in columns),
            ]
            for row in rows
        ],
        bars=bars_of(rows, drawn, answers),
    )


def ranked(rows: list[dict], column: str) -> list[dict]:
    """Order rows by the drawn column; hidden ones go last in the order of the vocabulary."""
    return sorted(rows, key=lambda row: -floor(row["cells"].get(column)))


def floor(cell: dict | None) -> float:
    """Return the least the figure can be for all the reader knows; below nought where nothing is shown."""
    if cell is None or (hidden(cell) and cell["at_least"] is None):
        return -1
    return cell["at_least"] if hidden(cell) else (cell["value"] or 0)


def bars_of(rows: list[dict], column: dict, answers: int) -> list[Bar]:
    shown = [(row, row["cells"].get(column["code"])) for row in rows]
    values = [cell["value"] for _row, cell in shown if cell and cell["value"] is not None]
    whole = {"count": answers, "level": 5, "share": 1}.get(column["format"]) or max(values, default=0) or 1
    return [
        Bar(
            spoken(row["label"]),
            bar_text(cell, column, answers),
            None if floor(cell) < 0 else floor(cell) / whole,
            is_floor=hidden(cell) and floor(cell) >= 0,
        )
        for row, cell in shown
        if cell and (hidden(cell) or cell["value"] is not None)
    ]


def bar_text(cell: dict, column: dict, answers: int) -> str:
    if column["format"] == "count" and not hidden(cell):
        return n_of_with_share(cell["value"], answers)
    return cell_text(cell, column["format"], answers)
