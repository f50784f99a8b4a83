"""Several people of one company: let in, each with a link of their own, and out again; who changed what."""

import copy
import re
import uuid

import pytest
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import override

from members.models import Person
from surveys.answering.actions import end_share, save_cells, share_response, submit_response
from surveys.answering.actions.share import MOST_LETTERS
from surveys.answering.cells import Change
from surveys.answering.errors import NotShared
from surveys.authoring.moving.actions import move_edition
from surveys.fielding.actions import close_campaign
from surveys.fielding.mails import compose
from surveys.fielding.outbox import link_for
from surveys.fielding.wanted import not_wanted
from surveys.instrument.actions import publish_version
from surveys.models import Invitation, Message, Share
from tests.factories.members import OrganisationFactory, PersonFactory, PostFactory, UserFactory
from tests.factories.surveys import TINY, CampaignFactory, ResponseFactory, VersionFactory
from tests.surveys.answering.conftest import press
from tests.surveys.authoring.conftest import newer, restructured


def url(name, response, *more):
    return reverse(f"surveys:{name}", args=[response.pk, *more])


def ask(client, response, **rest):
    return client.post(
        url("people", response), {"name": "Bea", "email": "bea@example.org", "section": "staff"} | rest
    )


def share(response, **rest):
    given = {"name": "Bea", "email": "bea@example.org", "section": "staff", "by": "Ada Pérez"}
    return share_response(response, **(given | rest))


def test_colleague_gets_a_mail_with_the_part_and_a_link_that_works(owner, response):
    ask(owner, response)

    message = Message.objects.select_related("unit__campaign", "person").get()
    link = link_for(message)
    mail = compose(message, link=link, submission=None)
    assert mail.to == ["bea@example.org"]
    assert "Ada Pérez" in mail.subject
    assert "Staff (es)" in mail.body
    assert "List-Unsubscribe" in mail.extra_headers

    token = re.search(r"/e/([\w-]+)/", link)[1]
    invitation = Invitation.objects.get(person__given_name="Bea")
    invitation.token = token
    bea = press(invitation)
    assert bea.get(url("hub", response)).status_code == 200


def test_hub_says_whom_a_section_is_for(owner, response):
    share(response)

    assert "Para Bea" in owner.get(url("hub", response)).content.decode()


def test_asking_again_gives_another_section_and_no_second_share(response):
    share(response)
    share(response, section="company", email="BEA@example.org")

    assert Share.objects.get().section == "company"
    assert Person.objects.filter(work_email__iexact="bea@example.org").count() == 1
    assert Message.objects.count() == 2


def test_colleague_whose_link_is_taken_away_is_out_at_once(response):
    bea = PersonFactory(given_name="Bea", work_email="bea@example.org")
    PostFactory(organisation=response.unit.organisation, person=bea, role="technical")
    shared = share(response)
    link_for(Message.objects.select_related("unit__campaign", "person").get())

    end_share(shared)

    assert not Invitation.objects.usable(timezone.now()).filter(person=bea).exists()
    assert Message.objects.get().state == "skipped"
    assert share(response) != shared


def test_nobody_learns_whom_the_cluster_knows(owner, response):
    """The same address elsewhere in the register is another person, with the name that was typed."""
    known = PersonFactory(given_name="Secreta", work_email="bea@example.org")
    PostFactory(organisation=OrganisationFactory(), person=known)

    ask(owner, response)

    assert Share.objects.get().person != known
    assert "Secreta" not in owner.get(url("people", response)).content.decode()


def test_contact_of_the_survey_is_not_shared_with(owner, response):
    contact = PersonFactory(work_email="bea@example.org")
    PostFactory(organisation=response.unit.organisation, person=contact)

    answer = ask(owner, response)

    assert answer.status_code == 422
    assert str(NotShared.HAS_A_LINK) in answer.content.decode()
    assert not Share.objects.exists()


def test_number_of_mails_is_bounded(response):
    for number in range(MOST_LETTERS):
        share(response, email=f"c{number}@example.org")

    with pytest.raises(NotShared):
        share(response, email="one-more@example.org")


@pytest.mark.parametrize(
    "wrong",
    [
        {"name": ""},
        {"name": "Compre en www.example.org"},
        {"name": "Bea\nBcc: x@example.org"},
        {"name": "<b>Bea</b>"},
        {"email": "bea"},
        {"email": "bea@example.org, eva@example.org"},
        {"section": "nowhere"},
    ],
    ids=str,
)
def test_wrong_words_are_refused_and_stay(owner, response, wrong):
    answer = ask(owner, response, **wrong)

    assert answer.status_code == 422
    assert not Message.objects.exists()
    assert not Person.objects.filter(given_name="Bea").exists()


@pytest.mark.parametrize("name", ["Bea", "José María", "Begoña", "O'Hara", "Jean-Luc", "Mª", "J. M."])
def test_names_are_taken(owner, response, name):
    assert ask(owner, response, name=name).status_code == 302


def test_mail_is_not_sent_once_the_answers_are(complete_response):
    share(complete_response)
    submit_response(complete_response, idempotency_key=uuid.uuid4(), by="Ada")

    assert not_wanted(Message.objects.select_related("unit__campaign").get())


def test_close_drops_the_mail(response):
    share(response)
    close_campaign(response.unit.campaign)

    assert Message.objects.get().state == "skipped"


def test_stranger_shares_and_ends_nothing(stranger, response):
    shared = share(response)

    assert ask(stranger, response, email="x@example.org").status_code == 404
    assert stranger.post(url("unshare", response, shared.pk)).status_code == 404
    assert stranger.get(url("history", response)).status_code == 404
    assert Share.objects.get().ended_at is None


def test_share_of_another_company_is_not_ended(owner, response):
    other = share(ResponseFactory(unit__campaign=response.unit.campaign))

    assert owner.post(url("unshare", response, other.pk)).status_code == 404


def test_colleague_does_not_take_the_own_link_away(response, invitation):
    bea = PersonFactory(given_name="Bea", work_email="bea@example.org")
    PostFactory(organisation=response.unit.organisation, person=bea, role="technical")
    shared = share(response)
    invitation.person = bea
    invitation.save()

    press(invitation).post(url("unshare", response, shared.pk))

    shared.refresh_from_db()
    assert shared.ended_at is None


def test_history_says_who_changed_what_from_what(owner, response):
    save_cells(response, [Change("people", 12)], request_id=uuid.uuid4(), actor="Ada Pérez")
    save_cells(response, [Change("people", 13)], request_id=uuid.uuid4(), actor="Bea Ruiz")
    save_cells(response, [Change("hired", "yes")], request_id=uuid.uuid4(), actor="Ada Pérez")

    entries = owner.get(url("history", response)).context["page"].object_list

    assert [(entry.actor, entry.before, entry.after) for entry in entries] == [
        ("Ada Pérez", "", "yes (es)"),
        ("Bea Ruiz", "12", "13"),
        ("Ada Pérez", "", "12"),
    ]


def test_history_names_what_a_correction_took_out_by_its_old_words(owner, response):
    before = [
        Change("notes", "Palabras"),
        Change("reasons", ["pay"]),
        Change("roles", 2, row="ops", col="now"),
    ]
    save_cells(response, before, request_id=uuid.uuid4(), actor="Ada")
    move_edition(response.unit.campaign, newer(response.version, restructured), by=None)

    entries = owner.get(url("history", response)).context["page"].object_list

    assert sorted((entry.question, entry.before, entry.after) for entry in entries) == [
        ("About notes (es)", "", "Palabras"),
        ("About reasons (es)", "", "pay (es)"),
        ("About reasons (es)", "pay (es)", ""),
        ("ops (es), now (es)", "", "2"),
        ("ops (es), now (es)", "2", ""),
    ]


@pytest.mark.parametrize("changes", [1, 3])
def test_history_and_people_take_the_same_queries(owner, response, changes, django_assert_num_queries):
    for number in range(changes):
        save_cells(response, [Change("people", number + 1)], request_id=uuid.uuid4(), actor="Ada")
        share(response, email=f"c{number}@example.org")

    with django_assert_num_queries(5):
        owner.get(url("history", response))
    with django_assert_num_queries(4):
        owner.get(url("people", response))


@pytest.mark.parametrize("page", ["0", "-1", "10000000000", "x", "last"])
def test_history_answers_for_any_page(owner, response, page):
    assert owner.get(url("history", response), {"pagina": page}).status_code == 200


def mail_to_bea():
    return compose(Message.objects.select_related("unit__campaign", "person").get(), link="", submission=None)


def test_colleague_is_written_to_in_their_own_language(owner, response):
    PersonFactory(user=UserFactory(email="bea@example.org"), work_email="", language="en")

    ask(owner, response)

    assert "asks for your help" in mail_to_bea().subject
    assert Share.objects.get().person.language == "en"


def test_colleague_nobody_knows_is_written_to_in_the_editions_language(response, owner):
    """Not in that of whoever asks, who has the English pages open."""
    with override("en"):
        address = url("people", response)
    assert address.startswith("/en/")

    owner.post(address, {"name": "Bea", "email": "bea@example.org", "section": "staff"})

    assert "le pide ayuda" in mail_to_bea().subject


def test_editions_language_is_the_first_of_its_questionnaire(db):
    definition = copy.deepcopy(TINY) | {"languages": ["en", "es"]}
    version = publish_version(VersionFactory(definition=definition), by=None)
    share(ResponseFactory(unit__campaign=CampaignFactory(version=version)))

    assert "asks for your help" in mail_to_bea().subject


def test_what_is_wrong_stands_above_the_form_and_leads_to_its_field(owner, response):
    page = ask(owner, response, name="Bea 2", email="bea").content.decode()

    summary = page[page.index("error-summary") : page.index("<h1")]
    assert re.findall(r'href="#(\w+)"', summary) == ["id_name", "id_email"]
    assert "Nombre: Escriba solo el nombre, con letras." in summary
    assert 'value="Bea 2"' in page
    assert 'value="bea"' in page
    assert re.search(r'<option value="staff" selected', page)
    assert "asterisco" in page


def test_refusal_of_the_whole_stands_above_the_form_once(owner, response):
    contact = PersonFactory(work_email="bea@example.org")
    PostFactory(organisation=response.unit.organisation, person=contact)

    page = ask(owner, response).content.decode()

    assert page.count(str(NotShared.HAS_A_LINK)) == 1
    assert page.index(str(NotShared.HAS_A_LINK)) < page.index("<h1")
