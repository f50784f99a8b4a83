"""An attacker with every stored table of an edition and the rules, armed with a linear programme."""

import re
from dataclasses import dataclass, field

import numpy as np
import pytest
from scipy.optimize import linprog

from surveys.demo import load_editions
from surveys.models import Need, ResultTable

pytestmark = pytest.mark.django_db

# What a reader knows of how counts hang together: inner table, outer table.
NESTED = {
    "skills-urgency": "skills-demand",
    "profiles-hard-to-fill": "profiles-demand",
    "profiles-replacement": "profiles-demand",
    "profiles-vacancies-hard": "profiles-vacancies",
    "profiles-vacancies-shortage": "profiles-vacancies-hard",
}
PARTITIONS = ("activity", "size-band", "market", "research", "turnover", "dual-fp")


@dataclass
class Attack:
    """All counts of all tables as unknowns, with everything that is published about them."""

    tables: dict[str, dict]
    names: list[tuple[str, str]] = field(default_factory=list)
    equations: list[tuple[dict, float]] = field(default_factory=list)
    orders: list[tuple[tuple, tuple]] = field(default_factory=list)
    ranges: dict[tuple[str, str], tuple[float, float]] = field(default_factory=dict)

    def __post_init__(self):
        for code, table in self.tables.items():
            for row in table["rows"]:
                self.learn((code, row["code"]), row["cells"]["companies"], table["answers"])
            if code in PARTITIONS:
                self.equations.append(({(code, r["code"]): 1 for r in table["rows"]}, table["answers"]))
        for inner, outer in NESTED.items():
            self.orders += [((inner, r["code"]), (outer, r["code"])) for r in self.tables[inner]["rows"]]

    def learn(self, name: tuple[str, str], cell: dict, answers: int) -> None:
        self.names.append(name)
        low = cell["value"] if cell["status"] == "published" else cell["at_least"] or 0
        high = cell["value"] if cell["status"] == "published" else cell["at_most"]
        self.ranges[name] = (low, answers if high is None else high)

    def range_of(self, name: tuple[str, str]) -> tuple[int, int]:
        """Return the least and most a count can be, as the linear programme finds them."""
        place = {unknown: i for i, unknown in enumerate(self.names)}
        sums = np.zeros((len(self.equations), len(self.names)))
        for line, (terms, _total) in zip(sums, self.equations, strict=True):
            for unknown, factor in terms.items():
                line[place[unknown]] = factor
        less = np.zeros((len(self.orders), len(self.names)))
        for line, (inner, outer) in zip(less, self.orders, strict=True):
            line[place[inner]], line[place[outer]] = 1, -1
        goal = np.zeros(len(self.names))
        goal[place[name]] = 1
        ends = [
            linprog(
                sign * goal,
                A_eq=sums,
                b_eq=[total for _terms, total in self.equations],
                A_ub=less,
                b_ub=np.zeros(len(self.orders)),
                bounds=[self.ranges[unknown] for unknown in self.names],
            )
            for sign in (1, -1)
        ]
        assert all(end.status == 0 for end in ends)
        return round(ends[0].fun), round(-ends[1].fun)


@pytest.fixture
def tables() -> dict[str, dict]:
    closed, _open = load_editions()
    return {table.code: table.payload for table in ResultTable.objects.filter(campaign=closed)}


def test_attacker_recovers_no_hidden_cell_of_the_demo_edition(tables):
    attack = Attack(tables)
    hidden = [
        (code, row["code"])
        for code, table in tables.items()
        for row in table["rows"]
        if row["cells"]["companies"]["status"] != "published"
    ]

    recovered = {name: ends for name in hidden if (ends := attack.range_of(name))[0] == ends[1]}

    assert len(hidden) > 10
    assert recovered == {}


def test_attacker_sees_an_unprotected_table_through(tables):
    """The attack itself works: with one hidden cell in a table with a total it finds the value."""
    rows = tables["turnover"]["rows"]
    rows[0]["cells"]["companies"] = {"status": "small", "value": None, "at_least": None, "at_most": 4}
    rows[1]["cells"]["companies"]["value"] += rows[0]["cells"]["companies"].get("value") or 0
    shown = sum(row["cells"]["companies"]["value"] for row in rows[1:])
    rows[1]["cells"]["companies"]["value"] += tables["turnover"]["answers"] - shown - 3

    assert Attack(tables).range_of(("turnover", "low")) == (3, 3)


def test_no_hidden_figure_stands_anywhere_in_a_payload(tables):
    for table in tables.values():
        for row in table["rows"]:
            for cell in row["cells"].values():
                if cell["status"] != "published":
                    assert (cell["value"], cell["share"]) == (None, None)
                    assert "bounds" not in cell
                    assert "interval" not in cell


def test_sentences_name_published_figures_or_floors_only(tables):
    for table in tables.values():
        cells = [row["cells"]["companies"] for row in table["rows"]]
        allowed = {str(cell["value"]) for cell in cells if cell["status"] == "published"}
        allowed |= {str(cell["at_least"]) for cell in cells if cell["at_least"] is not None}
        sentence = (table["sentence"] or {"en": ""})["en"]

        assert set(re.findall(r"(\d+) of", sentence)) <= allowed


def test_needs_hide_exactly_what_the_tables_hide(tables):
    stored = {
        (need.measure, need.subject.code): (need.status, need.value)
        for need in Need.objects.select_related("profile", "skill")
    }
    measures = {
        "profiles-demand": (("companies_asking", "companies"), ("hires_planned", "people")),
        "profiles-hard-to-fill": (("hard_to_fill", "companies"),),
        "skills-demand": (("skill_needed", "companies"),),
        "skills-urgency": (("skill_urgent", "companies"),),
    }
    shown = {
        (measure, row["code"]): (row["cells"][column]["status"], row["cells"][column]["value"])
        for code, pairs in measures.items()
        for measure, column in pairs
        for row in tables[code]["rows"]
    }

    assert stored == shown
