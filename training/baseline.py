"""The offers the catalogue starts with: real facts with their source; what is unknown stays empty.

A link to a skill or profile is the cluster's own curation. It is *confirmed* only where it
follows plainly from the official scope or the name of the title ("Desarrollo de Aplicaciones
Web" leads to web developers); a likely content that no source read so far states is a link to
be confirmed, which the public sees as such and which counts as no supply.

``source_checked_on`` is the day on which somebody read the source, or a stored copy of it, and found
the facts there; where nobody could, it stays empty.
"""

import json
from datetime import date
from pathlib import Path

from django.db import models, transaction
from django.utils import translation

from members.models import Organisation
from skills.models import Profile, Skill
from training.enums import ValueOrigin
from training.models import Offer, OfferProfile, OfferSkill, Outcome, Provider
from training.provenance import note_origins, said_fields

FOLDER = Path(__file__).parent / "data"
DATA = FOLDER / "offers.json"
CURATED_ON = date(2026, 11, 24)


class BaselineError(Exception):
    """Something the offers refer to has not been loaded; the text says what."""


@transaction.atomic
def load_offers() -> None:
    """Add the shipped providers and offers that do not exist yet; hand edits to the others survive."""
    shipped = json.loads(DATA.read_text(encoding="utf-8"))
    # Without it the untranslated columns would follow the language of whoever runs this.
    with translation.override("es"):
        providers = load_providers(shipped["providers"])
        present = set(Offer.objects.values_list("slug", flat=True))
        skills, profiles = by_key(Skill, "code"), by_key(Profile, "code")
        for row in shipped["offers"]:
            if row["slug"] not in present:
                add_offer(row, providers, skills, profiles)
        for row in shipped["outcomes"]:
            add_outcome(row)


def by_key(model: type[models.Model], key: str) -> dict:
    return {getattr(row, key): row for row in model.objects.all()}


def wanted(rows: dict, key: str, what: str):
    if key not in rows:
        raise BaselineError(f"The {what} “{key}” is missing: load the {what}s before the offers.")
    return rows[key]


def load_providers(shipped: list[dict]) -> dict[str, Provider]:
    """Return the providers by the slug of their organisation, adding the missing ones."""
    organisations = by_key(Organisation, "slug")
    providers = {}
    for row in shipped:
        slug = row["organisation"]
        organisation = wanted(organisations, slug, "organisation")
        defaults = {name: value for name, value in row.items() if name != "organisation"}
        providers[slug], _created = Provider.objects.get_or_create(
            organisation=organisation, defaults=defaults
        )
    return providers


def add_offer(row: dict, providers: dict, skills: dict, profiles: dict) -> Offer:
    links = {"skills", "profiles", "provider"}
    facts = {name: value for name, value in row.items() if name not in links}
    offer = Offer.objects.create(provider=wanted(providers, row["provider"], "provider"), **facts)
    note_origins(offer, said_fields(facts), ValueOrigin.BASELINE)
    for link in row["skills"]:
        skill = wanted(skills, link["code"], "skill")
        OfferSkill.objects.create(offer=offer, skill=skill, confirmed_on=confirmation(link))
    for link in row["profiles"]:
        profile = wanted(profiles, link["code"], "profile")
        OfferProfile.objects.create(offer=offer, profile=profile, confirmed_on=confirmation(link))
    return offer


def add_outcome(row: dict) -> None:
    """Add an outcome that is missing, to those of its offers that are there."""
    facts = {name: value for name, value in row.items() if name != "offers"}
    if not Outcome.objects.filter(title_es=row["title_es"]).exists():
        outcome = Outcome.objects.create(**facts)
        outcome.offers.set(Offer.objects.filter(slug__in=row["offers"]))


def confirmation(link: dict) -> date | None:
    return CURATED_ON if link["confirmed"] else None
