"""Name, tax number and form: changed by asking, and one request waits at a time."""

import pytest
from django.core import mail

from members.models import ChangeRequest
from tests.factories.members import (
    ChangeRequestFactory,
)
from tests.members.selfservice.pages.conftest import NIF, filled

pytestmark = pytest.mark.django_db


def test_identity_waits_for_the_manager(cast):
    client = cast.client("editor")
    sent = filled(client.get(cast.url("identity")), legal_name="Marea Nueva, S.L.", number="A-58818501")

    assert client.post(cast.url("identity"), sent).status_code == 302

    request = ChangeRequest.objects.get()
    old = {"legal_name": "Marea Alta, S.L.", "kind": "company", "scheme": "ES-NIF", "number": NIF}
    assert request.old == old
    assert request.new == old | {"legal_name": "Marea Nueva, S.L.", "number": "A58818501"}
    assert (request.requested_by, request.state) == (cast.editor.user, "pending")
    cast.organisation.refresh_from_db()
    assert cast.organisation.legal_name == "Marea Alta, S.L."
    assert "Marea Nueva, S.L." in client.get(cast.url("identity")).content.decode()


def test_bad_nif_keeps_what_was_typed(cast):
    client = cast.client("owner")
    sent = filled(client.get(cast.url("identity")), legal_name="Marea Nueva, S.L.", number="B64717839")

    page = client.post(cast.url("identity"), sent)

    assert page.status_code == 422
    assert list(page.context["form"].errors) == ["number"]
    assert "B64717839" in page.content.decode()
    assert "Marea Nueva, S.L." in page.content.decode()
    assert not ChangeRequest.objects.exists()


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"number": ""}, "number"),
        ({}, "__all__"),
        ({"legal_name": " "}, "legal_name"),
        ({"kind": "x"}, "kind"),
    ],
    ids=["number left out", "nothing different", "no name", "unknown kind"],
)
def test_identity_that_makes_no_sense_is_refused(cast, changes, field):
    client = cast.client("owner")

    page = client.post(cast.url("identity"), filled(client.get(cast.url("identity")), **changes))

    assert page.status_code == 422
    assert list(page.context["form"].errors) == [field]


def test_identity_that_changed_under_the_form_is_shown_anew(cast):
    client = cast.client("owner")
    page = client.get(cast.url("identity"))
    cast.organisation.legal_name = "Marea Baja, S.L."
    cast.organisation.save()

    page = client.post(cast.url("identity"), filled(page, number="A58818501"))
    assert page.status_code == 422
    assert "Marea Baja, S.L." in page.content.decode()
    assert "A58818501" in page.content.decode()

    assert client.post(cast.url("identity"), filled(page)).status_code == 302


def test_one_request_waits_at_a_time(cast):
    ChangeRequestFactory(organisation=cast.organisation)
    client = cast.client("owner")
    sent = filled(client.get(cast.url("identity")), legal_name="Another, S.L.")

    page = client.post(cast.url("identity"), sent)

    assert page.status_code == 422
    assert "Another, S.L." in page.content.decode()
    assert ChangeRequest.objects.count() == 1


@pytest.mark.parametrize(("who", "status"), [("owner", 302), ("viewer", 404), ("stranger", 404)])
def test_request_is_withdrawn_by_who_may_change(cast, who, status):
    asked = ChangeRequestFactory(organisation=cast.organisation)

    assert cast.client(who).post(cast.url("withdraw", asked.pk)).status_code == status

    asked.refresh_from_db()
    assert asked.state == ("withdrawn" if status == 302 else "pending")
    assert mail.outbox == []


def test_request_of_another_organisation_is_not_found(cast):
    asked = ChangeRequestFactory()

    assert cast.client("owner").post(cast.url("withdraw", asked.pk)).status_code == 404
    asked.refresh_from_db()
    assert asked.state == "pending"
