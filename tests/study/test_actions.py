import pytest
from django.db import DatabaseError, connection, transaction

from skills.models import Demand
from study.actions import PublicationRefused, begin_publication, publish_study
from study.models import Rendering, Snapshot, Study
from study.tasks import publish_in_background, request_publication
from tests.study.conftest import make_study

# A real failure at the very last file: PostgreSQL itself refuses it.
REFUSE_THE_LAST_FILE = """
CREATE FUNCTION refuse_pdf() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF NEW.name = 'study.pdf' AND NEW.language = 'en' THEN RAISE EXCEPTION 'disk full'; END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER refuse_pdf BEFORE INSERT ON study_rendering FOR EACH ROW EXECUTE FUNCTION refuse_pdf();
"""


@pytest.fixture
def full_disk(db):
    with connection.cursor() as cursor:
        cursor.execute(REFUSE_THE_LAST_FILE)


def test_publish_study_writes_snapshot_and_files(study, manager):
    snapshot = publish_study(study, by=manager)

    assert (snapshot.revision, snapshot.taken_by) == (1, manager)
    figures = ["context-i20", "activity", "profiles-demand", "supply", "gap-profile", "gap-skill"]
    charts = {f"{figure}{variant}.svg" for figure in figures for variant in ("", "-dark")}
    names = set(snapshot.renderings.values_list("name", "language"))
    assert names == {(name, language) for name in {"study.pdf", *charts} for language in ("es", "en")}
    study.refresh_from_db()
    assert study.state == "published"


def test_publish_study_again_adds_a_revision_and_keeps_the_first(snapshot, study, manager):
    first = Snapshot.objects.values().get(pk=snapshot.pk)
    study.title_es = "Otro título"
    study.save()

    second = publish_study(study, by=manager)

    assert (second.revision, second.payload["title"]["es"]) == (2, "Otro título")
    assert Snapshot.objects.values().get(pk=snapshot.pk) == first


@pytest.mark.django_db
def test_publish_study_refuses_an_open_edition(manager):
    study = make_study(state="open", closed_at=None)

    with pytest.raises(PublicationRefused, match="no está cerrada"):
        publish_study(study, by=manager)


@pytest.mark.django_db
def test_publish_study_refuses_results_that_are_not_frozen(manager):
    study = make_study(with_results=False)

    with pytest.raises(PublicationRefused, match="aún no están fijados"):
        publish_study(study, by=manager)


@pytest.mark.parametrize("language", ["es", "en"])
def test_publish_study_refuses_a_missing_title(study, manager, language):
    Study.objects.filter(pk=study.pk).update(**{f"title_{language}": ""})
    study.refresh_from_db()

    with pytest.raises(PublicationRefused, match="le falta el título"):
        publish_study(study, by=manager)
    assert not Snapshot.objects.exists()


def test_publish_study_writes_nothing_when_the_last_file_fails(study, manager, full_disk):
    with pytest.raises(DatabaseError, match="disk full"), transaction.atomic():
        publish_study(study, by=manager)

    assert (Snapshot.objects.count(), Rendering.objects.count()) == (0, 0)


def test_background_publication_reports_a_failure_with_the_request_id(study, manager, full_disk, caplog):
    publish_in_background.call(study.pk, manager.pk, "abc123def456")

    study.refresh_from_db()
    assert study.state == "failed"
    assert "abc123def456" in study.failure
    assert not Snapshot.objects.exists()
    assert [record.levelname for record in caplog.records] == ["ERROR"]


@pytest.mark.django_db
def test_background_publication_shows_why_it_was_refused(manager):
    study = make_study(with_results=False)

    publish_in_background.call(study.pk, manager.pk, "abc123def456")

    study.refresh_from_db()
    assert (study.state, "aún no están fijados" in study.failure) == ("failed", True)


def test_request_publication_publishes_and_counts_its_steps(study, manager):
    request_publication(study, by=manager, request_id="abc123def456")

    study.refresh_from_db()
    assert study.state == "published"
    assert (study.steps_done, study.steps_total) == (14, 14)


def test_begin_publication_refuses_a_second_press(study):
    begin_publication(study)

    with pytest.raises(PublicationRefused, match="ya se está publicando"):
        begin_publication(study)


def test_publish_study_tells_the_catalogue_what_is_asked_for(study, manager):
    publish_study(study, by=manager)

    rows = Demand.objects.filter(edition="2025")
    assert set(rows.values_list("companies", "answers", "population")) == {(11, 12, 14), (9, 12, 14)}
    assert set(rows.values_list("study_path", flat=True)) == {study.get_absolute_url()}
