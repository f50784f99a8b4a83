import csv
from io import BytesIO, StringIO

import pytest
from hypothesis import given
from hypothesis import strategies as st
from openpyxl import load_workbook

from tera.spreadsheets.csv_text import GARBLED
from tera.spreadsheets.reading import read_table
from tera.spreadsheets.writing import write_csv, write_xlsx

NASTY = ["=1+1", "+34 942", "-a", "@x", "\tq", "'=x", "''+y", "'plain", '"', "a;b", " lead", "ñ😀", "_x000D_"]
CHARACTERS = st.characters(exclude_categories=["Cs"], exclude_characters="\0")
TEXTS = st.one_of(st.sampled_from(NASTY), st.text(CHARACTERS, max_size=30)).filter(
    lambda text: text.strip() and not GARBLED.search(text)
)
TABLES = st.lists(st.lists(TEXTS, min_size=2, max_size=2), min_size=1, max_size=4)


def written(kind, rows) -> bytes:
    if kind == "csv":
        return write_csv(["a", "b"], rows)
    return write_xlsx("Sheet", ["a", "b"], rows)


@pytest.mark.parametrize("kind", ["csv", "xlsx"])
@given(rows=TABLES)
def test_what_is_written_is_read_back_whole(kind, rows):
    table = read_table(written(kind, rows))

    assert [row.cells for row in table.rows] == rows
    assert [row.formulas for row in table.rows] == [[]] * len(rows)


@given(rows=TABLES)
def test_no_cell_of_a_csv_begins_as_a_formula(rows):
    text = write_csv(["a", "b"], rows).decode("utf-8-sig")

    cells = [cell for row in csv.reader(StringIO(text, newline=""), delimiter=";") for cell in row]
    assert [cell for cell in cells if cell.startswith(tuple("=+-@\t\r\n"))] == []


@given(rows=TABLES)
def test_no_cell_of_a_workbook_is_a_formula(rows):
    book = load_workbook(BytesIO(written("xlsx", rows)))

    kinds = {cell.data_type for row in book.active.iter_rows() for cell in row}
    assert kinds == {"s"}


def test_numbers_of_a_workbook_stay_numbers():
    book = load_workbook(BytesIO(write_xlsx("Sheet", ["people"], [[12]])))

    assert book.active["A2"].value == 12
