"""A file for Stata reads back as what is stored, within what Stata holds."""

from datetime import date

from surveys.answering.cells import Change
from tests.surveys.results.statistical.conftest import KINDS, LONG, read_back, row_keys, sent
from tests.surveys.results.statistical.test_spss import everything


def test_every_kind_reads_back_as_it_was_sent(campaign, tmp_path):
    rows = row_keys(2)
    sent(campaign, *everything(rows), rows=rows, unit__organisation__legal_name="Ñandú, S.L.")

    columns, about, tally = read_back(campaign, "dta", tmp_path)

    case = {name: cells[0] for name, cells in columns.items()}
    said = about.variable_value_labels
    assert case["organisation"] == "Ñandú, S.L."
    assert said["one"][case["one"]] == "no (es)"
    assert (case["several_pay"], case["several_other"]) == (0, 1)
    assert case["several_other_text"] == 'Ñoñerías; "comillas"'
    assert (case["people"], case["result"], case["part"]) == (7, -1234.56, 33.33)
    assert case["since"] == date(1999, 12, 31)
    assert case["notes"] == "uno, dos\ndos; ñ\n\n=1+1"
    assert (case["grid_dev_now"], case["wishes_2_name"]) == (4, "Otra")
    assert about.file_label == f"2031 | # rows {tally.count} | # sha256 {tally.checksum[:12]}"


def test_reasons_for_no_figure_are_letters_with_their_words(campaign, tmp_path):
    sent(campaign, *(Change(q["variable"], status=q["opt_out"]["status"]) for q in KINDS if "opt_out" in q))
    sent(campaign, Change("people", 3))

    columns, about, _tally = read_back(campaign, "dta", tmp_path, user_missing=True)

    assert columns["people"] == ["a", 3]
    assert columns["result"][0] == columns["since"][0] == "a"
    assert columns["grid_status"][0] == "b"
    assert about.variable_value_labels["people"]["a"] == "No lo sabemos, señoría"


def test_names_and_labels_fit_and_long_words_are_whole(campaign, tmp_path):
    words = [f"{'ñ' * 4_000} {n}" for n in range(2)]
    for text in words:
        sent(campaign, Change("notes", text))
    sent(campaign, Change("people", 1))

    columns, about, _tally = read_back(campaign, "dta", tmp_path)

    assert columns["notes"] == [*words, ""]
    assert max(map(len, columns)) == 28
    assert len({name.casefold() for name in columns}) == len(columns)
    label = about.column_names_to_labels["notes"]
    assert (len(label), label[-1]) == (80, "…")
    assert LONG.startswith(label[:-1])


def test_edition_without_answers_gives_a_file_that_opens(campaign, tmp_path):
    columns, _about, tally = read_back(campaign, "dta", tmp_path)

    assert tally.count == 0
    assert [cells for cells in columns.values() if len(cells)] == []
