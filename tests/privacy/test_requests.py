import io
import json
import zipfile
from datetime import date, timedelta

import pytest
from django.db import IntegrityError, transaction
from django.urls import reverse
from django.utils import timezone

from privacy.models import DataSubjectRequest
from privacy.models.request import months_later
from tests.conftest import sign_in
from tests.factories.members import BodyPostFactory, PersonFactory, PostFactory, UserFactory
from tests.factories.privacy import DataSubjectRequestFactory

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(
    ("day", "months", "later"),
    [
        (date(2026, 1, 15), 1, date(2026, 2, 15)),
        (date(2026, 1, 31), 1, date(2026, 2, 28)),
        (date(2026, 11, 30), 3, date(2027, 2, 28)),
        (date(2026, 12, 1), 1, date(2027, 1, 1)),
    ],
)
def test_month_ends_on_the_same_day_or_the_last(day, months, later):
    assert months_later(day, months) == later


def test_request_is_due_in_a_month_and_with_a_reason_in_three():
    request = DataSubjectRequestFactory(received_on=date(2026, 3, 10))
    assert request.due_on == date(2026, 4, 10)

    request.extension_reason = "Four hundred pages to go through."
    request.save()

    assert request.due_on == date(2026, 6, 10)


def test_closing_needs_an_outcome():
    request = DataSubjectRequestFactory()

    request.state = "done"

    with pytest.raises(IntegrityError, match="closed_request_says_how"), transaction.atomic():
        request.save()


def test_only_open_requests_are_due():
    late = DataSubjectRequestFactory(received_on=date(2026, 1, 1))
    DataSubjectRequestFactory(received_on=date(2026, 1, 1), state="refused", outcome="Unfounded.")
    DataSubjectRequestFactory(received_on=date(2026, 6, 1))

    assert list(DataSubjectRequest.objects.due_by(date(2026, 3, 1))) == [late]


def test_file_to_hand_over_says_what_is_known(manager_client):
    post = PostFactory(
        person__family_name="Zubizarreta", organisation__description_es="Escriba a Ada Zubizarreta."
    )
    request = DataSubjectRequestFactory(person=post.person, kind="access")

    answer = manager_client.get(reverse("admin:privacy_datasubjectrequest_download", args=[request.pk]))

    bundle = zipfile.ZipFile(io.BytesIO(answer.content))
    assert sorted(bundle.namelist()) == ["data.html", "data.json", "data.xlsx"]
    content = json.loads(bundle.read("data.json"))
    assert {record["model"] for record in content["records"]} >= {"members.Person", "members.Post"}
    assert content["texts"][0]["table"] == "members_organisation"
    assert post.person.work_email in bundle.read("data.html").decode()
    assert "no-store" in answer.headers["Cache-Control"]


def test_preview_says_why_not_and_offers_no_button(manager_client):
    person = PersonFactory()
    body = BodyPostFactory(person=person).body
    request = DataSubjectRequestFactory(person=person)
    url = reverse("admin:privacy_datasubjectrequest_erase", args=[request.pk])

    html = manager_client.get(url).content.decode()

    assert body.name in html
    assert 'type="submit" class="audit__button"' not in html
    assert 'class="audit__button"' not in html
    manager_client.post(url)
    person.refresh_from_db()
    assert person.given_name == "Ada"


def test_erasing_is_one_press_after_the_preview(manager_client):
    request = DataSubjectRequestFactory()
    url = reverse("admin:privacy_datasubjectrequest_erase", args=[request.pk])

    preview = manager_client.get(url).content.decode()
    assert request.person.work_email not in preview
    assert "members_person" in preview
    manager_client.post(url)

    request.person.refresh_from_db()
    assert request.person.given_name == request.reference


@pytest.mark.parametrize("page", ["download", "erase"])
def test_who_may_not_change_requests_cannot_read_or_erase(client, page):
    sign_in(client, UserFactory(is_staff=True))
    request = DataSubjectRequestFactory()

    answer = client.post(reverse(f"admin:privacy_datasubjectrequest_{page}", args=[request.pk]))

    assert answer.status_code == 403


def test_overview_warns_before_a_request_is_due(manager_client):
    DataSubjectRequestFactory(received_on=timezone.localdate() - timedelta(days=25))
    DataSubjectRequestFactory()

    page = manager_client.get(reverse("admin:index"))

    titles = [concern.title for concern in page.context["concerns"]]
    assert sum("1" in title and "protección de datos" in title for title in titles) == 1
