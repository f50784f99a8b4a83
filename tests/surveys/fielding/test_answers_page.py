import csv
import json
import uuid
from io import StringIO

import pyreadstat
import pytest
from django.urls import reverse

from privacy.models import Event
from surveys.answering.actions import save_cells, submit_response
from surveys.answering.cells import Change
from surveys.authoring.moving.actions import move_edition
from surveys.fielding.admin.answers import CASES, TABLES
from surveys.models import Answer
from surveys.results.answer_files import WRITERS
from surveys.results.statistical.files import PROGRAMS
from surveys.results.stored_cells import cell_rows
from tests.conftest import sign_in
from tests.factories.members import UserFactory
from tests.factories.surveys import ResponseFactory
from tests.surveys.answering.conftest import COMPLETE
from tests.surveys.authoring.conftest import newer, restructured


def file_url(campaign, table, kind):
    return reverse("admin:surveys_campaign_answers_file", args=[campaign.pk, table, kind])


@pytest.fixture
def campaign(db):
    """An edition with a sent response, and one in progress that moved to another version."""
    moved = ResponseFactory(unit__organisation__legal_name='Ana; "la primera" SL')
    campaign = moved.unit.campaign
    sent = ResponseFactory(unit__campaign=campaign, unit__organisation__legal_name="Berta Ñ SL")
    for response in (moved, sent):
        save_cells(response, COMPLETE, request_id=uuid.uuid4(), actor="Ada")
    notes = "=1+1; una «línea»\ny otra, con ñ"
    save_cells(moved, [Change("notes", notes)], request_id=uuid.uuid4(), actor="Ada")
    submit_response(sent, idempotency_key=uuid.uuid4(), by="Ada")
    move_edition(campaign, newer(moved.version, restructured), by=None)
    return campaign


def test_file_is_the_union_over_versions_with_the_version_of_each(campaign):
    old, new = str(campaign.version.number), str(campaign.moves.get().version.number)

    rows = [(row[0][:3], row[2], *row[3:]) for row in cell_rows(campaign)]

    yes, no = "sí", "no"
    assert rows == [
        ("Ana", new, "hired", "", "", "yes", "given", yes, yes, no),
        ("Ana", new, "notes", "", "", "=1+1; una «línea»\ny otra, con ñ", "given", no, no, no),
        ("Ana", new, "people", "", "", "12", "given", yes, yes, no),
        ("Ana", new, "roles", "dev", "now", "3", "given", yes, yes, no),
        ("Ber", old, "hired", "", "", "yes", "given", yes, yes, no),
        ("Ber", old, "people", "", "", "12", "given", yes, yes, no),
        ("Ber", old, "reasons", "", "", "pay", "given", yes, yes, no),
        ("Ber", old, "roles", "dev", "now", "3", "given", yes, yes, no),
        ("Ana", new, "reasons", "", "", "pay", "given", no, yes, yes),
    ]


def test_file_read_back_has_every_stored_answer(manager_client, campaign):
    answer = manager_client.get(file_url(campaign, "all", "csv"))

    read = list(csv.reader(StringIO(answer.getvalue().decode("utf-8-sig"), newline=""), delimiter=";"))
    stored = Answer.objects.exclude(status="blank").count()
    # The titles, a cell put aside by the move, the count and the checksum.
    assert len(read) == 1 + stored + 1 + 2
    assert read[-2] == ["# rows", str(stored + 1)]
    assert read[1][0] == 'Ana; "la primera" SL'
    notes = next(row for row in read if row[3] == "notes")
    assert notes[6].lstrip("'") == "=1+1; una «línea»\ny otra, con ñ"
    assert not notes[6].startswith("=")
    assert Event.objects.filter(operation="read", model="surveys.campaign").count() == 1


def test_file_is_for_superusers(client, campaign):
    staff = sign_in(client, UserFactory(is_staff=True))

    assert staff.get(reverse("admin:surveys_campaign_answers_page", args=[campaign.pk])).status_code == 403
    for table in TABLES:
        assert staff.get(file_url(campaign, table, "csv")).status_code == 403
    assert staff.get(file_url(campaign, CASES, "sav")).status_code == 403


def test_page_leads_to_every_file(manager_client, campaign):
    page = manager_client.get(reverse("admin:surveys_campaign_answers_page", args=[campaign.pk]))

    urls = [file_url(campaign, table, kind) for table in TABLES for kind in WRITERS]
    urls += [file_url(campaign, CASES, kind) for kind in PROGRAMS]
    assert [f'href="{url}"' in page.content.decode() for url in urls] == [True] * 8
    sizes = {url: len(manager_client.get(url).getvalue()) for url in urls}
    assert min(sizes.values()) > 100
    sent = json.loads(manager_client.get(file_url(campaign, "sent", "json")).getvalue())
    assert {row[4] for row in sent["rows"]} == {"Berta Ñ SL"}


def test_file_for_a_program_is_in_the_language_of_the_page(manager_client, campaign, tmp_path):
    answer = manager_client.get(file_url(campaign, CASES, "sav"))

    assert answer["Content-Disposition"] == f'attachment; filename="{campaign.edition}-cases-answers.sav"'
    path = tmp_path / "answers.sav"
    path.write_bytes(answer.getvalue())
    columns, about = pyreadstat.read_sav(path, output_format="dict")
    assert columns["organisation"] == ["Berta Ñ SL"]
    assert about.column_names_to_labels["people"] == "About people (es)"
    assert Event.objects.filter(operation="read", model="surveys.campaign").count() == 1


@pytest.mark.parametrize(
    ("table", "kind"), [("cases", "csv"), ("sent", "sav"), ("none", "csv"), ("all", "pdf")]
)
def test_file_of_no_such_kind_is_not_found(table, kind, manager_client, campaign):
    assert manager_client.get(file_url(campaign, table, kind)).status_code == 404
    assert not Event.objects.filter(operation="read", model="surveys.campaign").exists()


def test_file_takes_the_same_queries_for_one_and_three(campaign, django_assert_num_queries):
    list(cell_rows(campaign))
    with django_assert_num_queries(3):
        list(cell_rows(campaign))
    for _ in range(2):
        other = ResponseFactory(unit__campaign=campaign)
        save_cells(other, COMPLETE, request_id=uuid.uuid4(), actor="Bea")
    with django_assert_num_queries(3):
        list(cell_rows(campaign))
