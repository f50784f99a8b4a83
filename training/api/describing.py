"""Rows of the catalogue as the interface tells them: what is empty is null."""

from django.conf import settings
from django.urls import reverse

from skills import models as vocabulary
from training import models
from training.enums import EditionState
from training.feeds.table import address_of
from training.presentation import OfferSheet
from training.search import OfferSearch
from training.served import ServedLink
from training.wording import study_url

from . import schemas

OF_OFFER = [
    "kind",
    "abstract",
    "course_mode",
    "municipality",
    "in_language",
    "learning_hours",
    "level",
    "eqf_level",
    "price_category",
    "price",
    "funded_by",
    "credential_type",
    "credential",
    "confirmed_on",
    "source_url",
    "source_note",
    "source_checked_on",
]
OF_OFFER_ALONE = [
    "course_code",
    "description",
    "learning_outcomes",
    "prerequisites",
    "syllabus",
    "required_equipment",
    "assessment",
    "accessibility",
    "credential_price",
    "regulation_type",
    "regulation_ref",
    "boe_id",
    "professional_family",
    "certificate_code",
    "url",
]
OF_EDITION = [
    "name",
    "application_start_date",
    "application_deadline",
    "start_date",
    "end_date",
    "event_status",
    "course_mode",
    "municipality",
    "in_language",
    "price_category",
    "price",
    "funded_by",
    "places",
    "places_left",
    "waiting_list",
    "places_told_on",
    "enrol_url",
    "source_url",
    "source_checked_on",
]
OF_DEMAND = [
    "edition",
    "edition_label",
    "reference_date",
    "companies",
    "answers",
    "population",
    "level",
    "rank",
    "is_demo",
]


def facts(row, fields: list[str]) -> dict:
    """Return what is known of a row; nobody has said what is empty."""
    values = ((name, getattr(row, name)) for name in fields)
    return {name: None if value == "" else value for name, value in values}


def here(name: str, *arguments: str, query: str = "") -> str:
    """Return an address of this interface, in the language of the answer."""
    return settings.SITE_URL + reverse(f"api:v1:{name}", args=arguments) + query


def site(path: str) -> str:
    return settings.SITE_URL + path


def state_name(state: int) -> str:
    return EditionState(state).name.lower()


def demand(row: vocabulary.Demand | None) -> schemas.Demand | None:
    if row is None:
        return None
    known = facts(row, OF_DEMAND)
    return schemas.Demand(**known, share=round(row.share, 4), source=site(study_url(row)))


def edition(row: models.Edition) -> schemas.Edition:
    return schemas.Edition(**facts(row, OF_EDITION), state=state_name(row.state))


def term_of_offer(link: ServedLink) -> schemas.TermOfOffer:
    return schemas.TermOfOffer(
        code=link.code,
        label=link.label,
        confirmed=link.confirmed,
        level_reached=link.level,
        demand=demand(link.demand),
        page=site(link.url),
    )


def provider_of_offer(row: models.Provider) -> dict:
    return {"code": row.organisation.slug, "name": str(row), "type": row.provider_type}


def in_list(sheet: OfferSheet) -> dict:
    offer, best = sheet.offer, sheet.best_edition
    state = best.state if best else EditionState.UNKNOWN
    return facts(offer, OF_OFFER) | {
        "code": offer.slug,
        "name": offer.name,
        "address": here("offer", offer.slug),
        "page": address_of(offer),
        "provider": provider_of_offer(offer.provider),
        "audience": list(offer.audience),
        "enrolment": state_name(state),
        "next_edition": edition(best) if best else None,
        "skills": [term_of_offer(link) for link in sheet.skills],
        "profiles": [term_of_offer(link) for link in sheet.profiles],
        "only_in_spanish": sorted(sheet.spanish_only),
        "modified_at": offer.modified_at,
        "is_demo": offer.is_demo,
    }


def whole_offer(sheet: OfferSheet) -> schemas.Offer:
    more = facts(sheet.offer, OF_OFFER_ALONE)
    return schemas.Offer(**in_list(sheet), **more, editions=[edition(row) for row in sheet.editions])


def facet_counts(search: OfferSearch) -> list[schemas.FacetCounts]:
    return [
        schemas.FacetCounts(
            parameter=group.key,
            title=group.title,
            values=[
                {"value": row.value, "label": row.label, "count": row.count, "chosen": row.chosen}
                for row in group.options
            ],
        )
        for group in search.facets
    ]


def offer_page(search: OfferSearch) -> schemas.OfferPage:
    page = search.page

    def address(number: int) -> str:
        return here("offers", query=search.address_of(number))

    return schemas.OfferPage(
        total=search.total,
        page_number=page.number,
        page_count=page.paginator.num_pages,
        sort=search.sort,
        address=address(page.number),
        next=address(page.next_page_number()) if page.has_next() else None,
        previous=address(page.previous_page_number()) if page.has_previous() else None,
        page=site(reverse("training:offer-list") + search.address),
        facets=facet_counts(search),
        offers=[in_list(OfferSheet(offer, search.board)) for offer in page],
    )


def provider(row: models.Provider) -> schemas.Provider:
    organisation = row.organisation
    return schemas.Provider(
        **provider_of_offer(row),
        **facts(organisation, ["municipality", "website"]),
        **facts(row, ["contact_url"]),
        offer_count=row.offer_count,
        offers=here("offers", query=f"?centro={organisation.slug}"),
    )


def term(row: vocabulary.Skill | vocabulary.Profile, asked: vocabulary.Demand | None, kind: str) -> dict:
    parameter = {"skill": "habilidad", "profile": "perfil"}[kind]
    return {
        "code": row.code,
        "label": row.label,
        "demand": demand(asked),
        "offer_count": row.offer_count,
        "offers": here("offers", query=f"?{parameter}={row.code}"),
        "page": site(reverse(f"training:{kind}-detail", args=[row.code])),
    }


def skill(row: vocabulary.Skill, asked: vocabulary.Demand | None) -> schemas.Skill:
    return schemas.Skill(**term(row, asked, "skill"), domain=row.domain, esco_uri=row.esco_uri or None)


def profile(row: vocabulary.Profile, asked: vocabulary.Demand | None) -> schemas.Profile:
    return schemas.Profile(
        **term(row, asked, "profile"),
        **facts(row, ["description", "study_group", "cno_code"]),
        occupation_uri=row.occupation.esco_uri if row.occupation else None,
    )
