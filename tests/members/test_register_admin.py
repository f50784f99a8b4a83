"""The register's newer pages in the admin panel: bodies, agreements, audiences, bulk actions."""

from datetime import date

import pytest
from django.db.backends.postgresql.psycopg_any import DateRange
from django.urls import reverse
from django.utils import timezone

from members.models import Activity, Agreement, Membership, Organisation
from tests.factories.members import (
    AgreementFactory,
    BodyFactory,
    BodyPostFactory,
    MembershipFactory,
    OrganisationFactory,
)

from .test_admin import organisation_data, rows_of

pytestmark = pytest.mark.django_db

ORGANISATIONS = reverse("admin:members_organisation_changelist")
MEMBERSHIPS = reverse("admin:members_membership_changelist")


def seated(n: int) -> None:
    BodyPostFactory(body=BodyFactory(), organisation=OrganisationFactory(), role="chair")


def agreed(n: int) -> None:
    AgreementFactory().parties.add(OrganisationFactory(), OrganisationFactory())


@pytest.mark.parametrize("rows", [1, 3])
@pytest.mark.parametrize(
    ("name", "make", "queries"), [("body", seated, 7), ("bodypost", seated, 7), ("agreement", agreed, 7)]
)
def test_lists_cost_the_same_queries(manager_client, django_assert_num_queries, rows, name, make, queries):
    for n in range(rows):
        make(n)

    with django_assert_num_queries(queries):
        response = manager_client.get(reverse(f"admin:members_{name}_changelist"))
    assert len(response.context["cl"].result_list) == rows


@pytest.mark.parametrize("name", ["body", "bodypost", "agreement"])
def test_pages_offer_a_form_to_add(manager_client, name):
    response = manager_client.get(reverse(f"admin:members_{name}_add"))

    assert response.context["adminform"].form.errors == {}


@pytest.mark.parametrize(
    ("state", "titles"),
    [
        ("in_force", {"lasting", "ending"}),
        ("expiring", {"ending"}),
        ("lapsed", {"ended"}),
        ("ended", {"ended"}),
        ("delete", {"lasting", "ending", "ended"}),
    ],
)
def test_agreements_filter_by_state(manager_client, time_machine, state, titles):
    time_machine.move_to("2026-03-10 12:00", tick=False)
    AgreementFactory(title="lasting")
    AgreementFactory(title="ending", period=DateRange(date(2024, 1, 1), date(2026, 4, 1)))
    AgreementFactory(title="ended", period=DateRange(date(2024, 1, 1), date(2026, 1, 1)))

    response = manager_client.get(reverse("admin:members_agreement_changelist"), {"state": state})

    assert {row.title for row in response.context["cl"].result_list} == titles


def test_organisation_form_keeps_audiences_activities_and_other_names(manager_client):
    data = organisation_data(
        activities=rows_of(
            "activities", {"classification": "CNAE-2009", "code": "62.01", "is_principal": "on"}
        )
    )
    data |= {"other_names": "Pleamar; Bajamar, S.L.", "audience_size": "public", "is_listed": "on"}

    response = manager_client.post(reverse("admin:members_organisation_add"), data)

    assert response.status_code == 302
    organisation = Organisation.objects.get()
    assert organisation.other_names == ["Pleamar", "Bajamar, S.L."]
    assert organisation.visibility == {"size": "public"}
    assert Activity.objects.get().code == "6201"


def test_organisation_form_shows_and_clears_an_audience(manager_client):
    organisation = OrganisationFactory(visibility={"size": "public", "website": "members"})
    page = reverse("admin:members_organisation_change", args=[organisation.pk])
    form = manager_client.get(page).context["adminform"].form
    data = organisation_data() | {"audience_size": "", "audience_website": "members", "is_listed": "on"}

    manager_client.post(page, data)

    assert (form["audience_size"].value(), form["audience_nif"].value()) == ("public", "")
    organisation.refresh_from_db()
    assert organisation.visibility == {"website": "members"}


@pytest.mark.parametrize("code", ["J62", "62.01.5"])
def test_activity_with_a_wrong_code_is_refused_in_words(manager_client, code):
    data = organisation_data(activities=rows_of("activities", {"classification": "CNAE-2009", "code": code}))

    response = manager_client.post(reverse("admin:members_organisation_add"), data)

    assert code in response.content.decode()
    assert not Organisation.objects.exists()


def act(client, url: str, action: str, rows, **fields):
    data = {"action": action, "_selected_action": [row.pk for row in rows]} | fields
    return client.post(url, data)


def test_bulk_action_asks_before_it_changes(manager_client):
    chosen = OrganisationFactory.create_batch(2)
    other = OrganisationFactory()

    asked = act(manager_client, ORGANISATIONS, "hide_from_directory", chosen)

    assert set(asked.context["names"]) == {str(each) for each in chosen}
    assert Organisation.objects.filter(is_listed=True).count() == 3

    done = act(manager_client, ORGANISATIONS, "hide_from_directory", chosen, confirmed="yes")

    assert done.status_code == 302
    assert Organisation.objects.get(is_listed=True) == other


def test_bulk_audience_wants_a_known_field(manager_client):
    chosen = [OrganisationFactory()]

    fields = {"confirmed": "yes", "audience": "public"}

    refused = act(manager_client, ORGANISATIONS, "change_audience", chosen, field="pk", **fields)
    act(manager_client, ORGANISATIONS, "change_audience", chosen, field="size", **fields)

    assert "field" in refused.context["form"].errors
    assert Organisation.objects.get().visibility == {"size": "public"}


def test_bulk_end_says_why_it_refuses(manager_client):
    ended = MembershipFactory(period=DateRange(date(2019, 1, 1), date(2020, 1, 1)))
    fields = {"confirmed": "yes", "last_day": timezone.localdate().isoformat(), "reason": "merger"}

    refused = act(manager_client, MEMBERSHIPS, "end", [ended], **fields)
    lasting = MembershipFactory()
    act(manager_client, MEMBERSHIPS, "end", [lasting], **fields)

    assert str(ended.organisation) in refused.content.decode()
    assert Membership.objects.get(pk=lasting.pk).end_reason == "merger"
    assert Agreement.objects.count() == 0


def test_memberships_are_found_by_name_or_number(manager_client):
    MembershipFactory(organisation=OrganisationFactory(trade_name="Ánchoa"), number="SOC-A")
    MembershipFactory(organisation=OrganisationFactory(trade_name="Sardina"), number="SOC-B")

    for query, expected in (("anchoa", "SOC-A"), ("SOC-B", "SOC-B"), ("\0", None)):
        rows = manager_client.get(MEMBERSHIPS, {"q": query}).context["cl"].result_list
        assert expected is None or [row.number for row in rows] == [expected]
