"""Routing written a second time, slowly and in another way, to judge the one that companies meet.

It reads the questionnaire's JSON as it stands, asks of each variable in turn whether it is shown
(and to know that, of those its conditions read), and reckons in fractions. It shares nothing with
``surveys.instrument`` beyond the shape of a cell.
"""

from collections.abc import Iterator, Mapping
from decimal import Decimal
from fractions import Fraction

OPERATORS = {
    "less_than": lambda a, b: a < b,
    "at_most": lambda a, b: a <= b,
    "equals": lambda a, b: a == b,
    "at_least": lambda a, b: a >= b,
    "more_than": lambda a, b: a > b,
}


class NaiveRouting:
    """What a questionnaire shows to a company that has given ``cells``."""

    def __init__(self, source: Mapping, cells: Mapping, before: Mapping | None = None):
        self.source = source
        self.cells = {tuple(key): cell for key, cell in cells.items()}
        self.before = {tuple(key): cell for key, cell in (before or {}).items()}
        self.homes = {
            question["variable"]: (page, question)
            for section in source["sections"]
            for page in section["pages"]
            for question in page["questions"]
        }
        self.known: dict[str, bool] = {}

    def pages(self) -> list[tuple[str, str, tuple[str, ...]]]:
        """Return section, page and variables of each page that shows anything, in order."""
        found = []
        for section in self.source["sections"]:
            for page in section["pages"]:
                shown = tuple(q["variable"] for q in page["questions"] if self.is_shown(q["variable"]))
                if shown or (page.get("recap") and self._holds(page.get("show_if"))):
                    found.append((section["code"], page["code"], shown))
        return found

    def is_shown(self, variable: str) -> bool:
        if variable not in self.known:
            page, question = self.homes[variable]
            self.known[variable] = (
                self._holds(page.get("show_if"))
                and self._holds(question.get("show_if"))
                and ("rows_if" not in question or any(self.rows_of(variable)))
            )
        return self.known[variable]

    def rows_of(self, variable: str) -> list[str]:
        """Return the rows that a grid asks: all of them, or those with a figure in an earlier one."""
        question = self.homes[variable][1]
        rows = [row["code"] for row in question.get("rows", [])]
        if "rows_if" not in question:
            return rows
        earlier, cols = question["rows_if"]["variable"], question["rows_if"]["cols"]
        figures = {
            row: [self.figure({"variable": earlier, "row": row, "col": col}) for col in cols] for row in rows
        }
        return [row for row in rows if any(figure and figure > 0 for figure in figures[row])]

    def _cell(self, variable: str, row: str = "", col: str = ""):
        if variable in self.homes and self.is_shown(variable):
            if row and "rows_if" in self.homes[variable][1] and row not in self.rows_of(variable):
                return None
            cell = self.cells.get((variable, row, col))
            return cell if cell and cell.status != "blank" else None
        return None

    def _holds(self, condition: Mapping | None) -> bool:
        if not condition:
            return True
        for word, combine in (("all", all), ("any", any)):
            if word in condition:
                return combine([self._holds(part) for part in condition[word]])
        if "not" in condition:
            return not self._holds(condition["not"])
        place = {name: condition[name] for name in ("variable", "row", "col") if name in condition}
        if "answered" in condition:
            return (self._cell(**place) is not None) == condition["answered"]
        if "is" in condition:
            return self._is_one_of(place, [condition["is"]])
        if "in" in condition:
            return self._is_one_of(place, condition["in"])
        if "count_at_least" in condition:
            area = {**place, "among": condition.get("among")}
            return self.stand("at_least", self._count(area), self.figure(condition["count_at_least"]))
        operator = next(word for word in OPERATORS if word in condition)
        left = condition.get("left", place)
        return self.stand(operator, self.figure(left), self.figure(condition[operator]))

    def _is_one_of(self, place: Mapping, wanted: list) -> bool:
        cell = self._cell(**place)
        if cell is None or cell.value is None:
            return False
        given = cell.value if isinstance(cell.value, tuple) else [cell.value]
        return any(_same(one, other) for one in given for other in wanted)

    def stand(self, operator: str, left: Fraction | None, right: Fraction | None) -> bool:
        return left is not None and right is not None and OPERATORS[operator](left, right)

    def figure(self, source) -> Fraction | None:
        if isinstance(source, int | float):
            return Fraction(str(source))
        if "variable" in source:
            cell = self._cell(**source)
            return Fraction(cell.value) if cell and isinstance(cell.value, Decimal) else None
        operator, operand = next(iter(source.items()))
        if operator == "sum":
            known = [f for f in self._parts_of_sum(operand) if f is not None]
            return sum(known, Fraction(0)) if known else None
        if operator == "count":
            return self._count(operand)
        if operator == "rank":
            cell = self._cell(operand["variable"])
            order = list(cell.value) if cell and cell.value else []
            return Fraction(order.index(operand["choice"]) + 1) if operand["choice"] in order else None
        if operator == "previous":
            return self._previous(operand)
        figures = [self.figure(part) for part in operand]
        if None in figures:
            return None
        return _reckon(operator, figures)

    def _parts_of_sum(self, operand) -> Iterator[Fraction | None]:
        if isinstance(operand, list):
            yield from (self.figure(part) for part in operand)
            return
        for cell in self._cells_of(operand):
            yield Fraction(cell.value) if isinstance(cell.value, Decimal) else None

    def _cells_of(self, area: Mapping) -> list:
        rows = area.get("rows") or ([area["row"]] if area.get("row") else None)
        cols = area.get("cols") or ([area["col"]] if area.get("col") else None)
        if area["variable"] not in self.homes or not self.is_shown(area["variable"]):
            return []
        return [
            cell
            for (variable, row, col), cell in self.cells.items()
            if variable == area["variable"]
            and (not row or "rows_if" not in self.homes[variable][1] or row in self.rows_of(variable))
            and (rows is None or row in rows)
            and (cols is None or col in cols)
            and cell.status != "blank"
        ]

    def _count(self, area: Mapping) -> Fraction | None:
        page_question = self.homes.get(area["variable"])
        cells = self._cells_of(area)
        if not page_question or not cells:
            return None
        given = [cell for cell in cells if cell.value is not None]
        if not given:
            return Fraction(0) if any(cell.status == "not_applicable" for cell in cells) else None
        if page_question[1].get("rows"):
            return Fraction(
                sum(1 for row in page_question[1]["rows"] if self._row_answered(area, row["code"]))
            )
        if page_question[1]["kind"] == "list":
            rows = {
                key[1] for key, cell in self.cells.items() if key[0] == area["variable"] and cell in given
            }
            return Fraction(len(rows))
        (cell,) = given
        chosen = cell.value if isinstance(cell.value, tuple) else (cell.value,)
        return Fraction(sum(1 for code in chosen if not area.get("among") or code in area["among"]))

    def _row_answered(self, area: Mapping, row: str) -> bool:
        return bool(self._cells_of({**area, "row": row, "rows": None}))

    def _previous(self, operand) -> Fraction | None:
        then = NaiveRouting(self.source, self.before)
        then.known = dict.fromkeys(self.homes, True)
        return then.figure(operand)


def _same(one: object, other: object) -> bool:
    if isinstance(one, Decimal):
        try:
            return Fraction(one) == Fraction(str(other))
        except ValueError:
            return False
    return str(one) == str(other)


def _reckon(operator: str, figures: list[Fraction]) -> Fraction | None:
    first, *others = figures
    for other in others:
        if operator == "divide" and other == 0:
            return None
        first = {
            "add": lambda a, b: a + b,
            "subtract": lambda a, b: a - b,
            "multiply": lambda a, b: a * b,
            "divide": lambda a, b: a / b,
        }[operator](first, other)
    return first
