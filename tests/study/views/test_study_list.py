import pytest

from study.models import Snapshot
from tests.factories.study import StudyFactory
from tests.study.views.test_study_detail import address

HEADLINES = {
    "title": {"es": "Un estudio", "en": "A study"},
    "method": {"answers": 12, "population": 14, "reference_date": "2025-09-30"},
    "is_demo": False,
}


def publish_lines(edition, revision=1, **changes):
    """Return a snapshot with the few lines the list reads; a whole one takes seconds."""
    study = StudyFactory(campaign__edition=edition)
    return revise(study, revision, edition=edition, **changes)


def revise(study, revision, **changes):
    return Snapshot.objects.create(study=study, revision=revision, payload=HEADLINES | changes)


@pytest.mark.django_db
def test_study_list_without_studies_says_so(client):
    html = client.get(address("study-list", language="en")).content.decode()

    assert "No study has been published yet" in html


@pytest.mark.django_db
def test_study_list_shows_the_newest_revision_of_each_study(client):
    older = publish_lines("2023", title={"es": "Viejo", "en": "Old"})
    revise(older.study, 2, edition="2023", title={"es": "Corregido", "en": "Corrected"})
    publish_lines("2025")

    snapshots = client.get(address("study-list")).context["snapshots"]

    assert [(s.edition, s.revision, s.title["es"]) for s in snapshots] == [
        ("2025", 1, "Un estudio"),
        ("2023", 2, "Corregido"),
    ]


@pytest.mark.django_db
def test_study_list_leaves_drafts_out(client):
    StudyFactory()

    assert list(client.get(address("study-list")).context["snapshots"]) == []


@pytest.mark.django_db
@pytest.mark.parametrize("studies", [1, 3])
def test_study_list_takes_the_same_queries(client, django_assert_num_queries, studies):
    for number in range(studies):
        publish_lines(f"202{number}")

    with django_assert_num_queries(3):
        client.get(address("study-list"))


@pytest.mark.django_db
def test_study_list_may_be_kept_by_a_cache_when_nobody_is_signed_in(client):
    response = client.get(address("study-list"))

    assert response["Cache-Control"] == "public, max-age=60"
    assert "max-age=60" in response["Cache-Control"]
    # What is for everybody must not reach whoever has come in.
    assert "Cookie" in response["Vary"]
    assert not response.cookies
