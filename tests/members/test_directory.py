"""The public directory: who is listed, what each audience reads, searches and counts."""

import json
import re
from datetime import date

import pytest
from django.db.backends.postgresql.psycopg_any import DateRange
from django.urls import reverse
from django.utils.translation import override
from hypothesis import given
from hypothesis import strategies as st

from members.directory.entry import Entry
from members.enums import Audience, DirectoryField
from members.models import Activity, Identifier, Organisation
from tests.conftest import sign_in
from tests.factories.members import MembershipFactory, OrganisationFactory, YearlyFactFactory
from tests.factories.skills import SkillFactory

pytestmark = pytest.mark.django_db

LIST = reverse("members:organisation-list")
NIF = "B64717838"


def member(**fields) -> Organisation:
    return MembershipFactory(organisation=OrganisationFactory(**fields)).organisation


def full_member(n: int = 0, **fields) -> Organisation:
    """A member with something in every field of the directory."""
    organisation = member(
        legal_name=f"Registrada {n}, S.L.",
        trade_name=f"Conocida {n}",
        other_names=["Antigua"],
        description_es="Palabra propia",
        website="https://conocida.example/",
        municipality="Villa Inventada",
        contact_email="hola@conocida.example",
        contact_phone="942 000 000",
        **fields,
    )
    YearlyFactFactory(organisation=organisation, headcount=12)
    Activity.objects.create(organisation=organisation, classification="CNAE-2009", code="6201")
    organisation.technologies.add(SkillFactory(code=f"nube-{n}", label_es=f"Nubes {n}"))
    if not n:
        Identifier.objects.create(organisation=organisation, scheme="ES-NIF", value=NIF)
    return organisation


def names(response) -> list[str]:
    return [entry.name for entry in response.context["entries"]]


def counts(response, key: str) -> dict[str, int]:
    groups = {group.key: group for group in response.context["search"].facets}
    return {option.value: option.count for option in groups[key].options} if key in groups else {}


def test_directory_lists_members_by_name_without_accents(client):
    for name in ("Zarza", "árbol", "Barca"):
        member(trade_name=name)
    MembershipFactory(period=DateRange(date(2019, 1, 1), date(2020, 1, 1)))
    member(trade_name="Hidden", is_listed=False)
    OrganisationFactory()

    assert names(client.get(LIST)) == ["árbol", "Barca", "Zarza"]


@pytest.mark.parametrize("members", [1, 3])
def test_directory_costs_the_same_queries(client, django_assert_num_queries, members):
    for n in range(members):
        full_member(n)

    # labels of activities, technologies and municipalities; counts; rows; activities; technologies
    with django_assert_num_queries(7):
        response = client.get(LIST, {"q": "palabra", "tipo": "company"})
    assert len(names(response)) == members


def test_directory_page_costs_few_queries(client, django_assert_num_queries):
    organisation = full_member()

    # row, activities, technologies, identifiers
    with django_assert_num_queries(4):
        client.get(organisation.get_absolute_url())


@pytest.mark.parametrize(
    "address",
    ["q=antigua", "q=PALABRÁ+conocida", "tipo=company", "actividad=CNAE-2009:6201", "tecnologia=nube-0"]
    + ["municipio=Villa+Inventada", "q=registrada&tipo=company&municipio=Villa+Inventada"],
)
def test_directory_finds_by_text_and_facet(client, address):
    full_member()
    member(trade_name="Otra", kind="university")

    assert names(client.get(f"{LIST}?{address}")) == ["Conocida 0"]


def test_directory_counts_leave_out_their_own_choice(client):
    full_member()
    member(trade_name="Otra", kind="university", municipality="Villa Inventada")

    response = client.get(LIST, {"tipo": "company", "municipio": "Villa Inventada"})

    assert counts(response, "tipo") == {"company": 1, "university": 1}
    assert counts(response, "municipio") == {"Villa Inventada": 1}


FACETS = {
    DirectoryField.SIZE: ("tamano", "10-25"),
    DirectoryField.ACTIVITIES: ("actividad", "CNAE-2009:6201"),
    DirectoryField.TECHNOLOGIES: ("tecnologia", "nube-0"),
    DirectoryField.MUNICIPALITY: ("municipio", "Villa Inventada"),
}


@pytest.mark.parametrize("level", [None, *Audience, "nonsense"])
@pytest.mark.parametrize("field", FACETS)
def test_facet_shows_only_what_the_visitor_may_read(client, manager_client, field, level):
    organisation = full_member(visibility={} if level is None else {str(field): str(level)})
    client.logout()
    key, value = FACETS[field]
    may = organisation.shows(field, Audience.PUBLIC)

    response = client.get(LIST, {key: value})

    assert counts(response, key).get(value, 0) == int(may)
    assert names(response) == (["Conocida 0"] if may else [])


def test_facet_shows_everything_to_a_manager(manager_client):
    full_member(visibility={str(field): "manager" for field in DirectoryField})

    for key, value in FACETS.values():
        assert names(manager_client.get(LIST, {key: value})) == ["Conocida 0"]


TEXTS = {
    DirectoryField.LEGAL_NAME: "Registrada 0",
    DirectoryField.OTHER_NAMES: "Antigua",
    DirectoryField.DESCRIPTION: "Palabra propia",
    DirectoryField.WEBSITE: "conocida.example/",
    DirectoryField.MUNICIPALITY: "Villa Inventada",
    DirectoryField.ACTIVITIES: "62.01",
    DirectoryField.TECHNOLOGIES: "Nubes 0",
    DirectoryField.SIZE: "10–25",
    DirectoryField.EMAIL: "hola@conocida.example",
    DirectoryField.PHONE: "942 000 000",
    DirectoryField.NIF: NIF,
}


@pytest.mark.parametrize("level", Audience)
@pytest.mark.parametrize("field", TEXTS)
def test_page_shows_a_field_to_its_audience_only(client, manager, field, level):
    organisation = full_member(visibility={str(field): str(level)})
    url = organisation.get_absolute_url()

    anonymous = client.get(url).content.decode()
    listed = client.get(LIST).content.decode()
    sign_in(client, manager)
    managed = client.get(url).content.decode()

    assert (TEXTS[field] in anonymous) is (level == Audience.PUBLIC)
    assert level == Audience.PUBLIC or TEXTS[field] not in listed
    assert TEXTS[field] in managed


@given(levels=st.dictionaries(st.sampled_from(list(TEXTS)), st.sampled_from([*Audience, "x", 3, None])))
def test_entry_never_says_more_to_the_public_than_to_members(levels):
    organisation = Organisation(
        legal_name="Registrada", trade_name="Conocida", visibility={str(k): v for k, v in levels.items()}
    )

    for field in DirectoryField:
        shown = [Entry(organisation, audience).may_read(field) for audience in Audience]
        assert shown == sorted(shown)
        assert shown[-1]


@pytest.mark.parametrize("visibility", [{}, {"nif": "public", "legal_name": "public"}])
def test_sole_trader_keeps_nif_and_legal_name_private(client, visibility):
    organisation = full_member(kind="self_employed", visibility=visibility)

    html = client.get(organisation.get_absolute_url()).content.decode()

    assert NIF not in html
    assert "Registrada" not in html
    assert names(client.get(LIST, {"q": "registrada"})) == []


def structured(response) -> dict:
    return json.loads(re.search(r'ld\+json">(.*?)</script>', response.content.decode(), re.S)[1])


def test_page_has_structured_data_of_public_fields_even_for_a_manager(client, manager_client):
    organisation = full_member(kind="university", visibility={"size": "public", "website": "members"})

    facts = structured(manager_client.get(organisation.get_absolute_url()))

    assert facts["@type"] == "CollegeOrUniversity"
    assert facts["name"] == "Conocida 0"
    assert facts["numberOfEmployees"] == {"@type": "QuantitativeValue", "minValue": 10, "maxValue": 25}
    assert facts["url"].endswith(organisation.get_absolute_url())
    assert not {"email", "telephone", "taxID"} & set(facts)


def test_structured_data_cannot_end_its_element(client):
    organisation = member(trade_name="</script><script>alert(1)</script>", slug="evil")

    response = client.get(organisation.get_absolute_url())

    assert structured(response)["name"] == "</script><script>alert(1)</script>"
    assert b"<script>alert" not in response.content


def test_page_of_a_stranger_to_the_cluster_is_not_found(client, manager):
    left = MembershipFactory(period=DateRange(date(2019, 1, 1), date(2020, 1, 1))).organisation
    hidden = member(is_listed=False)
    never = OrganisationFactory()

    for organisation in (left, hidden, never):
        assert client.get(organisation.get_absolute_url()).status_code == 404
    sign_in(client, manager)
    for organisation in (left, hidden, never):
        assert client.get(organisation.get_absolute_url()).context["is_public"] is False


def test_unknown_filters_are_named_and_ignored(client):
    full_member()

    response = client.get(f"{LIST}?tipo=submarine&foo=bar&utm_source=x&q=%00")

    assert names(response) == ["Conocida 0"]
    assert response.context["search"].reading.unknown == (("tipo", "submarine"), ("foo", "bar"))
    assert "submarine" in response.content.decode()


def test_nothing_found_says_which_filter_to_leave_out(client):
    full_member()
    member(trade_name="Otra", kind="university")

    response = client.get(LIST, {"q": "palabra", "tipo": "university"})

    ways = {way.label: way.count for way in response.context["search"].ways_out}
    assert len(ways) == 2
    assert ways.pop("«palabra»") == 1
    assert set(ways.values()) == {1}
    assert names(response) == []


def test_empty_directory_says_so(client):
    response = client.get(LIST)

    assert response.context["search"].facets == []
    assert 'class="empty-state"' in response.content.decode()


def test_directory_pages_do_not_repeat_anybody(client):
    for n in range(30):
        member(trade_name="Igual", slug=f"igual-{n}")

    slugs = [
        entry.organisation.slug
        for page in ("1", "2")
        for entry in client.get(LIST, {"pagina": page}).context["entries"]
    ]

    assert len(slugs) == len(set(slugs)) == 30
    assert client.get(LIST, {"pagina": "99"}).context["search"].page.number == 2


def test_demo_members_are_marked(client):
    organisation = member(is_demo=True)

    for url in (LIST, organisation.get_absolute_url()):
        assert "alert--demo" in client.get(url).content.decode()


def test_addresses_in_both_languages():
    with override("es"):
        assert reverse("members:organisation-list") in ("/socios/", "/members/")
    with override("en"):
        assert reverse("members:organisation-list") == "/en/members/"


def test_htmx_gets_the_address_to_show(client):
    full_member()

    response = client.get(LIST, {"q": "palabra"}, headers={"HX-Request": "true"})

    assert response["HX-Push-Url"] == f"{LIST}?q=palabra"
