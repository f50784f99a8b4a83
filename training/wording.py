"""Facts of an offer or a run in words; what is unknown has none."""

from decimal import Decimal
from urllib.parse import urlsplit

from django.conf import settings
from django.urls import translate_url
from django.utils.formats import date_format, number_format
from django.utils.translation import get_language, ngettext, override
from django.utils.translation import gettext as _

from skills.models import Demand
from training.enums import EditionState, EventStatus, PriceCategory
from training.models import Edition, Offer


def euros(amount: Decimal) -> str:
    return _("%(amount)s €") % {"amount": number_format(amount, 2 if amount % 1 else 0)}


def price_words(terms: Offer | Edition, certificate: Decimal | None = None) -> str:
    """Say what it costs, with what the ``certificate`` costs apart."""
    if terms.price_category == PriceCategory.PARTIALLY_FREE and certificate:
        return _("Free · certificate %(price)s") % {"price": euros(certificate)}
    if terms.price and terms.price_category not in (PriceCategory.FREE, PriceCategory.PARTIALLY_FREE):
        words = euros(terms.price)
    elif terms.price_category == PriceCategory.PAID:
        words = _("Paid: price to be confirmed")
    else:
        words = terms.get_price_category_display()
    return (
        _("%(course)s · certificate %(price)s")
        % {
            "course": words,
            "price": euros(certificate),
        }
        if words and certificate
        else words
    )


def mode_words(terms: Offer | Edition) -> str:
    return " · ".join(part for part in (terms.get_course_mode_display(), terms.municipality) if part)


def hours_words(offer: Offer) -> str:
    return "" if offer.learning_hours is None else length_words(offer.learning_hours)


def length_words(*hours: int) -> str:
    """Say how long something takes, or from how long to how long: everywhere in the same way."""
    words = ngettext("%(hours)s hour", "%(hours)s hours", hours[-1])
    return words % {"hours": "–".join(map(number_format, hours))}


def level_words(offer: Offer) -> str:
    known = [offer.get_level_display()] if offer.level else []
    if offer.eqf_level:
        known.append(_("EQF %(level)s") % {"level": offer.eqf_level})
    return " · ".join(known)


def audience_words(offer: Offer) -> str:
    labels = dict(Offer._meta.get_field("audience").base_field.choices)
    return ", ".join(str(labels[value]) for value in offer.audience)


def edition_words(edition: Edition | None) -> str:
    """Say what one can do with an edition that carries its ``state``, and by when; nothing without one."""
    if edition is None:
        return ""
    state = EditionState(edition.state)
    words = [str(state.label)]
    if state == EditionState.OPEN and edition.application_deadline:
        words = [_("Enrolment open until %(day)s") % {"day": date_format(edition.application_deadline)}]
    elif state == EditionState.OPENS_SOON:
        words = [_("Enrolment opens on %(day)s") % {"day": date_format(edition.application_start_date)}]
    elif edition.event_status == EventStatus.POSTPONED and state == EditionState.UNKNOWN:
        # The date it has is the one that no longer holds.
        return _("Postponed: new dates to be confirmed")
    elif edition.start_date and state == EditionState.UNKNOWN:
        words = [_("Enrolment to be confirmed")]
    if edition.start_date and state not in (EditionState.ENDED, EditionState.CANCELLED):
        words.append(_("starts on %(day)s") % {"day": date_format(edition.start_date)})
    elif edition.end_date and state == EditionState.ENDED:
        words = [_("Ended on %(day)s") % {"day": date_format(edition.end_date)}]
    return " · ".join(words)


def full_words(edition: Edition | None) -> str:
    """Say that no place is left, with those who wait; nothing while there are some, or nobody knows."""
    return "" if edition is None or edition.places_left != 0 else places_words(edition)


def places_words(edition: Edition | None) -> str:
    """Say how many places an edition has and how many are left, as of when somebody said so."""
    if edition is None:
        return ""
    left, every, waiting = edition.places_left, edition.places, edition.waiting_list
    if left == 0:
        words = [_("No places left of %(every)s") % {"every": every} if every else _("No places left")]
    elif left is not None:
        free = ngettext("%(left)s place left", "%(left)s places left", left) % {"left": left}
        words = [_("%(free)s of %(every)s") % {"free": free, "every": every} if every else free]
    else:
        words = [str(every)] if every is not None else []
    if waiting:
        words.append(ngettext("%(n)s person waiting", "%(n)s people waiting", waiting) % {"n": waiting})
    if words and edition.places_told_on and (waiting or left is not None):
        words.append(_("as of %(day)s") % {"day": date_format(edition.places_told_on)})
    return " · ".join(words)


def site_of(url: str) -> str:
    """Return the name of the site a link leads to, as people know it."""
    return (urlsplit(url).hostname or "").removeprefix("www.")


def study_url(row: Demand) -> str:
    """Return the study's address in the visitor's language; it is stored in the default one."""
    language = get_language() or settings.LANGUAGE_CODE
    with override(settings.LANGUAGE_CODE):
        return translate_url(row.study_path, language)


def demand_words(row: Demand) -> str:
    """Say how many companies ask for it, out of how many answers, in which edition."""
    sentence = ngettext(
        "%(companies)s of the %(answers)s companies that answered asks for it (edition %(edition)s, "
        "%(answers)s of %(population)s)",
        "%(companies)s of the %(answers)s companies that answered ask for it (edition %(edition)s, "
        "%(answers)s of %(population)s)",
        row.companies,
    )
    return sentence % {
        "companies": row.companies,
        "answers": row.answers,
        "population": row.population,
        "edition": row.edition,
    }
