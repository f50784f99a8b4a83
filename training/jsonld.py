"""An offer as schema.org Course or programme, for harvesters; empty facts are left out, never guessed."""

from collections.abc import Sequence

from tera.jsonld import known
from training.enums import CourseMode, EditionState, OfferKind, PriceCategory
from training.models import Edition, Offer

CATEGORIES = {
    PriceCategory.FREE: "Free",
    PriceCategory.PARTIALLY_FREE: "Partially Free",
    PriceCategory.SUBSCRIPTION: "Subscription",
    PriceCategory.PAID: "Paid",
}
MODES = {
    CourseMode.ONLINE: "Online",
    CourseMode.ONSITE: "Onsite",
    CourseMode.BLENDED: "Blended",
    CourseMode.WORK_BASED: "Onsite",
}

PROGRAMMES = (OfferKind.PROGRAMME, OfferKind.SHORT_PROGRAMME)


def course_data(offer: Offer, *, url: str) -> dict:
    """Return the Course or programme; ``offer`` comes with its links and its editions with their state."""
    return program(offer, url) if offer.kind in PROGRAMMES else course(offer, url)


def program(offer: Offer, url: str) -> dict:
    """Return an EducationalOccupationalProgram, with the dates of the run that matters most to a visitor."""
    edition = next(iter(current(offer)), None)
    mode = (edition.course_mode if edition else "") or offer.course_mode

    def day(field: str) -> str | None:
        value = getattr(edition, field) if edition else None
        return value.isoformat() if value else None

    return known(
        {
            "@context": "https://schema.org",
            "@type": "EducationalOccupationalProgram",
            "@id": url,
            "url": url,
            "name": offer.name,
            "description": offer.abstract or offer.description or offer.name,
            "identifier": offer.course_code or offer.certificate_code,
            "programPrerequisites": offer.prerequisites,
            "timeToComplete": duration(offer),
            "educationalProgramMode": MODES.get(mode),
            "educationalCredentialAwarded": offer.credential,
            "occupationalCategory": [
                link.profile.label for link in offer.offer_profiles.all() if link.confirmed_on
            ],
            "provider": provider_data(offer),
            "offers": price_data(offer),
            "applicationStartDate": day("application_start_date"),
            "applicationDeadline": day("application_deadline"),
            "startDate": day("start_date"),
            "endDate": day("end_date"),
            "maximumEnrollment": edition.places if edition else None,
        }
    )


def course(offer: Offer, url: str) -> dict:
    return known(
        {
            "@context": "https://schema.org",
            "@type": "Course",
            "@id": url,
            "url": url,
            "name": offer.name,
            "description": offer.abstract or offer.description or offer.name,
            "courseCode": offer.course_code or offer.certificate_code,
            "inLanguage": offer.in_language,
            "coursePrerequisites": offer.prerequisites,
            "timeRequired": duration(offer),
            "educationalCredentialAwarded": offer.credential,
            "syllabusSections": syllabus_data(offer),
            "teaches": [link.skill.label for link in offer.offer_skills.all() if link.confirmed_on],
            "provider": provider_data(offer),
            "offers": price_data(offer),
            "hasCourseInstance": [instance_data(edition, offer) for edition in current(offer)],
        }
    )


def current(offer: Offer) -> list[Edition]:
    past = (EditionState.ENDED, EditionState.CANCELLED)
    return [edition for edition in offer.editions.all() if edition.state not in past]


def duration(offer: Offer) -> str | None:
    return f"PT{offer.learning_hours}H" if offer.learning_hours else None


def syllabus_data(offer: Offer) -> dict:
    return {"@type": "Syllabus", "description": offer.syllabus} if offer.syllabus else {}


def provider_data(offer: Offer) -> dict:
    organisation = offer.provider.organisation
    return known({"@type": "Organization", "name": str(organisation), "sameAs": organisation.website})


def list_data(addresses: Sequence[str], *, first: int = 1) -> dict:
    """Return an ItemList of the pages of a list's offers, in its order; ``first`` is the first's place."""
    return {
        "@context": "https://schema.org",
        "@type": "ItemList",
        "itemListElement": [
            {"@type": "ListItem", "position": place, "url": address}
            for place, address in enumerate(addresses, start=first)
        ],
    }


def price_data(offer: Offer) -> dict:
    if not offer.price_category:
        return {}
    price = {"price": str(offer.price), "priceCurrency": "EUR"} if offer.price else {}
    return {"@type": "Offer", "category": CATEGORIES[offer.price_category]} | price


def instance_data(edition: Edition, offer: Offer) -> dict:
    mode = edition.course_mode or offer.course_mode
    return known(
        {
            "@type": "CourseInstance",
            "name": edition.name,
            "courseMode": MODES.get(mode),
            "courseWorkload": duration(offer),
            "startDate": edition.start_date and edition.start_date.isoformat(),
            "endDate": edition.end_date and edition.end_date.isoformat(),
            "location": edition.municipality or offer.municipality,
            "maximumAttendeeCapacity": edition.places,
            "remainingAttendeeCapacity": edition.places_left,
        }
    )
