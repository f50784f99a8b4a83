import re

import pytest
from django.urls import reverse
from django.utils import translation

from study.actions import publish_study
from study.models import Study
from tests.study.conftest import make_study


def address(name, *args, language="es"):
    with translation.override(language):
        return reverse(f"study:{name}", args=args)


def test_study_detail_shows_the_snapshot_in_the_language_of_the_address(client, snapshot):
    spanish = client.get(address("study-detail", "2025")).content.decode()
    english = client.get(address("study-detail", "2025", language="en")).content.decode()

    assert "La mayoría desarrolla software." in spanish
    assert "Most develop software." in english


def test_study_detail_shows_the_numbers_of_the_snapshot(client, snapshot):
    html = client.get(address("study-detail", "2025", language="en")).content.decode()

    cells = re.findall(r'<td class="data-table__number">([^<]*)</td>', html)
    shown = {
        f"{cell['value']} of {table['answers']}" if cell["status"] == "published" else "confidential"
        for table in snapshot.payload["tables"].values()
        for row in table["rows"]
        for cell in row["cells"].values()
    }
    assert shown == {"9 of 12", "0 of 12", "11 of 12", "7 of 12", "confidential"}
    assert shown <= set(cells)


def test_study_detail_does_not_follow_the_live_tables(client, snapshot, study):
    before = client.get(address("study-detail", "2025")).content

    Study.objects.filter(pk=study.pk).update(title_es="Cambiado", introduction_es="Cambiada")
    study.plan.nodes.update(title_es="Cambiada", progress=99)
    study.plan.indicators.update(name_es="Cambiado")

    assert client.get(address("study-detail", "2025")).content == before


def test_study_detail_shows_the_newest_revision(client, snapshot, study, manager):
    study.title_es = "Estudio corregido"
    study.save()
    publish_study(study, by=manager)

    assert "Estudio corregido" in client.get(address("study-detail", "2025")).content.decode()


def test_study_detail_names_revision_and_hash(client, snapshot):
    html = client.get(address("study-detail", "2025")).content.decode()

    assert snapshot.payload_sha256 in html
    assert snapshot.payload["method"]["questionnaire"]["sha256"] in html


@pytest.mark.django_db
@pytest.mark.parametrize(("is_demo", "notices"), [(True, 1), (False, 0)], ids=["demo", "real"])
def test_study_detail_says_when_its_data_are_invented(client, manager, is_demo, notices):
    publish_study(make_study(is_demo=is_demo), by=manager)

    html = client.get(address("study-detail", "2025")).content.decode()

    assert html.count("alert--demo") == notices


def test_study_detail_escapes_what_people_write(client, study, manager):
    study.title_es = "<script>alert(1)</script>"
    study.introduction_es = "<script>alert(2)</script> [x](javascript:alert(3))"
    study.save()
    publish_study(study, by=manager)

    html = client.get(address("study-detail", "2025")).content.decode()

    assert "<script>alert" not in html
    assert 'href="javascript' not in html


def test_study_detail_keeps_room_for_each_drawing(client, snapshot):
    images = re.findall(
        r'<img class="chart__image"[^>]*>', client.get(address("study-detail", "2025")).content.decode()
    )

    assert images
    for image in images:
        assert re.search(r' width="\d{3}" height="\d{2,4}"', image)


def test_study_detail_takes_three_queries(client, snapshot, django_assert_num_queries):
    """The state of the site, the snapshot, the sizes of its drawings."""
    with django_assert_num_queries(3):
        client.get(address("study-detail", "2025"))


@pytest.mark.django_db
def test_study_detail_of_an_unpublished_study_is_not_found(client):
    make_study()

    assert client.get(address("study-detail", "2025")).status_code == 404


@pytest.mark.django_db
def test_study_detail_of_an_unknown_edition_is_not_found(client):
    assert client.get(address("study-detail", "1999")).status_code == 404
