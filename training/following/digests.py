"""Composing a digest: what is new for each search, by when to enrol, why it came and how to stop it."""

from dataclasses import dataclass, field
from datetime import date

from django.conf import settings
from django.core.mail import EmailMultiAlternatives
from django.db.models import QuerySet
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import timezone, translation
from django.utils.translation import ngettext

from tera.mailing import one_line, sender_domain
from training.demand import DemandBoard
from training.duplicates.merging import where_they_went
from training.enrolment import with_enrolment
from training.enums import EditionState
from training.models import Digest, Edition, Offer, SavedSearch, ToldNews
from training.presentation import OfferSheet
from training.reading import with_what_sheets_read

from .links import absolute, manage_path, stop_all_path, stop_path
from .planning import OF_USE
from .subjects import Subject, address_of, subject_of

MOST_SHOWN = 25


@dataclass(frozen=True)
class Entry:
    """One offer of a digest."""

    sheet: OfferSheet
    is_new: bool

    @property
    def offer(self) -> Offer:
        return self.sheet.offer

    @property
    def url(self) -> str:
        return absolute(self.offer.get_absolute_url())

    @property
    def edition(self) -> Edition | None:
        return self.sheet.best_edition

    @property
    def deadline(self) -> date | None:
        """Return until when one may enrol, where the dates do not say it in the same breath."""
        if self.edition is None or self.edition.state == EditionState.OPEN:
            return None
        return self.edition.application_deadline

    @property
    def calendar_url(self) -> str:
        """Return the file with the run's dates ahead; empty when none is known."""
        if self.edition is None or not self.sheet.offer.next_date:
            return ""
        return absolute(reverse("training:edition-ics", args=[self.offer.slug, self.edition.pk]))


@dataclass
class Part:
    """What one saved search brings."""

    search: SavedSearch
    subject: Subject
    entries: list[Entry] = field(default_factory=list)

    @property
    def shown(self) -> list[Entry]:
        return self.entries[:MOST_SHOWN]

    @property
    def more(self) -> int:
        return len(self.entries) - len(self.shown)

    @property
    def url(self) -> str:
        return address_of(self.subject)

    @property
    def stop(self) -> str:
        return absolute(stop_path(self.search))


def parts_of(digest: Digest, day: date) -> list[Part]:
    """Return what of a digest still holds: searches not stopped, offers still public and open."""
    told = list(digest.told.filter(search__isnull=False).select_related("news", "search"))
    offer_of = follow_merges(digest, told)
    offers = with_what_sheets_read(with_state(set(offer_of.values()), day), day)
    board = DemandBoard.latest()
    found = {offer.pk: OfferSheet(offer, board) for offer in offers}
    parts: dict[int, Part] = {}
    # Whether an offer is new, or one of its runs opened, it is one entry, in the first search it fits.
    news: dict[int, tuple[SavedSearch, bool]] = {}
    for row in told:
        if key := offer_of.get(row.news_id):
            search, is_new = news.get(key, (row.search, False))
            news[key] = search, is_new or row.news.edition_id is None
    for key, (search, is_new) in news.items():
        if key not in found:
            continue
        if search.pk not in parts:
            subject = subject_of(search.query, language=search.language, day=day)
            if subject is None:
                continue
            parts[search.pk] = Part(search, subject)
        parts[search.pk].entries.append(Entry(found[key], is_new))
    return list(parts.values())


def follow_merges(digest: Digest, told: list[ToldNews]) -> dict[int, int]:
    """Return the offer that each piece of news is about by now.

    An offer may have become part of another since; one that the follower was told of before is no news.
    """
    went = where_they_went({row.news.offer_id for row in told}, by="pk")
    before = ToldNews.objects.filter(
        follower=digest.follower_id, digest__pk__lt=digest.pk, news__edition=None
    )
    known = set(before.filter(news__offer__in=went.values()).values_list("news__offer", flat=True))
    return {
        row.news_id: went.get(row.news.offer_id, row.news.offer_id)
        for row in told
        if row.news.edition_id or went.get(row.news.offer_id) not in known
    }


def with_state(keys: set[int], day: date) -> QuerySet[Offer]:
    offers = Offer.objects.published().filter(pk__in=keys)
    return with_enrolment(offers, day).filter(state__in=OF_USE).order_by("state", "next_date", "pk")


def compose(digest: Digest) -> EmailMultiAlternatives | None:
    """Return the mail, or None when nothing of it is wanted or true any more."""
    searches = SavedSearch.objects.filter(told__digest=digest)
    language = searches.values_list("language", flat=True).first() or settings.LANGUAGE_CODE
    with translation.override(language):
        parts = parts_of(digest, timezone.localdate())
        if not parts:
            return None
        number = sum(len(part.entries) for part in parts)
        stop = absolute(stop_all_path(digest.follower))
        context = {
            "parts": parts,
            "number": number,
            "language": language,
            "stop": stop,
            "manage": absolute(manage_path(digest.follower)),
            "support_email": settings.SUPPORT_EMAIL,
            "shows_demo": any(entry.offer.is_demo for part in parts for entry in part.entries),
        }
        subject = ngettext("%(number)s training offer for you", "%(number)s training offers for you", number)
        mail = EmailMultiAlternatives(
            subject=one_line(f"{subject % {'number': number}}: {parts[0].subject.words}")[:200],
            body=render_to_string("emails/training_digest/body.txt", context).strip() + "\n",
            to=[digest.follower.email],
            reply_to=[settings.SUPPORT_EMAIL],
            headers={
                # The same for each attempt, so that a mail program can drop a second copy.
                "Message-ID": f"<training-digest-{digest.pk}@{sender_domain()}>",
                "Auto-Submitted": "auto-generated",
                "Precedence": "bulk",
                "List-Unsubscribe": f"<{stop}>",
                "List-Unsubscribe-Post": "List-Unsubscribe=One-Click",
            },
        )
        html = render_to_string("emails/training_digest/body.html", context)
    mail.attach_alternative(html, "text/html")
    return mail
