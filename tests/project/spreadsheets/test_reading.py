from datetime import date

import pytest
from openpyxl import Workbook
from openpyxl.cell.read_only import EmptyCell

from tera.spreadsheets import errors
from tera.spreadsheets.limits import MAX_COLUMNS, MAX_ROWS, MAX_UNPACKED
from tera.spreadsheets.reading import read_table
from tests.project.spreadsheets.files import repacked, saved, text, with_sheet, workbook

TITLES = "Nombre;Municipio\n"
ROW = "Peña y Núñez;Castañeda\n"


def cells(content: bytes) -> list[list[str]]:
    return [row.cells for row in read_table(content).rows]


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "cp1252"])
def test_csv_is_read_in_each_encoding_that_spreadsheets_write(encoding):
    table = read_table((TITLES + ROW).encode(encoding))

    assert table.titles == ["Nombre", "Municipio"]
    assert [row.cells for row in table.rows] == [["Peña y Núñez", "Castañeda"]]
    assert table.encoding == ("Windows-1252" if encoding == "cp1252" else "")


@pytest.mark.parametrize(
    "content",
    [
        (TITLES + ROW).encode("cp850"),
        (TITLES + ROW).encode().decode("cp1252").encode(),
        (TITLES + "A\x81;B\n").encode("latin-1"),
        b"\xff\xfe" + (TITLES + ROW).encode("utf-16-le")[:-1],
        b"\xef\xbb\xbf" + (TITLES + ROW).encode("cp1252"),
    ],
    ids=["DOS", "UTF-8 saved twice", "undefined byte", "half a character", "wrong mark"],
)
def test_csv_whose_accents_are_lost_is_refused(content):
    with pytest.raises(errors.UnknownEncoding):
        read_table(content)


@pytest.mark.parametrize("delimiter", [";", ",", "\t", "|"])
def test_csv_delimiter_is_found(delimiter):
    content = f"a{delimiter}b\n1{delimiter}x\n2{delimiter}\n".encode()

    assert cells(content) == [["1", "x"], ["2", ""]]


def test_csv_delimiter_is_not_taken_from_the_texts():
    assert cells(b'name;note\nOne;"a, b, c"\nTwo;x, y\n') == [["One", "a, b, c"], ["Two", "x, y"]]


def test_csv_delimiter_is_not_mistaken_over_texts_of_several_lines():
    content = b'name;share, %;notes\nAna;7;"one, two\nthree, four\nfive, six"\n'

    assert read_table(content).titles == ["name", "share, %", "notes"]


def test_csv_may_declare_its_delimiter():
    table = read_table(b"sep=;\nname\nOne\n")

    assert (table.titles, [row.cells for row in table.rows]) == (["name"], [["One"]])


def test_csv_says_in_which_row_a_quotation_is_broken():
    with pytest.raises(errors.BrokenRow, match="3"):
        read_table(b'a;b\n1;2\n"3;4\n')


def test_rows_keep_the_numbers_of_the_spreadsheet():
    table = read_table(workbook([["a", "b"], [], ["1", "2"], [], [], ["3"]]))

    assert [(row.number, row.cells) for row in table.rows] == [(3, ["1", "2"]), (6, ["3", ""])]


def test_workbook_values_are_read_as_people_type_them():
    book = Workbook()
    book.active.append(["a", "b", "c", "d"])
    book.active.append([12.0, 2.5, date(2024, 3, 1), True])

    assert cells(saved(book)) == [["12", "2.5", "2024-03-01", "1"]]


def test_workbook_formulas_are_reported_and_not_evaluated():
    table = read_table(workbook([["a", "b"], ["x", "=1+1"]]))

    assert table.rows[0].cells == ["x", "=1+1"]
    assert table.rows[0].formulas == [1]


def test_workbook_with_other_sheets_says_that_they_are_not_read():
    assert read_table(workbook([["a"], ["1"]], more_sheets=2)).other_sheets == 2


def test_hundred_thousand_empty_rows_are_passed_over():
    empty = "".join(f'<row r="{n}"><c r="A{n}" s="0"/></row>' for n in range(3, 100_003))
    titles = f'<row r="1">{text("A", 1, "name")}</row><row r="2">{text("A", 2, "One")}</row>'

    assert cells(with_sheet(titles + empty)) == [["One"]]


def test_row_with_an_absurd_number_is_passed_over():
    rows = f'<row r="1">{text("A", 1, "name")}</row><row r="2">{text("A", 2, "One")}</row>'
    rows += f'<row r="99999999999">{text("A", 3, "Two")}</row>'

    assert cells(with_sheet(rows)) == [["One"]]


def test_rows_left_out_before_a_stray_cell_are_looked_at_once(monkeypatch):
    looks = []
    monkeypatch.setattr(EmptyCell, "value", property(lambda cell: looks.append(1)))
    rows = f'<row r="1">{text("A", 1, "name")}</row><row r="2">{text("A", 2, "One")}</row>'
    rows += f'<row r="1048576">{text("A", 1048576, "Two")}</row>'

    assert cells(with_sheet(rows)) == [["One"], ["Two"]]
    assert len(looks) < 10 * (MAX_COLUMNS + 1)


def test_fifty_megabytes_are_refused():
    with pytest.raises(errors.FileTooLarge):
        read_table(b"x" * 50_000_000)


def test_zip_bomb_is_refused_before_it_is_unpacked():
    bomb = repacked(workbook([["a"], ["1"]]), {"xl/media/image1.png": b"\0" * (MAX_UNPACKED + 1)})

    assert len(bomb) < 100_000
    with pytest.raises(errors.UnpacksTooLarge):
        read_table(bomb)


def test_zip_bomb_that_lies_about_its_size_is_refused():
    sound = workbook([["a"], ["1"]])
    body = b"<row>" * 8_000_000
    bomb = repacked(sound, {"xl/worksheets/sheet1.xml": body})
    lying = bomb.replace(len(body).to_bytes(4, "little"), (100).to_bytes(4, "little"))

    assert lying != bomb
    with pytest.raises(errors.Unreadable):
        read_table(lying)


@pytest.mark.parametrize(
    "declaration",
    [
        '<!DOCTYPE x [<!ENTITY a SYSTEM "file:///etc/passwd">]>',
        '<!DOCTYPE x [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;">]>',
    ],
    ids=["a file of the server", "entities that multiply"],
)
def test_workbook_that_declares_entities_is_refused(declaration):
    rows = f'<row r="1">{text("A", 1, "name")}</row><row r="2">{text("A", 2, "&a;")}</row>'

    with pytest.raises(errors.Unreadable):
        read_table(with_sheet(rows, before=declaration))


@pytest.mark.parametrize(
    ("content", "reason"),
    [
        (repacked(workbook([["a"], ["1"]]), {"xl/vbaProject.bin": b"x"}), errors.HasMacros),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 600, errors.OldWorkbook),
        (workbook([["a"], ["1"]])[:3000], errors.Unreadable),
        (b"PK\x03\x04 and nothing else", errors.Unreadable),
        (b"%PDF-1.7\n1 0 obj", errors.WrongType),
        (b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR\xff\xfe", errors.WrongType),
        (b"", errors.NoRows),
        (b"\n;;\n;\n", errors.NoRows),
        (b"name;town\n", errors.NoRows),
        (workbook([]), errors.NoRows),
        (workbook([["a"]]), errors.NoRows),
        (b"a\n" + b"1\n" * (MAX_ROWS + 1), errors.TooManyRows),
        (b";".join([b"a"] * (MAX_COLUMNS + 1)) + b"\n1\n", errors.TooManyColumns),
        (workbook([["a"] * (MAX_COLUMNS + 1), ["1"]]), errors.TooManyColumns),
        (b"a;b\n" + (b"x" * 900 + b";\n") * 4999, None),
    ],
    ids=lambda value: None if isinstance(value, bytes) else getattr(value, "__name__", "large and sound"),
)
def test_whatever_is_uploaded_is_either_a_table_or_a_reason(content, reason):
    if reason is None:
        assert len(read_table(content).rows) == 4999
    else:
        with pytest.raises(reason) as refusal:
            read_table(content)
        assert str(refusal.value)


def test_other_office_documents_are_refused():
    document = repacked(workbook([["a"], ["1"]]), {})
    with pytest.raises(errors.WrongType):
        read_table(document.replace(b"xl/workbook.xml", b"word/documen.xm"))
