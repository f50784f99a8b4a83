"""What a company has written opens to whoever shows that the link is theirs, and to nobody else."""

import re
import uuid
from datetime import timedelta

import pytest
import time_machine
from django.core import mail
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from members.enums import AccountRole
from surveys.answering.actions import share_response, start_response
from surveys.enums import MessageState, Wave
from surveys.fielding.chasing import replace_contact, send_new_link
from surveys.fielding.links import CODE_LIFE, renew_access_code
from surveys.fielding.outbox import send_queued
from surveys.models import AccessCode, EntryCode, Invitation, Message
from tests.conftest import sign_in
from tests.factories.members import OrganisationUserFactory, PersonFactory
from tests.factories.surveys import CampaignFactory, InvitationFactory, UnitFactory
from tests.surveys.answering.conftest import knock, press
from tests.surveys.answering.test_submitting_again import send


@pytest.fixture
def invitation(complete_response):
    """The link of somebody whose company has saved answers."""
    return InvitationFactory(unit=complete_response.unit, person__work_email="ada@empresa.example")


@pytest.fixture
def visitor(invitation):
    """A browser that opened the link and pressed its button."""
    client = Client()
    knock(invitation, client)
    return client


def url(name, *args):
    return reverse(f"surveys:{name}", args=args)


def ask(visitor, invitation):
    return visitor.post(url("prove", invitation.pk))


def mailed_code():
    """Have the outbox sent and return the code of its newest mail."""
    send_queued()
    return re.search(r"^\d{6}$", mail.outbox[-1].body, re.MULTILINE)[0]


def type_code(visitor, invitation, code):
    return visitor.post(url("prove-code", invitation.pk), {"code": code})


def may_read(visitor, response):
    return visitor.get(url("hub", response.pk)).status_code == 200


def wrong(code):
    return f"{(int(code) + 1) % 1_000_000:06}"


def test_link_with_nothing_written_opens_at_once(response):
    invitation = InvitationFactory(unit=response.unit)

    answer = knock(invitation, Client())

    assert answer.url == url("start", response.pk)


def test_link_to_saved_answers_shows_none_of_them(complete_response, invitation):
    visitor = Client()

    answer = knock(invitation, visitor)

    assert answer.url == url("prove", invitation.pk)
    page = visitor.get(answer.url)
    assert page.status_code == 200
    assert "a•••@empresa.example" in page.content.decode()
    assert "ada@empresa.example" not in page.content.decode()
    assert complete_response.unit.name_at_launch not in page.content.decode()
    assert not may_read(visitor, complete_response)
    assert not EntryCode.objects.exists()


def test_mailed_code_opens_the_answers(visitor, invitation, complete_response):
    assert ask(visitor, invitation).url == url("prove-code", invitation.pk)
    code = mailed_code()

    answer = type_code(visitor, invitation, code)

    assert answer.url == url("start", complete_response.pk)
    assert may_read(visitor, complete_response)
    assert mail.outbox[-1].to == ["ada@empresa.example"]
    assert "List-Unsubscribe" not in mail.outbox[-1].extra_headers
    assert Message.objects.get(wave=Wave.CODE).state == MessageState.SENT


@pytest.mark.parametrize("typed", ["{0} {1}", " {0}-{1} ", "{0}\u00a0{1}"])
def test_code_may_be_typed_in_groups(visitor, invitation, complete_response, typed):
    ask(visitor, invitation)
    code = mailed_code()

    type_code(visitor, invitation, typed.format(code[:3], code[3:]))

    assert may_read(visitor, complete_response)


def test_database_never_holds_a_code(visitor, invitation):
    ask(visitor, invitation)
    code = mailed_code()
    access = renew_access_code(invitation.unit, by=None)

    stored = f"{list(EntryCode.objects.values())} {list(AccessCode.objects.values())}"
    stored += f"{list(Message.objects.values())} {list(Invitation.objects.values())}"
    assert code not in EntryCode.objects.get().code_hash
    assert f"'{code}'" not in stored
    assert access not in stored
    assert access.replace("-", "") not in stored


@pytest.mark.parametrize(
    "typed", ["", "12345", "1234567", "abcdef", "12 34", "１２３４５６x", "\0", "9" * 5000]
)
def test_what_is_no_code_is_told_so_and_counts_no_attempt(visitor, invitation, typed):
    ask(visitor, invitation)
    mailed_code()

    answer = type_code(visitor, invitation, typed)

    assert answer.status_code == 422
    assert answer.context["form"].errors["code"]
    assert EntryCode.objects.get().tries == 0


def test_fifth_wrong_attempt_ends_the_code(visitor, invitation, complete_response):
    ask(visitor, invitation)
    code = mailed_code()

    answers = [type_code(visitor, invitation, wrong(code)) for _ in range(5)]
    last = type_code(visitor, invitation, code)

    assert {answer.status_code for answer in [*answers, last]} == {422}
    assert not may_read(visitor, complete_response)
    assert EntryCode.objects.get().tries == 5


def test_code_is_good_once(visitor, invitation, complete_response):
    ask(visitor, invitation)
    code = mailed_code()
    type_code(visitor, invitation, code)
    other = Client()
    knock(invitation, other)

    answer = type_code(other, invitation, code)

    assert answer.status_code == 422
    assert not may_read(other, complete_response)


def test_code_ends_after_its_minutes(visitor, invitation, complete_response):
    ask(visitor, invitation)
    code = mailed_code()

    with time_machine.travel(timezone.now() + CODE_LIFE):
        answer = type_code(visitor, invitation, code)

    assert answer.status_code == 422
    assert not may_read(visitor, complete_response)


def test_code_before_its_mail_is_told_to_wait(visitor, invitation):
    ask(visitor, invitation)

    answer = type_code(visitor, invitation, "000000")

    assert answer.status_code == 422
    assert EntryCode.objects.get().tries == 0


def test_code_of_another_invitation_opens_nothing(visitor, invitation, complete_response):
    bea = InvitationFactory(unit=complete_response.unit, person__work_email="bea@empresa.example")
    other = Client()
    knock(bea, other)
    ask(other, bea)
    code = mailed_code()
    ask(visitor, invitation)
    mailed_code()

    answer = type_code(visitor, invitation, code)

    # One in a million that both are the same.
    assert answer.status_code == 422
    assert not may_read(visitor, complete_response)


@pytest.mark.parametrize("name", ["prove", "prove-code"])
@pytest.mark.parametrize("method", ["get", "head", "post"])
def test_whoever_did_not_open_the_link_learns_nothing(invitation, name, method):
    stranger = Client()
    knock(InvitationFactory(), stranger)

    theirs = getattr(stranger, method)(url(name, invitation.pk), {"code": "000000"})
    nobodys = getattr(stranger, method)(url(name, 999_999), {"code": "000000"})

    assert (theirs.status_code, nobodys.status_code) == (404, 404)
    assert theirs.content.partition(b"<main")[2] == nobodys.content.partition(b"<main")[2]
    assert not EntryCode.objects.exists()


@pytest.mark.parametrize(
    "change",
    [
        {"revoked_at": timezone.now()},
        {"expires_at": timezone.now() - timedelta(seconds=1)},
    ],
    ids=["revoked", "expired"],
)
def test_link_withdrawn_between_the_mail_and_the_code_opens_nothing(
    visitor, invitation, complete_response, change
):
    ask(visitor, invitation)
    code = mailed_code()
    Invitation.objects.filter(pk=invitation.pk).update(**change)

    answer = type_code(visitor, invitation, code)

    assert answer.status_code == 404
    assert EntryCode.objects.get().used_at is None
    assert not may_read(visitor, complete_response)


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


def test_code_asked_for_twice_in_a_minute_is_one_mail(visitor, invitation):
    ask(visitor, invitation)
    ask(visitor, invitation)

    send_queued()
    assert len(mail.outbox) == 1


def test_newer_code_replaces_the_one_before(visitor, invitation, complete_response):
    ask(visitor, invitation)
    first = mailed_code()
    with time_machine.travel(timezone.now() + timedelta(minutes=2)):
        ask(visitor, invitation)
        second = mailed_code()

        refused = type_code(visitor, invitation, first)
        type_code(visitor, invitation, second)

    assert refused.status_code == 422 or first == second
    assert may_read(visitor, complete_response)


def test_codes_of_an_invitation_are_few_in_an_hour(visitor, invitation):
    now = timezone.now()
    answers = []
    for minute in range(0, 12, 2):
        with time_machine.travel(now + timedelta(minutes=minute)):
            answers.append(ask(visitor, invitation).status_code)

    assert answers == [302] * 5 + [422]
    assert EntryCode.objects.count() == 5
    with time_machine.travel(now + timedelta(hours=2)):
        assert ask(visitor, invitation).status_code == 302


def test_wrong_attempts_of_an_invitation_are_few_in_a_day(visitor, invitation):
    now = timezone.now()
    for hour in range(4):
        EntryCode.objects.create(invitation=invitation, asked_at=now - timedelta(hours=hour + 1), tries=5)

    assert ask(visitor, invitation).status_code == 422
    with time_machine.travel(now + timedelta(days=1)):
        knock(invitation, visitor)
        assert ask(visitor, invitation).status_code == 302


def test_codes_asked_for_from_one_address_are_few(complete_response):
    statuses = []
    for _ in range(22):
        invitation = InvitationFactory(unit=complete_response.unit)
        visitor = Client()
        knock(invitation, visitor)
        statuses.append(ask(visitor, invitation).status_code)

    assert statuses == [302] * 20 + [422] * 2


def test_code_that_comes_too_late_is_not_sent(visitor, invitation):
    ask(visitor, invitation)

    with time_machine.travel(timezone.now() + timedelta(minutes=31)):
        send_queued()

    assert mail.outbox == []
    assert Message.objects.get(wave=Wave.CODE).state == MessageState.SKIPPED


def test_code_goes_out_before_older_messages(visitor, invitation, complete_response):
    somebody = PersonFactory(work_email="older@example.org")
    Message.objects.create(
        unit=complete_response.unit,
        person=somebody,
        wave=Wave.INVITATION,
        email="older@example.org",
    )
    ask(visitor, invitation)

    send_queued()

    assert [sent.to for sent in mail.outbox] == [["ada@empresa.example"], ["older@example.org"]]


def test_link_to_nobody_by_name_offers_the_access_code_only(complete_response):
    invitation = InvitationFactory(unit=complete_response.unit, person=None)
    visitor = Client()
    knock(invitation, visitor)

    page = visitor.get(url("prove", invitation.pk))

    assert page.context["address"] == ""
    assert url("access-code") in page.content.decode()
    assert ask(visitor, invitation).status_code == 422


def test_browser_that_has_shown_it_is_not_asked_again(visitor, invitation, complete_response):
    ask(visitor, invitation)
    type_code(visitor, invitation, mailed_code())

    assert knock(invitation, visitor).url == url("start", complete_response.pk)


def test_browser_that_left_is_asked_again(visitor, invitation, complete_response):
    ask(visitor, invitation)
    type_code(visitor, invitation, mailed_code())

    visitor.post(url("leave", complete_response.pk))

    assert visitor.get(url("prove", invitation.pk)).status_code == 404
    assert knock(invitation, visitor).url == url("prove", invitation.pk)


def test_sent_answers_need_it_too(complete_response, invitation):
    send(complete_response)

    assert knock(invitation, Client()).url == url("prove", invitation.pk)


def test_colleagues_link_needs_it_once_the_company_has_written(complete_response):
    share = share_response(complete_response, name="Bea", email="bea@empresa.example", section="", by="Ada")
    send_queued()
    link = re.search(r"/encuesta/e/([^/\s]+)/", mail.outbox[-1].body)[1]
    invitation = Invitation.objects.get(person=share.person)
    invitation.token = link
    bea = Client()

    assert knock(invitation, bea).url == url("prove", invitation.pk)
    ask(bea, invitation)
    type_code(bea, invitation, mailed_code())

    assert mail.outbox[-1].to == ["bea@empresa.example"]
    assert may_read(bea, complete_response)


def test_answers_of_an_earlier_edition_need_it_too(complete_response):
    """They stand beside each field, so they are shown to whoever gets in."""
    send(complete_response)
    unit = complete_response.unit
    later = CampaignFactory(
        version=unit.campaign.version,
        reference_date="2027-12-31",
        opens_at=unit.campaign.closes_at,
        due_at=unit.campaign.closes_at + timedelta(days=1),
        closes_at=unit.campaign.closes_at + timedelta(days=2),
    )
    invitation = InvitationFactory(unit=UnitFactory(campaign=later, organisation=unit.organisation))
    first_timer = InvitationFactory(unit=UnitFactory(campaign=later))

    with time_machine.travel(later.opens_at + timedelta(hours=1)):
        start_response(first_timer.unit)
        assert knock(invitation, Client()).url == url("prove", invitation.pk)
        assert knock(first_timer, Client()).url == url("start", first_timer.unit.response.pk)


@pytest.mark.parametrize(
    ("role", "enters"),
    [
        (AccountRole.OWNER, True),
        (AccountRole.EDITOR, True),
        (AccountRole.RESPONDENT, True),
        (AccountRole.VIEWER, False),
    ],
)
def test_who_is_signed_in_for_the_company_needs_no_code(complete_response, invitation, role, enters):
    account = OrganisationUserFactory(organisation=complete_response.unit.organisation, role=role)
    visitor = sign_in(Client(), account.user)

    knock(invitation, visitor)

    assert may_read(visitor, complete_response) is enters


def test_who_is_signed_in_for_another_company_is_asked(complete_response, invitation):
    stranger = sign_in(Client(), OrganisationUserFactory(role=AccountRole.OWNER).user)

    assert knock(invitation, stranger).url == url("prove", invitation.pk)


def test_who_signs_in_after_opening_the_link_goes_on_with_a_button(visitor, invitation, complete_response):
    account = OrganisationUserFactory(
        organisation=complete_response.unit.organisation, role=AccountRole.RESPONDENT
    )
    sign_in(visitor, account.user)

    page = visitor.get(url("prove", invitation.pk))
    assert page.context["is_known"]
    assert not may_read(visitor, complete_response)
    answer = visitor.post(url("prove", invitation.pk))

    assert answer.url == url("start", complete_response.pk)
    assert not EntryCode.objects.exists()


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


def test_access_codes_tried_from_one_address_are_few(db):
    answers = [Client().post(url("access-code"), {"code": "ABCD-EFGH-2345"}) for _ in range(12)]
    code = renew_access_code(UnitFactory(), by=None)

    assert Client().post(url("access-code"), {"code": code}).status_code == 422
    texts = {str(answer.context["form"].errors["code"]) for answer in answers}
    assert len(texts) == 2


def test_new_links_and_another_contact_end_the_access_code(complete_response, manager):
    unit = complete_response.unit
    first = renew_access_code(unit, by=None)
    replace_contact(unit, PersonFactory(), by=manager)
    replace_contact(unit, PersonFactory(work_email="next@example.org"), by=manager)
    second = renew_access_code(unit, by=None)
    send_new_link(unit, by=manager)

    for code in (first, second):
        assert Client().post(url("access-code"), {"code": code}).status_code == 422


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


def test_press_helper_gets_in_where_something_is_written(invitation, complete_response):
    assert may_read(press(invitation), complete_response)
