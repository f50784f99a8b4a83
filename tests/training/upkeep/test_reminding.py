from datetime import date, timedelta

import pytest
from django.core import mail
from django.db import IntegrityError, transaction
from django.utils import timezone

from jobs.registry import JOBS
from tests.factories.members import OrganisationUserFactory, PersonFactory
from tests.factories.training import EditionFactory, OfferFactory
from training.enums import AskedFor
from training.models import Offer, ProviderLetter
from training.upkeep.reminding import Occasion, ask_providers, occasions

TODAY = date(2026, 11, 25)
OLD = date(2020, 1, 1)


@pytest.fixture
def ask(django_capture_on_commit_callbacks):
    def asked(day=TODAY):
        mail.outbox.clear()
        with django_capture_on_commit_callbacks(execute=True):
            ask_providers(day)
        return sorted(message.to[0] for message in mail.outbox)

    return asked


@pytest.mark.parametrize(
    ("left", "kind"),
    [(91, None), (90, "ends_90"), (31, "ends_90"), (30, "ends_30"), (7, "ends_7"), (0, "ends_7"), (-1, None)],
)
def test_last_edition_is_warned_of_once_a_step(left, kind):
    last = TODAY + timedelta(days=left)

    found = occasions(confirmed_on=TODAY, since=OLD, last_day=last, today=TODAY)

    assert found == ([Occasion(AskedFor(kind), last.isoformat())] if kind else [])


@pytest.mark.parametrize(
    ("confirmed", "days", "period"),
    [
        (TODAY, 179, None),
        (TODAY, 180, "2026-11-25+1"),
        (TODAY, 359, "2026-11-25+1"),
        (TODAY, 360, "2026-11-25+2"),
        (None, 1, "2026-11-25+0"),
        (None, 181, "2026-11-25+1"),
    ],
)
def test_old_confirmation_is_asked_about_twice_a_year(confirmed, days, period):
    found = occasions(confirmed_on=confirmed, since=TODAY, last_day=None, today=TODAY + timedelta(days=days))

    assert [one.period for one in found] == ([period] if period else [])


@pytest.mark.django_db
def test_each_person_gets_one_letter_about_all_the_providers_offers(ask, provider, owner, offer):
    OfferFactory(provider=provider, name_es="Nubes", confirmed_on="2020-01-01")
    editor = OrganisationUserFactory(organisation=provider.organisation, role="editor").user
    OrganisationUserFactory(organisation=provider.organisation, role="viewer")
    stranger = OrganisationUserFactory().user

    assert ask() == sorted([owner.email, editor.email])

    body = mail.outbox[0].body
    assert "Redes" in body
    assert "Nubes" in body
    assert f"/cuenta/entidad/academia/formacion/{offer.pk}/" in body
    assert stranger.email not in body


@pytest.mark.django_db
def test_offer_with_two_reasons_is_one_offer_of_the_letter(ask, owner, offer):
    EditionFactory(offer=offer, start_date=TODAY + timedelta(days=20))

    ask()

    (message,) = mail.outbox
    assert "esta oferta" in message.subject
    assert message.body.count("Redes") == 1
    assert "Aún no la ha confirmado" in message.body
    assert "15 de diciembre de 2026" in message.body


@pytest.mark.django_db
def test_second_run_sends_nothing_and_a_new_occasion_does(ask, provider, owner, offer):
    assert ask() == [owner.email]
    assert ask() == []
    assert ask(TODAY + timedelta(days=1)) == []

    EditionFactory(offer=offer, end_date=TODAY + timedelta(days=20))
    assert ask() == [owner.email]
    assert set(ProviderLetter.objects.values_list("kind", flat=True)) == {"confirm", "ends_30"}
    assert ask() == []


@pytest.mark.django_db
def test_database_keeps_one_letter_for_each_occasion(offer):
    ProviderLetter.objects.create(offer=offer, kind="confirm", period="x")

    with pytest.raises(IntegrityError), transaction.atomic():
        ProviderLetter.objects.create(offer=offer, kind="confirm", period="x")


@pytest.mark.django_db
def test_confirmed_offer_is_not_asked_about(ask, offer, owner):
    Offer.objects.update(confirmed_on=TODAY)

    assert ask() == []


@pytest.mark.django_db
@pytest.mark.parametrize("status", ["draft", "archived", "in_review"])
def test_only_public_offers_are_asked_about(ask, offer, owner, status):
    Offer.objects.update(status=status)

    assert ask() == []


@pytest.mark.django_db
def test_provider_without_people_is_asked_once_it_has_some(ask, offer, provider):
    assert ask() == []
    assert not ProviderLetter.objects.exists()

    account = OrganisationUserFactory(organisation=provider.organisation, role="owner")

    assert ask() == [account.user.email]


@pytest.mark.django_db
@pytest.mark.parametrize(
    "others", [{}, {"start_date": "2026-12-01", "end_date": "2027-06-30"}], ids=["always open", "a later one"]
)
def test_no_warning_while_another_edition_goes_on(ask, offer, owner, others):
    Offer.objects.update(confirmed_on=TODAY)
    EditionFactory(offer=offer, end_date=TODAY + timedelta(days=5))
    EditionFactory(offer=offer, **others)

    assert ask() == []


@pytest.mark.django_db
def test_cancelled_edition_is_no_later_one(ask, offer, owner):
    Offer.objects.update(confirmed_on=TODAY)
    EditionFactory(offer=offer, end_date=TODAY + timedelta(days=5))
    EditionFactory(offer=offer, end_date="2027-06-30", event_status="cancelled")

    assert ask() == [owner.email]
    assert "30 de noviembre" in mail.outbox[0].body


@pytest.mark.django_db
def test_letter_is_in_the_language_of_the_person(ask, offer, owner):
    PersonFactory(user=owner, language="en")

    ask()

    assert mail.outbox[0].subject == "Is this offer of Academia Nube still right?"
    assert "/en/account/organisation/academia/training/" in mail.outbox[0].body


@pytest.mark.django_db
@pytest.mark.parametrize("rows", [1, 3])
def test_asking_costs_the_same_queries_for_many_offers(provider, owner, django_assert_num_queries, rows):
    for _number in range(rows):
        EditionFactory(offer=OfferFactory(provider=provider), end_date=TODAY)

    with django_assert_num_queries(7):
        ask_providers(TODAY)


def test_clock_asks_every_day():
    assert JOBS["training.ask_whether_right"].every == timedelta(days=1)


@pytest.mark.django_db
def test_letters_come_by_the_clock(offer, owner, django_capture_on_commit_callbacks):
    with django_capture_on_commit_callbacks(execute=True):
        assert JOBS["training.ask_whether_right"].run() == "1"

    assert ProviderLetter.objects.get().at.date() == timezone.now().date()
