import pytest
from django.urls import reverse

from study.models import Snapshot, Study
from tests.conftest import sign_in
from tests.factories.actionplan import PlanFactory
from tests.factories.members import UserFactory
from tests.factories.study import ClosedCampaignFactory
from tests.factories.surveys import CampaignFactory
from tests.study.conftest import make_study


def publication(study):
    return reverse("admin:study_study_publication", args=[study.pk])


def test_admin_creates_a_study_of_a_closed_edition(manager_client):
    campaign = ClosedCampaignFactory(edition="2025")
    fields = {
        "campaign": campaign.pk,
        "plan": PlanFactory().pk,
        "title_es": "Estudio",
        "title_en": "Study",
        "introduction_es": "**Hola**",
        "introduction_en": "**Hello**",
        "snapshots-TOTAL_FORMS": 0,
        "snapshots-INITIAL_FORMS": 0,
    }

    response = manager_client.post(reverse("admin:study_study_add"), fields)

    study = Study.objects.get()
    assert response.status_code == 302
    assert (study.campaign, study.introduction_en, study.state) == (campaign, "**Hello**", "draft")


def test_admin_offers_only_closed_editions_without_a_study(manager_client, study):
    free = ClosedCampaignFactory(edition="2023")
    CampaignFactory()

    form = manager_client.get(reverse("admin:study_study_add")).context["adminform"].form

    assert list(form.fields["campaign"].queryset) == [free]


def test_publication_page_shows_what_would_be_frozen_and_writes_nothing(manager_client, study):
    page = manager_client.get(publication(study))

    assert tuple(page.context["preview"][0][1].split(" · ")[0].split()[::2]) == ("12", "14")
    assert not Snapshot.objects.exists()


@pytest.mark.django_db
def test_publication_page_says_why_it_cannot_be(manager_client):
    study = make_study(with_results=False)

    page = manager_client.get(publication(study))

    assert page.context["refusal"]
    assert page.context["preview"] == []
    assert "<form method" not in page.content.decode().split('class="publication"')[1]


def test_publication_by_post_publishes_and_comes_back(manager_client, manager, study):
    response = manager_client.post(publication(study))

    assert (response.status_code, response["Location"]) == (302, publication(study))
    assert Snapshot.objects.get().taken_by == manager


def test_publication_fragment_counts_the_steps(manager_client, study):
    Study.objects.filter(pk=study.pk).update(state="publishing", steps_done=3, steps_total=14)

    html = manager_client.get(publication(study), headers={"HX-Request": "true"}).content.decode()

    assert 'max="14" value="3"' in html
    assert "<html" not in html


def test_publication_is_closed_to_staff_without_the_right(client, study):
    sign_in(client, UserFactory(email="viewer@example.org", is_staff=True))

    assert client.post(publication(study)).status_code == 403
    assert not Snapshot.objects.exists()


def test_admin_keeps_a_published_study(manager_client, snapshot):
    url = reverse("admin:study_study_delete", args=[snapshot.study_id])

    assert manager_client.post(url, {"post": "yes"}).status_code == 403


@pytest.mark.parametrize("page", ["change", "delete", "history"])
def test_admin_shows_snapshots_and_changes_none(manager_client, snapshot, page):
    url = reverse(f"admin:study_snapshot_{page}", args=[snapshot.pk])

    assert manager_client.post(url, {"revision": 9, "post": "yes"}).status_code in (200, 403)
    assert Snapshot.objects.get().revision == 1


@pytest.mark.parametrize("studies", [1, 3])
def test_admin_list_of_studies_takes_the_same_queries(manager_client, django_assert_num_queries, studies):
    for number in range(studies):
        make_study(f"202{number}", companies=1, answered=1)

    with django_assert_num_queries(6):
        manager_client.get(reverse("admin:study_study_changelist"))
