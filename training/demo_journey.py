"""What the demonstration's provider has for somebody who looks for a way into a job: plainly invented.

One course that is free, online and open, in what companies ask for; one that is over; one whose runs differ.
"""

from datetime import date, timedelta

from skills.models import Profile, Skill
from training.enums import Audience, CourseMode, CredentialType, DisplayLevel, Funding, PriceCategory
from training.models import Edition, Offer, OfferProfile, OfferSkill, Provider

MARK = "(demo)"
NOTE = "Inventada para la demostración."
ENROL = "https://example.org/inscripcion-demo"


def add_journey(provider: Provider, today: date) -> None:
    """Add the invented offers that are missing; the untranslated columns follow the active language."""
    if not Offer.objects.filter(slug="demo-ciberseguridad-desde-la-orilla").exists():
        add_open_course(provider, today)
        add_course_of_two_kinds(provider, today)
        add_course_that_is_over(provider, today)


def add_open_course(provider: Provider, today: date) -> None:
    offer = Offer.objects.create(
        slug="demo-ciberseguridad-desde-la-orilla",
        provider=provider,
        name_es=f"Ciberseguridad desde la orilla {MARK}",
        name_en=f"Cybersecurity from the shore {MARK}",
        abstract_es="Curso inventado: reconocer un ataque, contarlo y responder sin perder la calma.",
        abstract_en="An invented course: knowing an attack, telling of it and answering with a calm mind.",
        learning_outcomes_es="Reconocer un correo de suplantación.\nOrdenar una primera respuesta.",
        learning_outcomes_en="Knowing a phishing mail.\nPutting a first answer in order.",
        learning_hours=40,
        level=DisplayLevel.INITIAL,
        in_language="es",
        course_mode=CourseMode.ONLINE,
        audience=[Audience.ANYONE],
        price_category=PriceCategory.FREE,
        funded_by=Funding.FOUNDATION,
        credential_type=CredentialType.ACHIEVEMENT,
        status="published",
        source_note=NOTE,
        source_checked_on=today,
        is_demo=True,
    )
    Edition.objects.create(
        offer=offer,
        application_deadline=today + timedelta(days=25),
        start_date=today + timedelta(days=35),
        end_date=today + timedelta(days=75),
        places=20,
        places_left=6,
        places_told_on=today,
        enrol_url=ENROL,
    )
    for skill in Skill.objects.filter(code__in=["cybersecurity-basics", "incident-response"]):
        OfferSkill.objects.create(offer=offer, skill=skill, confirmed_on=today)
    for profile in Profile.objects.filter(code__in=["sec-eng", "dev-sec"]):
        OfferProfile.objects.create(offer=offer, profile=profile, confirmed_on=today)


def add_course_of_two_kinds(provider: Provider, today: date) -> None:
    """One run is free, online and full, the other paid and on site: filters must not mix the two."""
    offer = Offer.objects.create(
        slug="demo-redes-de-pesca",
        provider=provider,
        name_es=f"Redes que no son de pesca {MARK}",
        name_en=f"Networks that catch no fish {MARK}",
        abstract_es="Curso inventado: cables, paquetes y algún nudo.",
        abstract_en="An invented course: cables, packets and the odd knot.",
        learning_hours=120,
        level=DisplayLevel.INTERMEDIATE,
        in_language="es",
        audience=[Audience.UNEMPLOYED, Audience.EMPLOYED],
        status="published",
        source_note=NOTE,
        source_checked_on=today,
        is_demo=True,
    )
    run = {"offer": offer, "enrol_url": ENROL}
    Edition.objects.create(
        **run,
        course_mode=CourseMode.ONLINE,
        price_category=PriceCategory.FREE,
        application_deadline=today + timedelta(15),
        start_date=today + timedelta(20),
        places=25,
        places_left=0,
        waiting_list=6,
        places_told_on=today,
    )
    Edition.objects.create(
        **run,
        course_mode=CourseMode.ONSITE,
        municipality="Santander",
        price_category=PriceCategory.PAID,
        price=180,
        funded_by=Funding.SELF,
        start_date=today + timedelta(80),
    )
    for skill in Skill.objects.filter(code="networks"):
        OfferSkill.objects.create(offer=offer, skill=skill, confirmed_on=today)


def add_course_that_is_over(provider: Provider, today: date) -> None:
    offer = Offer.objects.create(
        slug="demo-nubes-de-verano",
        provider=provider,
        name_es=f"Nubes de verano {MARK}",
        name_en=f"Summer clouds {MARK}",
        abstract_es="Curso inventado que ya terminó.",
        abstract_en="An invented course that is over.",
        learning_hours=15,
        course_mode=CourseMode.ONLINE,
        price_category=PriceCategory.FREE,
        status="published",
        source_note=NOTE,
        source_checked_on=today,
        is_demo=True,
    )
    Edition.objects.create(
        offer=offer, start_date=today - timedelta(days=90), end_date=today - timedelta(days=60)
    )
