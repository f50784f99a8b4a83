"""What a manager does with a proposed change: publish it, as it is or with other words, or send it back."""

from itertools import chain, count

from django.conf import settings
from django.db import transaction
from django.urls import reverse
from django.utils import timezone, translation
from django.utils.text import slugify
from django.utils.translation import gettext as _

from members.accounts.actions import later
from members.models import User
from skills.models import Skill
from training.enums import LinkOrigin, OfferStatus, RevisionState, ValueOrigin
from training.models import Offer, OfferRevision, OfferSkill
from training.provenance import fields_of, note_origins, receive

from .errors import OfferMoved, UpkeepRefused
from .proposing import close_revision, lock_offer, locked_revision, write_editions
from .values import OWN_FIELDS, SKILLS, STATUS, Seals, Values, parse_key, seal, values_of

# Spanish whoever presses the button: it is stored.
SOURCE_NOTE = "Lo comunica el propio centro."


@transaction.atomic
def approve_revision(
    revision: OfferRevision, *, version: int, taken: Values, seen: Seals, by: User
) -> OfferRevision:
    """Publish ``taken``, what the manager let stand of a proposal or worded otherwise, and tell who asked.

    ``seen`` are the seals of the published values that the page showed. Locks the offer and the
    proposal. Raises RevisionDecided, RevisionMoved, OfferMoved or ValidationError; then nothing changed.
    """
    mine = locked_revision(revision, version)
    if mine.offer_id:
        offer = lock_offer(mine.offer)
        now = values_of(offer)
        moved = [key for key in taken if key in seen and seen[key] != seal(now.get(key, ""))]
        if moved:
            raise OfferMoved(moved)
    else:
        offer = mine.offer = create_offer(mine, taken)
        now = {}
    write_offer(offer, mine, taken, now, by=by)
    mine.written = taken
    close_revision(mine, RevisionState.APPROVED, by=by)
    tell_provider(mine)
    return mine


def create_offer(revision: OfferRevision, taken: Values) -> Offer:
    """Make the offer that a proposal is about; it is public as soon as its values are written."""
    name = str(taken.get("name_es") or "").strip()
    if not name:
        raise UpkeepRefused(_("A new offer needs its name in Spanish."))
    with translation.override("es"):
        return Offer.objects.create(
            slug=free_slug(name),
            provider=revision.provider,
            name_es=name,
            status=OfferStatus.DRAFT,
            is_demo=revision.provider.organisation.is_demo,
        )


def free_slug(name: str) -> str:
    """Return an address made of the name that no offer has yet."""
    base = slugify(name)[:110].strip("-") or "oferta"
    taken = set(Offer.objects.filter(slug__startswith=base).values_list("slug", flat=True))
    numbered = (f"{base}-{number}" for number in count(2))
    return next(slug for slug in chain([base], numbered) if slug not in taken)


def write_offer(offer: Offer, revision: OfferRevision, taken: Values, now: Values, *, by: User) -> None:
    """Write what was taken as the provider's; what the manager worded otherwise is noted as the panel's."""
    who = revision.requested_by
    own = {key: value for key, value in taken.items() if key in OWN_FIELDS}
    if refused := receive(offer, own, ValueOrigin.PROVIDER, by=who).refused:
        raise UpkeepRefused(" ".join(refused.values()))
    write_editions(offer, taken, ValueOrigin.PROVIDER, by=who)
    if not now:
        note_origins(offer, ["name_es"], ValueOrigin.PROVIDER, by=who)
    note_rewording(offer, taken, revision.new, by=by)
    if SKILLS in taken:
        write_skills(offer, taken[SKILLS])
    fresh = Offer.objects.get(pk=offer.pk)
    fresh.confirmed_on = timezone.localdate(revision.requested_at)
    fresh.status = taken.get(STATUS, OfferStatus.PUBLISHED if not now else fresh.status)
    if not (fresh.source_url or fresh.source_note):
        fresh.source_url, fresh.source_note = fresh.url, SOURCE_NOTE
        fresh.source_checked_on = fresh.confirmed_on
    fresh.validate_constraints()
    fresh.save(
        update_fields=[
            "status",
            "confirmed_on",
            "source_url",
            "source_note",
            "source_checked_on",
            "modified_at",
        ]
    )


def note_rewording(offer: Offer, taken: Values, proposed: Values, *, by: User) -> None:
    editions = {str(edition.pk): edition for edition in offer.editions.all()}
    for key, value in taken.items():
        edition, name = parse_key(key)
        target = editions.get(edition) if edition else offer
        if value != proposed.get(key) and target and name in fields_of(target):
            note_origins(target, [name], ValueOrigin.PANEL, by=by)


def write_skills(offer: Offer, codes: list[str]) -> None:
    """Make these the skills of the offer; the manager who approves them confirms the new ones."""
    links = offer.offer_skills.shown()
    links.exclude(skill__code__in=codes).delete()
    present = set(offer.offer_skills.values_list("skill__code", flat=True))
    today = timezone.localdate()
    OfferSkill.objects.bulk_create(
        OfferSkill(offer=offer, skill=skill, origin=LinkOrigin.PROVIDER, confirmed_on=today)
        for skill in Skill.objects.filter(code__in=set(codes) - present)
    )
    offer.offer_skills.filter(skill__code__in=codes, confirmed_on=None).update(
        confirmed_on=today, origin=LinkOrigin.PROVIDER
    )


@transaction.atomic
def return_revision(revision: OfferRevision, *, version: int, reason: str, by: User) -> OfferRevision:
    """Send a proposal back with a reason, which goes to who asked; what is public stays. Locks both."""
    mine = close_revision(locked_revision(revision, version), RevisionState.RETURNED, by=by, reason=reason)
    tell_provider(mine)
    return mine


def tell_provider(revision: OfferRevision) -> None:
    """Send the decision, if whoever asked still has to do with the provider."""
    user, organisation = revision.requested_by, revision.provider.organisation
    if not user or not user.is_active or not organisation.accounts.of(user).exists():
        return
    with translation.override(revision.language):
        link = settings.SITE_URL + reverse("provider:revision", args=[organisation.slug, revision.pk])
        page = settings.SITE_URL + revision.offer.get_absolute_url() if revision.offer_id else ""
    context = {
        "offer": str(revision),
        "state": str(revision.state),
        "reason": revision.reason,
        "is_worded_otherwise": revision.written != revision.new,
        "link": link,
        "page": page if revision.state == RevisionState.APPROVED else "",
    }
    later("offer_change_decided", user.email, revision.language, context)
