"""The pages that ask for a code: looking at them changes nothing; they lead back to where one came from."""

import pytest
from django.test import Client

from surveys.models import EntryCode, Invitation, Message
from tests.surveys.answering.conftest import knock
from tests.surveys.answering.proving.conftest import ask, mailed_code, url


def test_looking_at_the_pages_changes_nothing(visitor, invitation):
    ask(visitor, invitation)
    mailed_code()

    def rows():
        tables = (EntryCode, Message, Invitation)
        return [list(model.objects.order_by("pk").values()) for model in tables]

    before = rows()
    for _ in range(20):
        for path in (url("prove", invitation.pk), url("prove-code", invitation.pk), url("access-code")):
            assert visitor.get(path).status_code == 200
            visitor.head(path)

    assert rows() == before


@pytest.mark.parametrize("wanted", ["//evil.example/", "https://evil.example/", "/admin/", "/encuesta/", "x"])
def test_way_back_leads_nowhere_else(visitor, invitation, complete_response, wanted):
    ask(visitor, invitation)
    code = mailed_code()

    answer = visitor.post(url("prove-code", invitation.pk), {"code": code, "next": wanted})

    assert answer.url == url("start", complete_response.pk)


def test_way_back_leads_to_the_page_one_came_from(visitor, invitation, complete_response):
    wanted = url("page", complete_response.pk, "staff", "notes")
    asked = visitor.post(url("prove", invitation.pk), {"next": wanted})
    code = mailed_code()
    page = visitor.get(asked.url)
    assert page.context["next"] == wanted

    answer = visitor.post(url("prove-code", invitation.pk), {"code": code, "next": wanted})

    assert answer.url == wanted


def test_pages_keep_csrf_checks(invitation):
    visitor = Client(enforce_csrf_checks=True)
    knock(invitation, visitor)

    for path in (url("prove", invitation.pk), url("prove-code", invitation.pk), url("access-code")):
        assert visitor.post(path, {"code": "000000"}).status_code == 403
