"""A file for SPSS reads back as what is stored, by a reader that is not ours."""

import hashlib
import io
import math
from datetime import date
from decimal import Decimal

import pyreadstat
from django.core.management import call_command

from surveys.answering.cells import Change
from surveys.models import Answer
from surveys.results.answer_files import line_of
from surveys.results.statistical.files import write_statistical
from tests.factories.skills import SkillFactory
from tests.factories.surveys import CampaignFactory
from tests.surveys.answering.conftest import COMPLETE
from tests.surveys.results.statistical.conftest import (
    DEEP,
    KINDS,
    LONG,
    ask,
    choices,
    definition_of,
    published,
    read_back,
    row_keys,
    sent,
    wish,
    words,
)
from tests.surveys.results.test_answer_files import HOSTILE


def everything(rows):
    return [
        Change("one", "no"),
        Change("several", ["other"]),
        Change("several", 'Ñoñerías; "comillas"', col="other"),
        Change("agree", "much"),
        Change("order", ["c", "a"]),
        Change("people", 7),
        Change("result", Decimal("-1234.56")),
        Change("part", Decimal("33.33")),
        Change("since", "1999-12-31"),
        Change("name", "Ana, «la primera»"),
        Change("notes", "uno, dos\ndos; ñ\n\n=1+1"),
        Change("grid", 4, row="dev", col="now"),
        Change("grid", 5, row=DEEP, col=f"{DEEP}-1"),
        Change("grid", ["y"], row=DEEP, col=f"{DEEP}-2"),
        Change("skills", 1, row="python", col="level"),
        *wish(rows[0], "Señor de los datos", 1),
        *wish(rows[1], "Otra", 2),
    ]


def test_every_kind_reads_back_as_it_was_sent(campaign, tmp_path):
    rows = row_keys(2)
    response = sent(campaign, *everything(rows), rows=rows, unit__organisation__legal_name="Ñandú, S.L.")

    columns, about, tally = read_back(campaign, "sav", tmp_path)

    case = {name: cells[0] for name, cells in columns.items()}
    assert (case["unit"], case["organisation"]) == (response.unit_id, "Ñandú, S.L.")
    said = about.variable_value_labels
    assert said["one"][case["one"]] == "no (es)"
    assert (case["several.pay"], case["several.other"]) == (0, 1)
    assert case["several.other.text"] == 'Ñoñerías; "comillas"'
    assert said["agree"][case["agree"]] == "much (es)"
    assert [said[f"order.{n}"][case[f"order.{n}"]] for n in (1, 2)] == ["c (es)", "a (es)"]
    assert (case["people"], case["result"], case["part"]) == (7, -1234.56, 33.33)
    assert case["since"] == date(1999, 12, 31)
    assert (case["name"], case["notes"]) == ("Ana, «la primera»", "uno, dos\ndos; ñ\n\n=1+1")
    assert case["grid.dev.now"] == 4
    assert case["skills.python.level"] == 1
    assert [case[f"wishes.{n}.name"] for n in (1, 2)] == ["Señor de los datos", "Otra"]
    assert [case[f"wishes.{n}.hires"] for n in (1, 2)] == [1, 2]
    assert tally.count == len(columns["unit"]) == 1


def test_reasons_for_no_figure_are_missing_and_told_apart(campaign, tmp_path):
    ways_out = [Change(q["variable"], status=q["opt_out"]["status"]) for q in KINDS if "opt_out" in q]
    sent(campaign, *ways_out)
    sent(campaign, Change("notes", "Nada más"))

    columns, about, _tally = read_back(
        campaign, "sav", tmp_path, user_missing=True, disable_datetime_conversion=True
    )

    near = ["one", "agree", "order.1", "order.2", "people", "part", "name.status", "since"]
    assert {name: columns[name][0] for name in near} == dict.fromkeys(near, -97)
    assert columns["result"][0] == -9_999_999_997
    assert columns["grid.status"][0] == -98
    assert about.variable_value_labels["people"][-97] == "No lo sabemos, señoría"
    assert about.variable_value_labels["people"][-99] == "No contesta"
    assert [(found["lo"], found["hi"]) for found in about.missing_ranges["people"]] == [
        (code, code) for code in (-97, -98, -99)
    ]
    # Who said nothing has nothing, which is not one of them.
    assert all(math.isnan(columns[name][1] or math.nan) for name in near)
    known, _about, _tally = read_back(campaign, "sav", tmp_path)
    assert known["people"][0] is None or math.isnan(known["people"][0])


def test_words_read_back_whatever_they_hold(campaign, tmp_path):
    for text in (*HOSTILE, f"{HOSTILE[1]} {'ñ' * 3_000}"):
        sent(campaign, Change("notes", text))

    columns, _about, _tally = read_back(campaign, "sav", tmp_path)

    stored = Answer.objects.filter(variable__code="notes").order_by("response__unit_id")
    assert columns["notes"] == [answer.value for answer in stored]


def test_labels_and_names_are_cut_to_what_spss_holds(tmp_path, db):
    long = [{"code": code, "label": {"es": f"{code} {LONG}", "en": code}} for code in ("a", "b")]
    campaign = CampaignFactory(version=published(definition_of(*KINDS, ask("long", "single", choices=long))))
    sent(campaign, Change("long", "b"))

    columns, about, _tally = read_back(campaign, "sav", tmp_path)

    label = about.column_names_to_labels["notes"]
    assert label.endswith("…")
    assert 240 < len(label.encode()) <= 256
    assert LONG.startswith(label[:-1])
    said = about.variable_value_labels["long"][2]
    assert 100 < len(said.encode()) <= 120
    assert f"b {LONG}".startswith(said[:-1])
    assert max(len(name) for name in columns) == 64
    assert len({name.casefold() for name in columns}) == len(columns)
    deep = [name for name in columns if name.startswith("grid.a_code")]
    assert len(deep) == 4
    assert len({about.column_names_to_labels[name] for name in deep}) == 4


def test_file_says_how_many_cases_it_has_and_their_checksum(campaign, tmp_path):
    rows = row_keys(2)
    sent(campaign, *everything(rows), rows=rows)
    for _ in range(2):
        sent(campaign, Change("people", 3))

    columns, about, tally = read_back(campaign, "sav", tmp_path, user_missing=True)

    assert f"# rows {len(columns['unit'])}" in about.notes
    assert f"# sha256 {tally.checksum}" in about.notes
    assert about.file_label == f"2031 | # rows 3 | # sha256 {tally.checksum[:12]}"
    cases = zip(*columns.values(), strict=True)
    lines = b"".join(line_of(tuple(text_of(cell) for cell in case)) for case in cases)
    assert hashlib.sha256(lines).hexdigest() == tally.checksum


def text_of(cell):
    """Write a cell that was read back as the checksum takes it."""
    if cell is None or cell != cell:
        return ""
    if isinstance(cell, date):
        return cell.isoformat()
    return f"{cell:.12g}" if isinstance(cell, float) else cell


def test_versions_are_united_and_what_was_taken_out_stays(campaign, tmp_path):
    answers = [Change("one", "yes"), Change("name", "Ada"), Change("grid", 7, row="dev", col="now")]
    old = sent(campaign, *answers)
    now = {"code": "now", "label": words("now"), "kind": "multiple", "choices": choices("x", "y")}
    newer = [{**KINDS[0], "choices": choices("maybe", "no")}, {**KINDS[10], "columns": [now]}]
    version = published(definition_of(*newer), campaign.questionnaire)
    answers = [Change("one", "maybe"), Change("grid", ["y"], row="dev", col="now")]
    new = sent(campaign, *answers, version=version)

    columns, about, _tally = read_back(campaign, "sav", tmp_path)

    assert columns["unit"] == [old.unit_id, new.unit_id]
    assert columns["version"] == [campaign.version.number, version.number]
    labels = about.variable_value_labels["one"]
    assert [labels[code] for code in columns["one"]] == ["yes (es)", "maybe (es)"]
    assert columns["name"] == ["Ada", ""]
    assert columns["grid.dev.now.y"][1] == 1
    # A column whose kind changed has a variable for each kind.
    assert columns[f"grid.dev.now.v{campaign.version.number}"][0] == 7


def test_labels_are_in_the_language_asked_for_and_measures_are_said(campaign, tmp_path):
    rows = row_keys(1)
    sent(campaign, *wish(rows[0], "Algo", 1), rows=rows)

    _columns, spanish, _tally = read_back(campaign, "sav", tmp_path)
    _columns, english, _tally = read_back(campaign, "sav", tmp_path, language="en")

    assert spanish.column_names_to_labels["grid.dev.now"] == "About grid (es): dev (es): now (es)"
    assert english.column_names_to_labels["grid.dev.now"] == "About grid: dev: now"
    assert english.variable_value_labels["people"][-97] == "We do not know"
    assert english.column_names_to_labels["wishes.1.name"] == "About wishes: 1: name"
    measures = english.variable_measure
    named = {
        name: measures[name] for name in ("one", "agree", "people", "skills.python.level", "several.pay")
    }
    assert named == {
        "one": "nominal",
        "agree": "ordinal",
        "people": "scale",
        "skills.python.level": "ordinal",
        "several.pay": "nominal",
    }


def test_explanations_of_odd_figures_have_their_columns(tmp_path, db):
    campaign = CampaignFactory()
    explained = {("roles-within-people", ""): "Becarios, y «ñ»"}
    sent(campaign, *COMPLETE, Change("people", 2), explained=explained)
    sent(campaign, *COMPLETE)

    columns, about, _tally = read_back(campaign, "sav", tmp_path)

    assert columns["check.roles_within_people.text"] == ["Becarios, y «ñ»", ""]
    state = columns["check.roles_within_people"]
    assert about.variable_value_labels["check.roles_within_people"][state[0]] == "Explicada"
    assert about.column_names_to_labels["check.roles_within_people"] == "More roles than people. (es)"


def test_skill_that_words_name_has_its_column(tmp_path, db):
    SkillFactory(code="web", label_es="Programación web", label_en="Web programming", aliases=["HTML"])
    wish = ask("wish", "text", vocabulary="skills")
    campaign = CampaignFactory(version=published(definition_of(wish)))
    for words_said in ("html", "otra cosa"):
        sent(campaign, Change("wish", words_said))

    columns, _about, _tally = read_back(campaign, "sav", tmp_path)

    assert (columns["wish"], columns["wish.skill"]) == (["html", "otra cosa"], ["web", ""])


def test_edition_without_answers_gives_a_file_that_opens(campaign, tmp_path):
    columns, about, tally = read_back(campaign, "sav", tmp_path)

    assert tally.count == 0
    assert [cells for cells in columns.values() if cells] == []
    assert "# rows 0" in about.notes


def test_cases_take_the_same_queries_for_one_and_three(campaign, django_assert_num_queries):
    for number in (1, 2):
        for _ in range(number):
            sent(campaign, Change("people", 3))
        with django_assert_num_queries(4):
            write_statistical(io.BytesIO(), campaign, "sav", "es")


def test_command_writes_what_the_ending_says(campaign, tmp_path, capsys):
    sent(campaign, Change("people", 3))

    call_command("export_answers", "2031", str(tmp_path / "answers.sav"), language="en")

    columns, about = pyreadstat.read_sav(tmp_path / "answers.sav", output_format="dict")
    assert columns["people"] == [3]
    assert about.column_names_to_labels["people"] == "About people"
    assert capsys.readouterr().out.startswith("1 rows, SHA-256 ")
