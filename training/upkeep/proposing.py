"""What a provider's people do to their offers: propose, amend, withdraw and confirm."""

from datetime import date

from django.conf import settings
from django.db import transaction
from django.db.models import QuerySet
from django.urls import reverse
from django.utils import timezone, translation
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from members.accounts.actions import language_of, later, managers
from members.models import User
from training.enums import OfferStatus, RevisionState, ValueOrigin
from training.models import Edition, Offer, OfferRevision, Provider
from training.provenance import clean_value, receive

from .errors import NothingNew, OfferMoved, RevisionDecided, RevisionMoved, UpkeepRefused
from .values import SMALL_FIELDS, STATUS, Seals, Values, parse_key, seal, values_of


def lock_offer(offer: Offer) -> Offer:
    """Lock an offer and return it as it is now. NO KEY: rows that point to it may be written meanwhile."""
    rows = Offer.objects.select_for_update(of=("self",), no_key=True).order_by()
    return rows.without_search_columns().select_related("provider__organisation").get(pk=offer.pk)


@transaction.atomic
def propose_change(
    offer: Offer,
    *,
    typed: Values,
    seen: Seals,
    by: User,
    version: int | None = None,
    note: str | None = None,
    quiet: bool = False,
) -> OfferRevision | None:
    """Keep what was typed as the offer's one pending change, beside what is public. Locks the offer.

    ``typed`` has all the fields of one form: the offer's own, or those of one edition; fields of the
    others stay in the proposal as they are. ``seen`` are the seals of the published values that the
    form began from, ``version`` the proposal it showed. What a trusted provider may change by itself is
    public at once, and None is returned when nothing else is left.

    Raises OfferMoved, RevisionMoved, NothingNew or ValidationError; then nothing has changed.
    """
    current = lock_offer(offer)
    now = values_of(current)
    changed = {key: value for key, value in typed.items() if seen.get(key, seal("")) != seal(value)}
    moved = [
        key
        for key in changed
        if changed[key] != now.get(key, "") and seen.get(key, seal("")) != seal(now.get(key, ""))
    ]
    if moved:
        raise OfferMoved(moved)
    pending = current.revisions.pending().select_for_update(of=("self",)).first()
    if (pending.version if pending else None) != version:
        raise RevisionMoved
    changed = {key: value for key, value in changed.items() if value != now.get(key, "")}
    if not changed and not pending:
        raise NothingNew
    kept = {key: value for key, value in proposed(starting_point(current)).items() if key not in typed}
    kept = {key: value for key, value in kept.items() if value != now.get(key, "")}
    if current.provider.is_trusted and is_small(changed):
        publish_small(current, changed, by=by)
        changed = {}
    new = kept | changed
    if pending:
        return rewrite(pending, new, now, note, by=by)
    if not new:
        return None
    return keep_revision(current.provider, current, new, now, by=by, note=note or "", quiet=quiet)


def starting_point(offer: Offer) -> OfferRevision | None:
    """Return the proposal that one goes on from: the one that waits, or the latest if it was sent back."""
    latest = offer.revisions.exclude(state=RevisionState.WITHDRAWN).first()
    return latest if latest and latest.state in (RevisionState.PENDING, RevisionState.RETURNED) else None


def proposed(start: OfferRevision | None) -> Values:
    return start.new if start else {}


def is_small(changed: Values) -> bool:
    """Whether a trusted provider may do it by itself: dates, places and links of runs, and new runs."""
    return all(
        edition.startswith("new") or (edition and name in SMALL_FIELDS)
        for edition, name in map(parse_key, changed)
    )


def publish_small(offer: Offer, changed: Values, *, by: User) -> None:
    """Write the values of editions at once; a provider that writes them also confirms the offer."""
    write_editions(offer, changed, ValueOrigin.PROVIDER, by=by)
    Offer.objects.filter(pk=offer.pk).update(confirmed_on=timezone.localdate(), modified_at=timezone.now())


def write_editions(offer: Offer, values: Values, origin: ValueOrigin, *, by: User | None) -> None:
    """Write the values of an offer's editions, and make those that do not exist yet."""
    runs: dict[str, Values] = {}
    for key, value in values.items():
        edition, name = parse_key(key)
        if edition:
            runs.setdefault(edition, {})[name] = value
    for key, run in runs.items():
        if key.startswith("new"):
            edition = Edition(offer=offer)
            for name, value in run.items():
                setattr(edition, name, clean_value(edition, name, value))
            edition.validate_constraints()
            edition = Edition.objects.create(offer=offer)
        else:
            edition = offer.editions.filter(pk=key).first()
            if edition is None:
                raise UpkeepRefused(_("The edition that this is about was deleted meanwhile."))
        if refused := receive(edition, run, origin, by=by).refused:
            raise UpkeepRefused(" ".join(refused.values()))


def rewrite(
    revision: OfferRevision, new: Values, now: Values, note: str | None, *, by: User | None = None
) -> OfferRevision | None:
    """Give a pending proposal other content; one that proposes nothing any more is withdrawn."""
    if not new:
        close_revision(revision, RevisionState.WITHDRAWN)
        return None
    revision.old = {key: now.get(key, "") for key in new}
    revision.new = new
    revision.version += 1
    revision.requested_at = timezone.now()
    if note is not None:
        revision.note = note
    if by:
        revision.requested_by, revision.language = by, reader_language()
    revision.save()
    return revision


def keep_revision(
    provider: Provider,
    offer: Offer | None,
    new: Values,
    now: Values,
    *,
    by: User,
    note: str,
    quiet: bool = False,
) -> OfferRevision:
    """Make a proposal and, unless ``quiet``, tell the managers."""
    revision = OfferRevision.objects.create(
        provider=provider,
        offer=offer,
        old={key: now.get(key, "") for key in new} if offer else {},
        new=new,
        note=note,
        requested_by=by,
        language=reader_language(),
    )
    if not quiet:
        tell_managers(revision)
    return revision


def reader_language() -> str:
    return translation.get_language() or settings.LANGUAGE_CODE


@transaction.atomic
def propose_offer(
    provider: Provider, *, typed: Values, by: User, note: str = "", quiet: bool = False
) -> OfferRevision:
    """Keep a new offer for the managers; it has no page before they publish it.

    Locks the provider: the same once more, while it waits, is a second click and no second offer.
    """
    new = {key: value for key, value in typed.items() if value not in ("", [])}
    Provider.objects.select_for_update(of=("self",), no_key=True).get(pk=provider.pk)
    waiting = OfferRevision.objects.pending().filter(provider=provider, offer=None, new=new, note=note)
    if same := waiting.first():
        return same
    return keep_revision(provider, None, new, {}, by=by, note=note, quiet=quiet)


@transaction.atomic
def amend_offer(
    revision: OfferRevision, *, typed: Values, version: int | None, by: User, note: str = ""
) -> OfferRevision:
    """Rewrite a proposed new offer that still waits. Locks the proposal."""
    mine = locked_revision(revision, version)
    edition_values = {key: value for key, value in mine.new.items() if parse_key(key)[0]}
    new = {key: value for key, value in typed.items() if value not in ("", [])}
    mine.new, mine.note = edition_values | new, note
    mine.version += 1
    mine.requested_at, mine.requested_by, mine.language = timezone.now(), by, reader_language()
    mine.save()
    return mine


def locked_revision(revision: OfferRevision, version: int | None = None) -> OfferRevision:
    """Lock a proposal and return it as it is now, if it still waits; the offer is locked first."""
    if revision.offer_id:
        lock_offer(revision.offer)
    rows = OfferRevision.objects.select_related("provider__organisation", "requested_by", "decided_by")
    mine = rows.select_for_update(of=("self",)).get(pk=revision.pk)
    if mine.state != RevisionState.PENDING:
        raise RevisionDecided(str(mine.decided_by or ""))
    if version is not None and mine.version != version:
        raise RevisionMoved
    return mine


@transaction.atomic
def withdraw_revision(revision: OfferRevision, *, by: User) -> OfferRevision:
    """Take a proposal back while it waits."""
    return close_revision(locked_revision(revision), RevisionState.WITHDRAWN, by=by)


def close_revision(
    revision: OfferRevision, state: RevisionState, *, by: User | None = None, reason: str = ""
) -> OfferRevision:
    revision.state, revision.reason = state, reason
    revision.decided_by, revision.decided_at = by, timezone.now()
    revision.save()
    return revision


@transaction.atomic
def propose_withdrawal(offer: Offer, *, by: User, note: str = "") -> OfferRevision:
    """Ask for an offer to leave the catalogue; what else waits for it stays in the same proposal."""
    current = lock_offer(offer)
    now = values_of(current)
    pending = current.revisions.pending().select_for_update(of=("self",)).first()
    if now[STATUS] == OfferStatus.ARCHIVED:
        raise NothingNew
    if pending:
        return rewrite(pending, pending.new | {STATUS: OfferStatus.ARCHIVED}, now, note or None, by=by)
    return keep_revision(
        current.provider, current, {STATUS: str(OfferStatus.ARCHIVED)}, now, by=by, note=note
    )


def confirm_offers(offers: QuerySet[Offer], *, day: date) -> int:
    """Note the provider's word that these offers are still right; return how many that concerns."""
    return offers.published().update(confirmed_on=day)


def tell_managers(revision: OfferRevision) -> None:
    context = {
        "person": str(revision.requested_by or ""),
        "provider": str(revision.provider),
        "offer": str(revision),
        "is_new": revision.offer_id is None,
        "link": settings.SITE_URL + reverse("admin:training_offerrevision_change", args=[revision.pk]),
    }
    for user in managers():
        later("offer_change_asked", user.email, language_of(user), context)


def tell_managers_of_file(provider: Provider, file_name: str, offers: int, *, by: User) -> None:
    """Tell the managers once of all the proposals that one file made."""
    queue = reverse("admin:training_offerrevision_changelist")
    for user in managers():
        language = language_of(user)
        with translation.override(language):
            words = ngettext("%(count)s offer (%(file)s)", "%(count)s offers (%(file)s)", offers)
            context = {
                "person": str(by),
                "provider": str(provider),
                "offer": words % {"count": offers, "file": file_name},
                "is_new": False,
                "link": f"{settings.SITE_URL}{queue}?state__exact=pending&provider__id__exact={provider.pk}",
            }
        later("offer_change_asked", user.email, language, context)
