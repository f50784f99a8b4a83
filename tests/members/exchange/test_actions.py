from datetime import timedelta

import pytest
from django.utils import timezone, translation

from members.exchange.actions import KEPT_FOR, confirm_import, plan_import, receive_file
from members.exchange.errors import AlreadyDone, Expired, HasErrors, MovedOn
from members.models import Activity, Identifier, ImportBatch, Organisation
from tests.factories.members import OrganisationFactory, UserFactory

pytestmark = pytest.mark.django_db
FULL = (
    "Nombre;Nombre comercial;Tipo;NIF;Municipio;Web;Teléfono;CNAE-2025;Socio desde;Empleados;Año\n"
    'Marea Alta, S.L.;Marea;Empresa;b-64717838;Santander;marea.example;+34 942 000;"62.10; 63.11";'
    "01/02/2020;12;2025\n"
)


def test_import_fills_every_table_of_the_register(bring_in):
    batch = bring_in(FULL)

    organisation = Organisation.objects.get()
    assert (organisation.legal_name, organisation.slug) == ("Marea Alta, S.L.", "marea")
    assert organisation.website == "https://marea.example"
    assert organisation.contact_phone == "+34 942 000"
    assert list(Identifier.objects.values_list("value", flat=True)) == ["B64717838"]
    assert set(Activity.objects.values_list("code", "is_principal")) == {("6210", True), ("6311", False)}
    assert organisation.memberships.get().period.upper is None
    assert organisation.facts.get().headcount == 12
    assert batch.counts == {"new": 1, "changed": 0, "unchanged": 0, "error": 0}


def test_second_press_changes_nothing_and_is_told_who_was_first(manager):
    batch = receive_file(FULL.encode(), "x.csv", by=manager)
    digest = plan_import(batch).digest

    confirm_import(batch, digest, by=manager)
    with pytest.raises(AlreadyDone, match=str(manager)):
        confirm_import(batch, digest, by=UserFactory())

    assert Organisation.objects.count() == 1
    assert ImportBatch.objects.get().applied_by == manager


def test_import_is_refused_when_the_register_has_moved_on(manager):
    organisation = OrganisationFactory(legal_name="Marea", municipality="Laredo")
    batch = receive_file(b"nombre;municipio\nMarea;Noja\n", "x.csv", by=manager)
    digest = plan_import(batch).digest
    Organisation.objects.update(municipality="Santander")

    with pytest.raises(MovedOn):
        confirm_import(batch, digest, by=manager)

    organisation.refresh_from_db()
    assert organisation.municipality == "Santander"
    assert ImportBatch.objects.get().state == "waiting"


def test_import_looked_at_in_one_language_may_be_confirmed_in_another(manager):
    batch = receive_file(FULL.encode(), "x.csv", by=manager)
    with translation.override("en"):
        digest = plan_import(batch).digest

    confirm_import(batch, digest, by=manager)

    assert Organisation.objects.count() == 1


def test_one_wrong_row_stops_all(manager):
    batch = receive_file(b"nombre;tipo\nBuena;Empresa\nMala;Nada\n", "x.csv", by=manager)

    with pytest.raises(HasErrors):
        confirm_import(batch, plan_import(batch).digest, by=manager)

    assert not Organisation.objects.exists()


def test_rows_are_deleted_once_imported(bring_in):
    assert bring_in(FULL).content is None


def test_file_that_waited_too_long_is_deleted(manager):
    late = receive_file(FULL.encode(), "x.csv", by=manager)
    ImportBatch.objects.update(expires_at=timezone.now() - timedelta(seconds=1))
    late.refresh_from_db()

    with pytest.raises(Expired):
        plan_import(late)
    receive_file(FULL.encode(), "y.csv", by=manager)

    assert list(ImportBatch.objects.values_list("file_name", flat=True)) == ["y.csv"]
    assert timedelta(hours=1) < KEPT_FOR


def test_new_organisations_get_addresses_of_their_own(bring_in):
    OrganisationFactory(slug="marea", legal_name="Vieja")

    bring_in("nombre;nombre comercial;tipo\nUna;Marea;Empresa\nDos;Marea;Empresa\n")

    assert set(Organisation.objects.values_list("slug", flat=True)) == {"marea", "marea-2", "marea-3"}
