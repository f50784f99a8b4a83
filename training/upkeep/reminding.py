"""Letters that ask a provider's people whether their offers are still right: one a person and a day."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from django.conf import settings
from django.db import transaction
from django.db.models import Exists, Max, OuterRef, Q
from django.db.models.functions import Coalesce
from django.urls import reverse
from django.utils import timezone, translation
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from members.accounts.actions import language_of, later
from members.models import User
from members.permissions import EDIT, roles_with
from training.enums import AskedFor, EventStatus
from training.models import Edition, Offer, Provider, ProviderLetter

from .freshness import CONFIRM_EVERY

ENDINGS = ((7, AskedFor.ENDS_IN_7), (30, AskedFor.ENDS_IN_30), (90, AskedFor.ENDS_IN_90))
NO_DATE = Q(start_date=None, end_date=None, application_start_date=None, application_deadline=None)


@dataclass(frozen=True)
class Occasion:
    """Why an offer is asked about now; ``period`` tells it from earlier occasions of the same kind."""

    kind: AskedFor
    period: str


def occasions(
    *, confirmed_on: date | None, since: date, last_day: date | None, today: date
) -> list[Occasion]:
    """Return what to ask about an offer today; pure. ``since`` is when it came into the catalogue.

    An old confirmation is asked about every CONFIRM_EVERY again; of the warnings before the last
    edition's end only the latest that is due, so that a day without the job sends no two.
    """
    found = []
    base = confirmed_on or since
    turns = (today - base) // CONFIRM_EVERY
    if confirmed_on is None or turns >= 1:
        found.append(Occasion(AskedFor.CONFIRMATION, f"{base.isoformat()}+{max(turns, 0)}"))
    if last_day and last_day >= today:
        left = (last_day - today).days
        ending = next((kind for days, kind in ENDINGS if left <= days), None)
        if ending:
            found.append(Occasion(ending, last_day.isoformat()))
    return found


def offers_to_look_at() -> Iterable[Offer]:
    """Return the public offers of providers that have people, with the ``last_day`` of their editions.

    An edition that is open all the time has no last day, and neither has its offer.
    """
    always_open = Edition.objects.filter(NO_DATE, offer=OuterRef("pk")).exclude(
        event_status=EventStatus.CANCELLED
    )
    running = ~Q(editions__event_status=EventStatus.CANCELLED)
    last = Max(Coalesce("editions__end_date", "editions__start_date"), filter=running)
    return (
        Offer.objects.published()
        .filter(provider__in=Provider.objects.filter(people()))
        .annotate(last_day=last, is_always_open=Exists(always_open))
        .without_search_columns()
        .order_by("provider", "name", "pk")
    )


def people() -> Q:
    return Q(
        organisation__accounts__user__is_active=True,
        organisation__accounts__role__in=roles_with(EDIT),
    )


def ask_providers(today: date) -> int:
    """Write to the people of every provider that has something to confirm; return how many letters."""
    waiting: dict[int, list[tuple[Offer, Occasion]]] = defaultdict(list)
    for offer in offers_to_look_at():
        for occasion in occasions(
            confirmed_on=offer.confirmed_on,
            since=timezone.localdate(offer.created_at),
            last_day=None if offer.is_always_open else offer.last_day,
            today=today,
        ):
            waiting[offer.provider_id].append((offer, occasion))
    return sum(write_to(key, asked) for key, asked in waiting.items())


@transaction.atomic
def write_to(provider_key: int, asked: list[tuple[Offer, Occasion]]) -> int:
    """Write to each of a provider's people about what no earlier letter named. Locks the provider."""
    provider = Provider.objects.select_for_update(of=("self",), no_key=True).get(pk=provider_key)
    offers = [offer.pk for offer, _occasion in asked]
    told = set(ProviderLetter.objects.filter(offer__in=offers).values_list("offer", "kind", "period"))
    fresh = [(offer, one) for offer, one in asked if (offer.pk, one.kind, one.period) not in told]
    if not fresh:
        return 0
    ProviderLetter.objects.bulk_create(
        ProviderLetter(offer=offer, kind=one.kind, period=one.period) for offer, one in fresh
    )
    accounts = provider.organisation.accounts.filter(user__is_active=True, role__in=roles_with(EDIT))
    users = [account.user for account in accounts.select_related("user__person")]
    for user in users:
        send_letter(provider, user, fresh)
    return len(users)


def send_letter(provider: Provider, user: User, asked: list[tuple[Offer, Occasion]]) -> None:
    language = language_of(user)
    slug = provider.organisation.slug
    with translation.override(language):
        context = {
            "provider": str(provider),
            "link": settings.SITE_URL + reverse("provider:offers", args=[slug]),
            "offers": [
                {
                    "name": offer.name,
                    "why": [reason(offer, occasion) for other, occasion in asked if other == offer],
                    "link": settings.SITE_URL + reverse("provider:offer", args=[slug, offer.pk]),
                }
                for offer in dict.fromkeys(offer for offer, _occasion in asked)
            ],
            "is_demo": provider.organisation.is_demo,
        }
    later("offers_to_confirm", user.email, language, context)


def reason(offer: Offer, occasion: Occasion) -> str:
    if occasion.kind != AskedFor.CONFIRMATION:
        day = date_format(date.fromisoformat(occasion.period))
        return _("Its last edition ends on %(day)s: add the next one, or say that there is none.") % {
            "day": day
        }
    if offer.confirmed_on is None:
        return _("You have not confirmed it yet.")
    return _("You confirmed it last on %(day)s.") % {"day": date_format(offer.confirmed_on)}
