"""An organisation's data: who reads and changes them, and what a form keeps."""

import pytest
from django.urls import reverse
from django.utils import timezone

from members.models import ChangeRequest, DataConfirmation
from tests.factories.skills import SkillFactory
from tests.members.selfservice.pages.conftest import NIF, filled

pytestmark = pytest.mark.django_db
RULES = [
    ("owner", 200, 302),
    ("editor", 200, 302),
    ("viewer", 200, 404),
    ("respondent", 404, 404),
    ("stranger", 404, 404),
]


@pytest.mark.parametrize(("who", "reads", "writes"), RULES, ids=[rule[0] for rule in RULES])
def test_data_follow_the_table_of_roles(cast, who, reads, writes):
    sent = filled(cast.client("owner").get(cast.url("data")), trade_name="Marea")

    assert cast.client(who).get(cast.url("data")).status_code == reads
    assert cast.client(who).post(cast.url("data"), sent).status_code == writes

    cast.organisation.refresh_from_db()
    assert cast.organisation.trade_name == ("Marea" if writes == 302 else "")


@pytest.mark.parametrize("name", ["confirm", "identity"])
@pytest.mark.parametrize("who", ["viewer", "respondent", "stranger"])
def test_who_may_not_change_finds_no_such_page(cast, name, who):
    client = cast.client(who)

    assert client.get(cast.url(name)).status_code == 404
    assert client.post(cast.url(name), {"legal_name": "Other"}).status_code == 404
    assert not ChangeRequest.objects.exists()
    assert not DataConfirmation.objects.exists()


def test_viewer_reads_the_values_and_has_no_form(cast):
    page = cast.client("viewer").get(cast.url("data")).content.decode()

    assert "Laredo" in page
    assert NIF in page
    assert 'name="trade_name"' not in page


def test_every_free_field_is_saved_at_once(cast):
    client, skill = cast.client("editor"), SkillFactory()
    typed = {
        "trade_name": "Marea",
        "other_names": "Mareas; MA",
        "website": "marea.example",
        "contact_email": "hola@marea.example",
        "contact_phone": "942 000 000",
        "municipality": "Santoña",
        "description_es": "Hacemos\r\nprogramas.",
        "description_en": "We make programs.",
        "technologies": [skill.pk],
        "audience_contact_email": "public",
    }

    client.post(cast.url("data"), filled(client.get(cast.url("data")), **typed))

    saved = cast.organisation
    saved.refresh_from_db()
    assert saved.other_names == ["Mareas", "MA"]
    assert saved.website == "https://marea.example"
    assert saved.description_es == "Hacemos\nprogramas."
    assert saved.description_en == "We make programs."
    assert saved.municipality == "Santoña"
    assert list(saved.technologies.all()) == [skill]
    assert saved.visibility == {"contact_email": "public"}
    assert saved.legal_name == "Marea Alta, S.L."


def test_visibility_stays_within_the_register(cast):
    cast.organisation.kind = "self_employed"
    cast.organisation.visibility = {"nif": "manager"}
    cast.organisation.save()
    client = cast.client("owner")
    page = client.get(cast.url("data"))

    client.post(cast.url("data"), filled(page, audience_nif="public", audience_website="members"))

    cast.organisation.refresh_from_db()
    assert "audience_nif" not in page.context["form"].fields
    assert cast.organisation.visibility == {"nif": "manager", "website": "members"}


def test_mistake_keeps_what_was_typed(cast):
    client = cast.client("owner")
    sent = filled(client.get(cast.url("data")), contact_email="not an address", municipality="Reinosa")

    page = client.post(cast.url("data"), sent)

    assert page.status_code == 422
    assert "not an address" in page.content.decode()
    assert "Reinosa" in page.content.decode()


def test_second_saver_sees_what_changed_and_loses_nothing(cast):
    owner, editor = cast.client("owner"), cast.client("editor")
    first, second = owner.get(cast.url("data")), editor.get(cast.url("data"))
    owner.post(cast.url("data"), filled(first, trade_name="Marea", municipality="Castro Urdiales"))

    page = editor.post(cast.url("data"), filled(second, trade_name="Alta", contact_phone="942 111 111"))

    assert page.status_code == 409
    told = {str(label): (value, taken) for label, value, taken in page.context["meanwhile"]}
    assert sorted(told.values()) == [("Castro Urdiales", True), ("Marea", False)]
    form = page.context["form"]
    assert form["trade_name"].value() == "Alta"
    assert form["contact_phone"].value() == "942 111 111"
    assert form["municipality"].value() == "Castro Urdiales"
    cast.organisation.refresh_from_db()
    assert cast.organisation.trade_name == "Marea"

    assert editor.post(cast.url("data"), filled(page)).status_code == 302
    cast.organisation.refresh_from_db()
    assert cast.organisation.trade_name == "Alta"
    assert cast.organisation.municipality == "Castro Urdiales"
    assert cast.organisation.contact_phone == "942 111 111"


def test_same_form_sent_twice_is_no_conflict(cast):
    client = cast.client("owner")
    sent = filled(client.get(cast.url("data")), trade_name="Marea")

    assert [client.post(cast.url("data"), sent).status_code for _ in range(2)] == [302, 302]


@pytest.mark.parametrize("seen", ["", "not json", "[1]", "{}", "[" * 50_000], ids=lambda text: text[:9])
def test_form_without_its_seals_overwrites_nothing(cast, seen):
    client = cast.client("owner")
    sent = filled(client.get(cast.url("data")), municipality="Reinosa", seen=seen)

    assert client.post(cast.url("data"), sent).status_code == 409
    cast.organisation.refresh_from_db()
    assert cast.organisation.municipality == "Laredo"


@pytest.mark.parametrize("technologies", [1, 3])
def test_data_page_costs_the_same_queries(cast, django_assert_num_queries, technologies):
    cast.organisation.technologies.set(SkillFactory.create_batch(technologies))
    client = cast.client("owner")

    # session, user, own role, identity, request, confirmation; technologies: seal, list and chosen ones
    with django_assert_num_queries(9):
        client.get(cast.url("data"))


def test_home_asks_for_the_confirmation_until_it_is_given(cast):
    client = cast.client("owner")
    due = cast.url("confirm")
    assert due in client.get(reverse("account:home")).content.decode()
    assert due not in cast.client("viewer").get(reverse("account:home")).content.decode()

    client.post(due, filled(client.get(due), municipality="Reinosa"))
    client.post(due, filled(client.get(due)))

    assert due not in client.get(reverse("account:home")).content.decode()
    confirmation = DataConfirmation.objects.get()
    assert confirmation.organisation == cast.organisation
    assert (confirmation.year, confirmation.by) == (timezone.localdate().year, cast.owner.user)
    cast.organisation.refresh_from_db()
    assert cast.organisation.municipality == "Reinosa"


def test_conflict_confirms_nothing(cast):
    client = cast.client("owner")
    sent = filled(client.get(cast.url("confirm")), municipality="Reinosa", seen="{}")

    assert client.post(cast.url("confirm"), sent).status_code == 409
    assert not DataConfirmation.objects.exists()
