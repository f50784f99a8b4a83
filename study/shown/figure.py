"""One figure of the study as it is shown: words, table and drawing from the same snapshot rows."""

from dataclasses import dataclass, field

from django.utils.translation import gettext as _

from study.charts import Bar, Point
from study.wording import n_of


@dataclass(frozen=True)
class Note:
    """A remark under a figure, with the address of its source where there is one."""

    text: str
    url: str = ""


@dataclass(frozen=True)
class Column:
    label: str
    numeric: bool = False


@dataclass(frozen=True)
class Figure:
    """A chart with its table: ``base`` says n of N, ``method`` how it was counted."""

    code: str
    title: str
    columns: list[Column]
    rows: list[list[str]]
    sentence: str = ""
    base: str = ""
    method: str = ""
    bars: list[Bar] = field(default_factory=list)
    points: list[Point] = field(default_factory=list)
    notes: list[Note] = field(default_factory=list)

    @property
    def is_drawn(self) -> bool:
        return bool(self.bars or self.points)

    @property
    def alt(self) -> str:
        """The chart in one line of words; the whole is in the table beside it."""
        drawn = self.bars or self.points
        said = "; ".join(f"{mark.label}: {mark.figure}" for mark in drawn[:4])
        rest = len(drawn) - 4
        if rest > 0:
            said += "; " + _("and %(count)s more in the table") % {"count": rest}
        return f"{self.title}. {said}."


def base_text(answers: int, population: int) -> str:
    return _("n = %(n_of)s companies") % {"n_of": n_of(answers, population)}
