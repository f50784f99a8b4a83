"""The demonstration's training provider: plainly invented, with offers in every state it can meet."""

from datetime import timedelta

from django.db import transaction
from django.utils import timezone, translation

from members.enums import OrganisationKind
from members.models import Organisation, User
from training.demo_journey import add_journey
from training.enums import CourseMode, OfferStatus, PriceCategory, ProviderType, ValueOrigin
from training.models import Edition, Offer, OfferRevision, Provider
from training.provenance import note_origins, said_fields

MARK = "(demo)"
SLUG = "academia-demo"
# Slug, name in both languages, summary in both, hours, mode, days since the provider confirmed it.
OFFERS = (
    (
        "demo-faros-con-python",
        f"Faros con Python {MARK}",
        f"Lighthouses with Python {MARK}",
        "Curso inventado: encender y apagar faros imaginarios con pocas líneas.",
        "An invented course: switching imaginary lighthouses on and off in a few lines.",
        40,
        CourseMode.ONLINE,
        12,
    ),
    (
        "demo-ciberseguridad-de-mareas",
        f"Ciberseguridad de mareas {MARK}",
        f"Cybersecurity of tides {MARK}",
        "Curso inventado: que nadie cambie la hora de la bajamar.",
        "An invented course: so that nobody changes the hour of low tide.",
        60,
        CourseMode.ONSITE,
        260,
    ),
    (
        "demo-datos-de-anchoas",
        f"Datos de anchoas {MARK}",
        f"Anchovy data {MARK}",
        "Curso inventado: contar anchoas sin equivocarse.",
        "An invented course: counting anchovies and getting it right.",
        25,
        CourseMode.BLENDED,
        None,
    ),
)


@transaction.atomic
def load_provider(user: User) -> Provider:
    """Return the invented provider, made with its offers and one change that waits unless it is there."""
    organisation, is_new = Organisation.objects.get_or_create(
        slug=SLUG,
        defaults={
            "legal_name": f"Academia del Faro Imaginario, S.L. {MARK}",
            "trade_name": f"Academia del Faro Imaginario {MARK}",
            "kind": OrganisationKind.VOCATIONAL_CENTRE,
            "municipality": "Santander",
            "is_demo": True,
        },
    )
    provider, _created = Provider.objects.get_or_create(
        organisation=organisation, defaults={"provider_type": ProviderType.NON_REGULATED}
    )
    if is_new:
        with translation.override("es"):
            first, *_others = [add_offer(provider, *row) for row in OFFERS]
            add_journey(provider, timezone.localdate())
        propose(first, user)
    return provider


def add_offer(
    provider: Provider,
    slug: str,
    name_es: str,
    name_en: str,
    abstract_es: str,
    abstract_en: str,
    hours: int,
    mode: CourseMode,
    days: int | None,
) -> Offer:
    today = timezone.localdate()
    facts = {
        "name_es": name_es,
        "name_en": name_en,
        "abstract_es": abstract_es,
        "abstract_en": abstract_en,
        "learning_hours": hours,
        "course_mode": mode,
        "price_category": PriceCategory.FREE,
        "source_note": "Inventada para la demostración.",
    }
    offer = Offer.objects.create(
        slug=slug,
        provider=provider,
        status=OfferStatus.PUBLISHED,
        confirmed_on=None if days is None else today - timedelta(days=days),
        is_demo=True,
        **facts,
    )
    note_origins(offer, said_fields(facts), ValueOrigin.BASELINE)
    Edition.objects.create(
        offer=offer,
        application_deadline=today + timedelta(days=20),
        start_date=today + timedelta(days=30),
        end_date=today + timedelta(days=60),
        places=15,
        places_left=4,
        places_told_on=today,
    )
    return offer


def propose(offer: Offer, user: User) -> OfferRevision:
    """Leave one change in the manager's queue, without the letters that a real one sends."""
    return OfferRevision.objects.create(
        provider=offer.provider,
        offer=offer,
        old={"abstract_es": offer.abstract_es, "learning_hours": 40},
        new={"abstract_es": f"{offer.abstract_es} Ahora con dos faros más.", "learning_hours": 45},
        note="Añadimos dos prácticas.",
        requested_by=user,
    )
