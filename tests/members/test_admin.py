from datetime import date

import pytest
from django.db.backends.postgresql.psycopg_any import DateRange
from django.urls import reverse

from members.models import OVERLAP, Identifier, Membership, MembershipCategory, Organisation, User
from tests.factories.members import (
    MembershipFactory,
    OrganisationFactory,
    PersonFactory,
    PostFactory,
    UserFactory,
    YearlyFactFactory,
)

pytestmark = pytest.mark.django_db

ORGANISATIONS = reverse("admin:members_organisation_changelist")
INLINES = ("accounts", "memberships", "identifiers", "activities", "facts", "posts")


def full_organisation(n: int) -> Organisation:
    """An organisation with something in every column of the list."""
    organisation = OrganisationFactory(trade_name=f"Empresa {n}", municipality=f"Municipio {n}")
    MembershipFactory(organisation=organisation)
    YearlyFactFactory(organisation=organisation)
    PostFactory.create_batch(2, organisation=organisation)
    return organisation


def shown(response) -> set[str]:
    return {str(row) for row in response.context["cl"].result_list}


def rows_of(prefix: str, *rows: dict, initial: int = 0) -> dict:
    """Return the POST data of one inline."""
    data = {f"{prefix}-TOTAL_FORMS": len(rows), f"{prefix}-INITIAL_FORMS": initial}
    for n, row in enumerate(rows):
        data |= {f"{prefix}-{n}-{field}": value for field, value in row.items()}
    return data


def organisation_data(**inlines: dict) -> dict:
    data = {"legal_name": "Marea Alta, S.L.", "trade_name": "Marea Alta", "slug": "marea-alta"}
    data |= {"kind": "company", "municipality": "Santander"}
    for prefix in INLINES:
        data |= inlines.get(prefix) or rows_of(prefix)
    return data


def errors_of(response) -> list:
    """Return the messages of the form and of its inlines."""
    messages = list(response.context["adminform"].form.errors.values())
    for formset in response.context["inline_admin_formsets"]:
        messages += [error for errors in formset.formset.errors for error in errors.values()]
    return [str(message) for errors in messages for message in errors]


@pytest.mark.parametrize("organisations", [1, 3])
def test_organisation_list_costs_the_same_queries(manager_client, django_assert_num_queries, organisations):
    for n in range(organisations):
        full_organisation(n)

    # session, user, municipalities, two counts, rows, contacts
    with django_assert_num_queries(8):
        response = manager_client.get(ORGANISATIONS)
    assert len(shown(response)) == organisations


@pytest.mark.parametrize("rows", [1, 3])
@pytest.mark.parametrize(
    ("name", "factory", "queries"),
    [
        ("membership", MembershipFactory, 7),
        ("membershipcategory", None, 6),
        ("person", PostFactory, 7),
        ("user", UserFactory, 8),
    ],
)
def test_register_lists_cost_the_same_queries(
    manager_client, django_assert_num_queries, rows, name, factory, queries
):
    for n in range(rows):
        if factory:
            factory()
        else:
            MembershipCategory.objects.create(code=f"c{n}", name=f"C{n}")

    with django_assert_num_queries(queries):
        response = manager_client.get(reverse(f"admin:members_{name}_changelist"))
    assert len(shown(response)) == rows + (name == "user")


@pytest.mark.parametrize("name", ["organisation", "membership", "membershipcategory", "person", "user"])
def test_register_offers_a_form_to_add(manager_client, name):
    response = manager_client.get(reverse(f"admin:members_{name}_add"))

    assert response.context["adminform"].form.errors == {}


def test_organisation_list_shows_size_membership_contact_and_demo(manager_client):
    organisation = OrganisationFactory(trade_name="Inventada", is_demo=True)
    MembershipFactory(organisation=organisation, period=DateRange(date(2022, 3, 14), None))
    YearlyFactFactory(organisation=organisation, headcount=12)
    PostFactory(organisation=organisation, person=PersonFactory(given_name="Eva", family_name="de Prueba"))

    html = manager_client.get(ORGANISATIONS).content.decode()

    for text in ("Inventada", "10–25", "14/03/2022", "Eva de Prueba", "Demo"):
        assert text in html


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ("q=cluster", {"Clúster Norte"}),
        ("q=B-64.717.838", {"Clúster Norte"}),
        ("q=b6471", {"Clúster Norte"}),
        ("q=B", {"Bahía"}),
        ("kind__exact=university", {"Universidad Sur"}),
        ("member=yes", {"Clúster Norte"}),
        ("member=no", {"Bahía", "Universidad Sur"}),
        ("size=10-25", {"Bahía"}),
        ("size=unknown", {"Clúster Norte", "Universidad Sur"}),
        ("size=nonsense", {"Bahía", "Clúster Norte", "Universidad Sur"}),
        ("municipality=Laredo", {"Universidad Sur"}),
    ],
)
def test_organisation_list_finds_and_filters(manager_client, query, found):
    north = OrganisationFactory(trade_name="Clúster Norte", legal_name="Norte")
    MembershipFactory(organisation=north)
    Identifier.objects.create(organisation=north, scheme="ES-NIF", value="B64717838")
    YearlyFactFactory(organisation=OrganisationFactory(trade_name="Bahía", legal_name="Bahía, S.L."))
    OrganisationFactory(
        trade_name="Universidad Sur", legal_name="Sur", kind="university", municipality="Laredo"
    )

    assert shown(manager_client.get(f"{ORGANISATIONS}?{query}")) == found


def test_organisation_form_saves_its_rows_in_their_normal_form(manager_client):
    data = organisation_data(
        memberships=rows_of("memberships", {"period_0": "2024-01-01", "period_1": "2024-12-31"}),
        identifiers=rows_of("identifiers", {"scheme": "ES-NIF", "value": "b-64.717.838"}),
    )

    response = manager_client.post(reverse("admin:members_organisation_add"), data)

    assert response.status_code == 302
    organisation = Organisation.objects.get()
    assert organisation.identifiers.get().value == "B64717838"
    assert organisation.memberships.get().period == DateRange(date(2024, 1, 1), date(2025, 1, 1))


def test_organisation_form_reports_a_wrong_nif_and_keeps_what_was_typed(manager_client):
    data = organisation_data(identifiers=rows_of("identifiers", {"scheme": "ES-NIF", "value": "B39000000"}))

    response = manager_client.post(reverse("admin:members_organisation_add"), data)

    assert [message for message in errors_of(response) if "B39000000" in message] == errors_of(response)
    assert len(errors_of(response)) == 1
    assert 'value="B39000000"' in response.content.decode()
    assert 'value="Marea Alta, S.L."' in response.content.decode()
    assert not Organisation.objects.exists()


def test_organisation_form_sees_one_nif_in_two_spellings(manager_client):
    rows = [{"scheme": "ES-NIF", "value": value} for value in ("B64717838", "b-64717838")]
    data = organisation_data(identifiers=rows_of("identifiers", *rows))

    response = manager_client.post(reverse("admin:members_organisation_add"), data)

    assert response.status_code == 200
    assert not Organisation.objects.exists()


@pytest.mark.parametrize(
    "other", [{"period_0": "2024-06-01"}, {"period_0": "2023-01-01", "period_1": "2024-01-01"}]
)
def test_organisation_form_reports_new_memberships_that_overlap_each_other(manager_client, other):
    first = {"period_0": "2024-01-01", "period_1": "2024-12-31"}
    data = organisation_data(memberships=rows_of("memberships", first, other))

    response = manager_client.post(reverse("admin:members_organisation_add"), data)

    assert errors_of(response) == [str(OVERLAP)]
    assert f'value="{other["period_0"]}"' in response.content.decode()
    assert not Membership.objects.exists()


def test_organisation_form_reports_a_membership_that_overlaps_a_saved_one(manager_client):
    saved = MembershipFactory(period=DateRange(date(2020, 1, 1), None))
    rows = [
        {"id": saved.pk, "organisation": saved.organisation_id, "period_0": "2020-01-01"},
        {"organisation": saved.organisation_id, "period_0": "2024-03-01", "period_1": "2024-09-30"},
    ]
    data = organisation_data(memberships=rows_of("memberships", *rows, initial=1))
    change = reverse("admin:members_organisation_change", args=[saved.organisation_id])

    response = manager_client.post(change, data)

    assert set(errors_of(response)) == {str(OVERLAP)}
    assert 'value="2024-09-30"' in response.content.decode()
    assert Membership.objects.count() == 1


def test_membership_form_reports_an_overlap_and_keeps_what_was_typed(manager_client):
    organisation = MembershipFactory(period=DateRange(date(2020, 1, 1), None)).organisation
    data = {"organisation": organisation.pk, "period_0": "2024-03-01", "period_1": "2024-09-30"}

    response = manager_client.post(reverse("admin:members_membership_add"), data)

    assert errors_of(response) == [str(OVERLAP)]
    assert 'value="2024-03-01"' in response.content.decode()
    assert 'value="2024-09-30"' in response.content.decode()
    assert Membership.objects.count() == 1


def test_membership_list_tells_those_that_last_from_those_that_ended(manager_client):
    lasting = MembershipFactory()
    ended = MembershipFactory(period=DateRange(date(2020, 1, 1), date(2021, 1, 1)))
    url = reverse("admin:members_membership_changelist")

    assert shown(manager_client.get(f"{url}?state=current")) == {str(lasting)}
    assert shown(manager_client.get(f"{url}?state=ended")) == {str(ended)}
    assert "31 de diciembre de 2020" in manager_client.get(f"{url}?state=ended").content.decode()


def test_user_form_adds_an_account_named_by_its_address(manager_client):
    data = {"email": "nueva@example.org", "name": "Nueva", "usable_password": "true"}
    data |= {"password1": "marea alta de enero", "password2": "marea alta de enero"}

    manager_client.post(reverse("admin:members_user_add"), data)

    assert User.objects.get(email="nueva@example.org").check_password("marea alta de enero")


def test_user_form_refuses_the_same_address_in_capitals(manager_client, manager):
    data = {"email": manager.email.upper(), "usable_password": "true"}
    data |= {"password1": "marea alta de enero", "password2": "marea alta de enero"}

    response = manager_client.post(reverse("admin:members_user_add"), data)

    assert len(errors_of(response)) == 1
    assert User.objects.count() == 1


@pytest.mark.parametrize("name", ["organisation", "membership", "person", "user"])
def test_register_is_closed_to_whoever_is_not_staff(client, name):
    url = reverse(f"admin:members_{name}_changelist")
    client.force_login(UserFactory())

    response = client.get(url)

    assert response.status_code == 302
    assert reverse("admin:login") in response.url
