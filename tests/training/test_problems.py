import pytest
from django.conf import settings
from django.urls import reverse

from tests.factories.training import OfferFactory
from training.enums import ProblemKind
from training.models import ProblemReport

pytestmark = pytest.mark.django_db


@pytest.fixture
def offer():
    return OfferFactory(name_es="Redes")


def url(offer) -> str:
    return reverse("training:report-problem", args=[offer.slug])


def settle(client, report, **more):
    listed = reverse("admin:training_problemreport_changelist")
    return client.post(listed, {"action": "settle", "_selected_action": [report.pk]} | more)


def test_visitor_says_what_is_wrong_and_is_thanked(client, offer):
    assert url(offer) in client.get(offer.get_absolute_url()).content.decode()

    answer = client.post(url(offer), {"kind": "link", "text": "El enlace da error 404"}, follow=True)

    report = ProblemReport.objects.get()
    assert (report.offer, report.kind, report.settled_at) == (offer, "link", None)
    assert "Gracias" in answer.content.decode()


@pytest.mark.parametrize(
    "data",
    [{}, {"kind": "unknown"}, {"kind": "link", "text": "x" * 1001}, {"kind": "link", "text": "a\0b"}],
    ids=str,
)
def test_wrong_report_is_refused_and_what_was_written_stays(client, offer, data):
    answer = client.post(url(offer), data)

    assert answer.status_code == 422
    assert answer.context["form"].data.get("text", "") == data.get("text", "")
    assert not ProblemReport.objects.exists()


def test_nothing_is_chosen_beforehand(client, offer):
    page = client.get(url(offer)).content.decode()

    assert page.count('type="radio"') == len(ProblemKind)
    assert " checked" not in page


def test_draft_takes_no_reports(client):
    draft = OfferFactory(status="draft")

    assert client.get(url(draft)).status_code == 404
    assert client.post(url(draft), {"kind": "link"}).status_code == 404


def test_reports_are_limited_for_each_address(client, offer):
    answers = [client.post(url(offer), {"kind": "other"}).status_code for _ in range(6)]

    assert answers == [302] * 5 + [429]
    assert ProblemReport.objects.count() == 5
    assert settings.ACCOUNT_RATE_LIMITS["report_problem"].startswith("5/m")


def test_get_changes_nothing(client, offer):
    client.get(url(offer), {"kind": "link"})

    assert not ProblemReport.objects.exists()


def test_manager_reads_and_settles_what_was_reported(manager_client, manager, offer):
    report = ProblemReport.objects.create(offer=offer, kind="price", text="<b>Cuesta 40 €</b>")
    listed = manager_client.get(reverse("admin:training_problemreport_changelist")).content.decode()
    assert "&lt;b&gt;Cuesta 40 €" in listed

    settle(manager_client, report)
    assert ProblemReport.objects.open().exists()
    settle(manager_client, report, confirmed="yes")

    report.refresh_from_db()
    assert report.settled_by == manager
    assert report.settled_at is not None


def test_page_of_a_report_leads_to_settling_it_and_has_nothing_to_save(manager_client, offer):
    report = ProblemReport.objects.create(offer=offer, kind="price", text="Cuesta 40 €")
    page = reverse("admin:training_problemreport_change", args=[report.pk])

    open_one = manager_client.get(page).content.decode()
    settle(manager_client, report, confirmed="yes")
    settled = manager_client.get(page).content.decode()

    assert f'name="_selected_action" value="{report.pk}"' in open_one
    assert 'name="_save"' not in open_one
    assert 'name="_selected_action"' not in settled


@pytest.mark.parametrize("number", [1, 3])
def test_list_of_reports_makes_a_constant_number_of_queries(
    manager_client, number, django_assert_max_num_queries
):
    for _number in range(number):
        ProblemReport.objects.create(offer=OfferFactory(), kind="other")
    url = reverse("admin:training_problemreport_changelist")
    manager_client.get(url)

    with django_assert_max_num_queries(14):
        manager_client.get(url)
