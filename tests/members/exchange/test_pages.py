import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from members.models import ImportBatch, Organisation
from tera.spreadsheets.reading import read_table
from tests.conftest import sign_in
from tests.factories.members import OrganisationFactory, UserFactory

pytestmark = pytest.mark.django_db
UPLOAD = reverse("admin:members_organisation_import")
LIST = reverse("admin:members_organisation_changelist")


def upload(client, content: bytes, name="socios.csv"):
    return client.post(UPLOAD, {"file": SimpleUploadedFile(name, content)})


def page(name: str, batch: ImportBatch) -> str:
    return reverse(f"admin:members_organisation_{name}", args=[batch.pk])


def test_manager_imports_a_file_in_four_presses(manager_client):
    content = "Quién;Tipo;Localidad\nMarea, S.L.;Empresa;Santander\n".encode()

    first = upload(manager_client, content)
    batch = ImportBatch.objects.get()
    chosen = {"column-0": "legal_name", "column-1": "kind", "column-2": "municipality"}
    second = manager_client.post(first.url, chosen)
    check = manager_client.get(second.url)
    done = manager_client.post(second.url, {"digest": check.context["plan"].digest})

    assert (first.url, second.url, done.url) == (
        page("import_columns", batch),
        page("import_check", batch),
        page("import_check", batch),
    )
    assert Organisation.objects.get().municipality == "Santander"
    assert "Sus filas se han borrado" in manager_client.get(done.url).content.decode()


def test_choice_of_columns_is_remembered(manager_client):
    content = "Quién;Tipo\nMarea, S.L.;Empresa\n".encode()
    first = upload(manager_client, content)
    manager_client.post(first.url, {"column-0": "legal_name", "column-1": ""})

    upload(manager_client, content)

    assert ImportBatch.objects.first().columns == ["legal_name", ""]


@pytest.mark.parametrize(
    "chosen", [{"column-0": "legal_name", "column-1": "legal_name"}, {"column-0": "municipality"}, {}]
)
def test_columns_that_make_no_sense_are_refused_and_kept(manager_client, chosen):
    first = upload(manager_client, b"a;b\n1;2\n")

    response = manager_client.post(first.url, chosen)

    assert response.status_code == 200
    kept = [place["chosen"] for place in response.context["places"]]
    assert kept == [chosen.get("column-0", ""), chosen.get("column-1", "")]


@pytest.mark.parametrize(
    "content", [b"", b"%PDF-1.7", b"nombre\n", b"x" * 6_000_000], ids=["empty", "pdf", "titles only", "large"]
)
def test_bad_file_is_explained_on_the_same_page(manager_client, content):
    response = upload(manager_client, content)

    assert len(response.context["form"].errors["file"]) == 1
    assert not ImportBatch.objects.exists()


def test_check_page_shows_errors_first_and_offers_no_button(manager_client):
    first = upload(manager_client, b"nombre;tipo\nBuena;Empresa\nMala;Nada\n")

    response = manager_client.get(page("import_check", ImportBatch.objects.get()))

    assert first.status_code == 302
    assert [row.number for row in response.context["page"]] == [3]
    assert 'name="digest"' not in response.content.decode()


def test_looking_changes_nothing(manager_client):
    upload(manager_client, b"nombre;tipo\nBuena;Empresa\n")
    batch = ImportBatch.objects.get()

    for name in ("import_columns", "import_check"):
        manager_client.get(page(name, batch))

    assert not Organisation.objects.exists()


def test_text_of_a_file_is_never_markup(manager_client):
    upload(manager_client, b"nombre;tipo\n<script>alert(1)</script>;Empresa\n")
    batch = ImportBatch.objects.get()

    for name in ("import_columns", "import_check"):
        html = manager_client.get(page(name, batch)).content.decode()
        assert "<script>alert" not in html
        assert "&lt;script&gt;alert" in html


@pytest.mark.parametrize(("kind", "query"), [("csv", "kind__exact=university"), ("xlsx", "q=universidad")])
def test_export_respects_search_and_filters(manager_client, kind, query):
    OrganisationFactory(legal_name="Universidad Sur", kind="university")
    OrganisationFactory(legal_name="Marea")

    response = manager_client.get(reverse("admin:members_organisation_export", args=[kind]) + f"?{query}")

    rows = read_table(response.content).rows
    assert [row.cells[1] for row in rows] == ["Universidad Sur"]
    assert response["Content-Disposition"].endswith(f'.{kind}"')


@pytest.mark.parametrize("organisations", [1, 3])
def test_export_costs_the_same_queries(manager_client, django_assert_num_queries, organisations):
    OrganisationFactory.create_batch(organisations)

    # session, user, municipalities of the filter, three of the list, the organisations and their four parts
    with django_assert_num_queries(11):
        manager_client.get(reverse("admin:members_organisation_export", args=["csv"]))


def test_auditor_exports_but_does_not_import(client, give_permissions):
    sign_in(client, give_permissions("members.view_organisation"))

    assert client.get(reverse("admin:members_organisation_export", args=["csv"])).status_code == 200
    assert client.get(UPLOAD).status_code == 403
    assert UPLOAD not in client.get(LIST).content.decode()


def test_stranger_gets_nothing(client):
    client.force_login(UserFactory())

    for url in (UPLOAD, reverse("admin:members_organisation_export", args=["csv"])):
        response = client.get(url)
        assert response.status_code == 302
        assert reverse("admin:login") in response.url
