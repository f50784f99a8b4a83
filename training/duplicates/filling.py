"""What one of two merged offers does not say and the other does."""

from collections.abc import Mapping

from django.core.exceptions import ValidationError
from django.utils import timezone, translation

from training.models import FieldOrigin, Offer
from training.provenance import NOTHING, OFFER_FIELDS, clean_value, locked_fields, untranslated
from training.upkeep.values import plain

# Fields that say one thing together: where the two offers differ in one of them, none is taken.
TOGETHER = (
    ("price_category", "price", "funded_by"),
    ("credential_type", "credential_es", "credential_en", "credential_price"),
    ("regulation_type", "regulation_ref", "boe_id", "professional_family", "certificate_code"),
    ("course_mode", "municipality"),
    ("name_es", "name_en"),
    ("abstract_es", "abstract_en"),
    ("description_es", "description_en"),
    ("learning_outcomes_es", "learning_outcomes_en"),
    ("prerequisites_es", "prerequisites_en"),
    ("syllabus_es", "syllabus_en"),
    ("required_equipment_es", "required_equipment_en"),
    ("assessment_es", "assessment_en"),
    ("accessibility_es", "accessibility_en"),
    ("source_url", "source_note"),
)


def fill_empty(kept: Offer, merged: Offer) -> dict[str, object]:
    """Take over what only ``merged`` says, with where it came from; return what was taken.

    A field that a person emptied stays empty. The caller holds the locks.
    """
    locked = locked_fields(kept)
    filled = {
        name: plain(getattr(merged, name))
        for name in OFFER_FIELDS
        if name not in locked
        and getattr(kept, name) in NOTHING
        and getattr(merged, name) not in NOTHING
        and not differ(kept, merged, name)
        and can_be(kept, name, getattr(merged, name))
    }
    save(kept, filled)
    kept.origins.filter(edition=None, field__in=filled).delete()
    origins = merged.origins.filter(edition=None, field__in=filled)
    FieldOrigin.objects.bulk_create(copied(origin, kept) for origin in origins)
    return filled


def can_be(offer: Offer, name: str, value: object) -> bool:
    """Set a value, unless it contradicts what the offer says otherwise."""
    before = getattr(offer, name)
    setattr(offer, name, value)
    try:
        offer.validate_constraints()
    except ValidationError:
        setattr(offer, name, before)
        return False
    return True


def differ(kept: Offer, merged: Offer, name: str) -> bool:
    """Whether the two say different things of what ``name`` is a part of."""
    group = next((names for names in TOGETHER if name in names), ())
    pairs = [(getattr(kept, each), getattr(merged, each)) for each in group]
    return any(one not in NOTHING and other not in NOTHING and one != other for one, other in pairs)


def copied(origin: FieldOrigin, offer: Offer) -> FieldOrigin:
    names = ("field", "origin", "detail", "at", "by_id", "locked")
    return FieldOrigin(offer=offer, **{name: getattr(origin, name) for name in names})


def save(offer: Offer, names: Mapping[str, object]) -> None:
    if not names:
        return
    offer.modified_at = timezone.now()
    # The untranslated columns repeat the first language's.
    with translation.override("es"):
        offer.save(update_fields=sorted({*names, *untranslated(offer, names), "modified_at"}))


def empty_again(kept: Offer, filled: Mapping[str, object]) -> None:
    """Take back what was filled in, where nobody has written something else since."""
    emptied = {
        name: value
        for name, value in filled.items()
        if plain(getattr(kept, name)) == value and can_be(kept, name, clean_value(kept, name, ""))
    }
    save(kept, emptied)
    kept.origins.filter(edition=None, field__in=emptied).delete()
