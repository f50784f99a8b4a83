"""Proof 9: what is exported reads back as what is stored, whatever it holds and however much it is."""

import copy
import csv
import hashlib
import io
import json
import tracemalloc
import uuid

import pytest
from django.core.management import CommandError, call_command
from openpyxl import load_workbook

from surveys.answering.actions import save_cells, submit_response
from surveys.answering.cells import Change
from surveys.instrument.actions import publish_version
from surveys.models import Answer
from surveys.results.answer_files import CHECKSUM, COUNT, WRITERS, line_of
from surveys.results.sent_answers import TITLES, sent_rows
from tera.spreadsheets.safe_text import unescape_xml, unmark
from tests.factories.surveys import TINY, CampaignFactory, ResponseFactory, VersionFactory
from tests.surveys.answering.conftest import COMPLETE

HOSTILE = [
    "uno, dos; tres",
    'dice "hola" y «adiós»',
    "primera línea\nsegunda línea\r\ny otra",
    "=cmd|' /C calc'!A0",
    "'=1+1",
    "-2+3",
    "\t@SUM(A1)",
    "Ñandú, pingüino, cigüeña",
    "# rows",
    "_x0041_",
]


def read_csv(content):
    rows = list(csv.reader(io.StringIO(content.decode("utf-8-sig"), newline=""), delimiter=";"))
    return [[unmark(cell) for cell in row] for row in rows[1:-2]], int(rows[-2][1]), rows[-1][1]


def read_json(content):
    found = json.loads(content)
    assert found["titles"] == list(TITLES)
    return found["rows"], found["count"], found["sha256"]


def read_xlsx(content):
    book = load_workbook(io.BytesIO(content), read_only=True)
    rows = [
        [unmark(unescape_xml(str(cell))) if cell is not None else "" for cell in row]
        for row in book["answers"].iter_rows(values_only=True)
    ]
    check = dict(book["check"].iter_rows(values_only=True))
    return [row + [""] * (len(TITLES) - len(row)) for row in rows[1:]], check[COUNT], check[CHECKSUM]


READERS = {"csv": read_csv, "json": read_json, "xlsx": read_xlsx}


def sent(campaign, *changes, **rest):
    response = ResponseFactory(unit__campaign=campaign, **rest)
    save_cells(response, [*COMPLETE, *changes], request_id=uuid.uuid4(), actor="Ada")
    said = {("roles-within-people", ""): "Becarios"}
    submit_response(response, idempotency_key=uuid.uuid4(), by="Ada", explanations=said)
    return response


def written(kind, rows):
    file = io.BytesIO()
    WRITERS[kind](file, TITLES, rows)
    return file.getvalue()


@pytest.mark.django_db
@pytest.mark.parametrize("kind", WRITERS)
def test_file_reads_back_as_what_is_stored(kind):
    campaign = CampaignFactory()
    texts = {sent(campaign, Change("notes", text)).unit_id: text.strip() for text in HOSTILE}

    rows, count, checksum = READERS[kind](written(kind, sent_rows(campaign)))

    assert count == len(rows) == Answer.objects.exclude(status="blank").count()
    assert checksum == hashlib.sha256(b"".join(line_of(tuple(row)) for row in rows)).hexdigest()
    found = [dict(zip(TITLES, row, strict=True)) for row in rows]
    assert {int(row["unit"]): row["value"] for row in found if row["variable"] == "notes"} == texts
    assert {row["value"] for row in found if row["variable"] == "people"} == {"12"}


@pytest.mark.django_db
def test_explanations_stand_beside_the_answers():
    campaign = CampaignFactory()
    sent(campaign, Change("people", 2))

    rows = [dict(zip(TITLES, row, strict=True)) for row in sent_rows(campaign)]

    (said,) = [row for row in rows if row["kind"] == "explanation"]
    told = (said["variable"], said["status"], said["value"])
    assert told == ("roles-within-people", "explained", "Becarios")


@pytest.mark.django_db
def test_versions_are_united_by_the_code_of_the_variable():
    campaign = CampaignFactory()
    first = sent(campaign)
    newer = copy.deepcopy(TINY)
    newer["sections"][1]["pages"][2]["questions"][0]["label"] = {"es": "Otra", "en": "Other"}
    version = publish_version(VersionFactory(questionnaire=campaign.questionnaire, definition=newer), by=None)
    second = sent(campaign, version=version)

    rows = [dict(zip(TITLES, row, strict=True)) for row in sent_rows(campaign)]

    asked = {(int(row["unit"]), row["version"]) for row in rows if row["variable"] == "people"}
    assert asked == {(first.unit_id, str(first.version.number)), (second.unit_id, str(version.number))}


@pytest.mark.django_db
def test_rows_take_the_same_queries_for_one_and_three(django_assert_num_queries):
    campaign = CampaignFactory()
    for number in (1, 2):
        for _ in range(number):
            sent(campaign)
        with django_assert_num_queries(3):
            list(sent_rows(campaign))


def many(number):
    return (
        ("2026", "q", "1", str(n), f"Entidad {n}", "R", "1", "answer", "x", "", "", "given", "á")
        for n in range(number)
    )


@pytest.mark.parametrize("kind", WRITERS)
def test_memory_stays_flat_at_ten_times_the_size(kind, tmp_path):
    """A smaller version of ``bench.proofs.export_memory``; the first round warms what is made once."""
    peaks = []
    for number in (30, 200, 2_000):
        with (tmp_path / "file").open("wb") as file:
            tracemalloc.start()
            WRITERS[kind](file, TITLES, many(number))
            peaks.append(tracemalloc.get_traced_memory()[1])
            tracemalloc.stop()

    assert peaks[2] < 1.5 * peaks[1] + 200_000


@pytest.mark.django_db
def test_command_writes_what_the_ending_says(tmp_path, capsys):
    campaign = CampaignFactory(edition="2031")
    sent(campaign)

    call_command("export_answers", "2031", str(tmp_path / "answers.json"))

    rows, count, checksum = read_json((tmp_path / "answers.json").read_bytes())
    assert capsys.readouterr().out == f"{count} rows, SHA-256 {checksum}\n"
    assert len(rows) == count > 0
    with pytest.raises(CommandError, match="There is no edition"):
        call_command("export_answers", "1999", str(tmp_path / "answers.json"))
    with pytest.raises(CommandError, match="must end in .csv, .json, .xlsx, .sav, .dta"):
        call_command("export_answers", "2031", str(tmp_path / "answers.pdf"))
