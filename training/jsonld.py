"""An offer as schema.org Course, for harvesters; empty facts are left out, never guessed."""

from collections.abc import Sequence

from tera.jsonld import known
from training.enums import CourseMode, EditionState, PriceCategory
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


def course_data(offer: Offer, *, url: str) -> dict:
    """Return the Course; ``offer`` comes with its links and its editions with their state."""
    organisation = offer.provider.organisation
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
            "timeRequired": f"PT{offer.learning_hours}H" if offer.learning_hours else None,
            "educationalCredentialAwarded": offer.credential,
            "teaches": [link.skill.label for link in offer.offer_skills.all() if link.confirmed_on],
            "provider": known(
                {"@type": "Organization", "name": str(organisation), "sameAs": organisation.website}
            ),
            "offers": price_data(offer),
            "hasCourseInstance": [
                instance_data(edition, offer)
                for edition in offer.editions.all()
                if edition.state not in (EditionState.ENDED, EditionState.CANCELLED)
            ],
        }
    )


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
            "courseWorkload": f"PT{offer.learning_hours}H" if offer.learning_hours else None,
            "startDate": edition.start_date and edition.start_date.isoformat(),
            "endDate": edition.end_date and edition.end_date.isoformat(),
            "location": edition.municipality or offer.municipality,
            "maximumAttendeeCapacity": edition.places,
        }
    )
