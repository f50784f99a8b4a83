"""The access code, which the cluster gives by phone: it opens one company's answers without a link."""

import uuid

import pytest
from django.test import Client

from surveys.fielding.chasing import replace_contact, send_new_link
from surveys.fielding.links import renew_access_code
from tests.factories.members import PersonFactory
from tests.factories.surveys import UnitFactory
from tests.surveys.answering.proving.conftest import may_read, url


@pytest.mark.parametrize("change", [str, str.lower, lambda code: code.replace("-", " ")])
def test_access_code_opens_without_a_link_however_it_is_typed(complete_response, change):
    code = renew_access_code(complete_response.unit, by=None)
    visitor = Client()

    answer = visitor.post(url("access-code"), {"code": change(code)})

    assert answer.url == url("start", complete_response.pk)
    assert may_read(visitor, complete_response)


def test_access_code_begins_a_response_where_there_is_none(db):
    unit = UnitFactory()

    answer = Client().post(url("access-code"), {"code": renew_access_code(unit, by=None)})

    unit.refresh_from_db()
    assert answer.url == url("start", unit.response.pk)


def test_access_code_beside_a_link_answers_under_the_links_name(visitor, invitation, complete_response):
    visitor.post(url("access-code"), {"code": renew_access_code(complete_response.unit, by=None)})
    complete_response.refresh_from_db()

    visitor.post(
        url("page", complete_response.pk, "company", "size"),
        {"revision": complete_response.revision, "request_id": uuid.uuid4(), "people": "77"},
    )

    assert complete_response.answers.get(variable__code="people").updated_by == str(invitation.person)


@pytest.mark.parametrize("typed", ["", "ABCD-EFGH-2345", "\0", "A" * 41, "' OR 1=1 --", "ñ½²ß"])
def test_wrong_access_code_opens_nothing_and_tells_nothing(complete_response, typed):
    renew_access_code(complete_response.unit, by=None)

    answer = Client().post(url("access-code"), {"code": typed})

    assert answer.status_code == 422
    assert complete_response.unit.name_at_launch not in answer.content.decode()


def test_access_code_with_one_letter_changed_opens_nothing(complete_response):
    code = renew_access_code(complete_response.unit, by=None)
    tampered = code[:-1] + ("A" if code[-1] != "A" else "B")
    visitor = Client()

    assert visitor.post(url("access-code"), {"code": tampered}).status_code == 422
    assert not may_read(visitor, complete_response)


def test_access_code_of_another_company_does_not_open_this_one(visitor, invitation, complete_response):
    other = UnitFactory(campaign=complete_response.unit.campaign)

    visitor.post(url("access-code"), {"code": renew_access_code(other, by=None)})

    assert not may_read(visitor, complete_response)
    assert may_read(visitor, other.response)


def test_new_access_code_ends_the_one_before_and_who_came_in_by_it(complete_response):
    first = renew_access_code(complete_response.unit, by=None)
    visitor = Client()
    visitor.post(url("access-code"), {"code": first})

    second = renew_access_code(complete_response.unit, by=None)

    assert not may_read(visitor, complete_response)
    assert Client().post(url("access-code"), {"code": first}).status_code == 422
    assert Client().post(url("access-code"), {"code": second}).status_code == 302


def test_new_links_and_another_contact_end_the_access_code(complete_response, manager):
    unit = complete_response.unit
    first = renew_access_code(unit, by=None)
    replace_contact(unit, PersonFactory(), by=manager)
    replace_contact(unit, PersonFactory(work_email="next@example.org"), by=manager)
    second = renew_access_code(unit, by=None)
    send_new_link(unit, by=manager)

    for code in (first, second):
        assert Client().post(url("access-code"), {"code": code}).status_code == 422
