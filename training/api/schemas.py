"""What the answers are made of; names are those of the catalogue, and with it of schema.org and of ELM."""

from datetime import date, datetime

from django.utils.translation import gettext_lazy as _
from ninja import Schema
from pydantic import Field

from training.enums import (
    Audience,
    CourseMode,
    CredentialType,
    DisplayLevel,
    EventStatus,
    Funding,
    OfferKind,
    OfferLanguage,
    PriceCategory,
    ProviderType,
    RegulationType,
    SortOrder,
)


class Demand(Schema):
    """What one published edition of the survey says of one profile or skill."""

    edition: str = Field(description=_("Edition of the survey"))
    edition_label: str = Field(description=_("Name of the edition"))
    reference_date: date = Field(description=_("Day that the figures refer to"))
    companies: int = Field(description=_("Companies that ask for it"))
    answers: int = Field(description=_("Companies that answered (n)"))
    population: int = Field(description=_("Companies that were asked (N)"))
    share: float = Field(description=_("Companies that ask for it over companies that answered, 0 to 1"))
    rank: int = Field(description=_("Place among what is asked for, 1 is the most"))
    level: float | None = Field(description=_("Level needed (e-CF, mean)"))
    source: str = Field(description=_("The study with the figure and its method"))
    is_demo: bool = Field(description=_("Invented for the demonstration"))


class TermOfOffer(Schema):
    """A skill that an offer teaches, or a profile that it leads to."""

    code: str = Field(description=_("Code"))
    label: str = Field(description=_("Name in the language of the address"))
    confirmed: bool = Field(description=_("Whether somebody vouched for it; if not, it counts as no supply"))
    level_reached: int | None = Field(description=_("Level reached (e-CF, 1 to 5); of skills only"))
    demand: Demand | None = Field(
        description=_("What the companies ask for, where it was measured and published")
    )
    page: str = Field(description=_("Page for people"))


class ProviderOfOffer(Schema):
    """Who gives an offer."""

    code: str = Field(description=_("Code, as the filter “centro” takes it"))
    name: str = Field(description=_("Name"))
    type: ProviderType = Field(description=_("Type of provider"))


class Edition(Schema):
    """One run of an offer; what it leaves open is as the offer says."""

    name: str | None = Field(description=_("Name"))
    state: str = Field(description=_("What one can do with it today"))
    application_start_date: date | None = Field(description=_("Enrolment opens"))
    application_deadline: date | None = Field(description=_("Enrolment closes"))
    start_date: date | None = Field(description=_("Starts"))
    end_date: date | None = Field(description=_("Ends"))
    event_status: EventStatus = Field(description=_("Whether it goes ahead"))
    course_mode: CourseMode | None = Field(description=_("Mode"))
    municipality: str | None = Field(description=_("Municipality"))
    in_language: OfferLanguage | None = Field(description=_("Language"))
    price_category: PriceCategory | None = Field(description=_("Price"))
    price: float | None = Field(description=_("Amount (€)"))
    funded_by: Funding | None = Field(description=_("Who pays"))
    places: int | None = Field(description=_("Places"))
    places_left: int | None = Field(description=_("Places left"))
    waiting_list: int | None = Field(description=_("People on the waiting list"))
    places_told_on: date | None = Field(description=_("Places left and waiting list as of"))
    enrol_url: str | None = Field(description=_("Enrolment page"))
    source_url: str | None = Field(description=_("Source"))
    source_checked_on: date | None = Field(description=_("Source checked on"))


class OfferInList(Schema):
    """A course or programme, as a list tells it."""

    code: str = Field(description=_("Code, the last part of its address"))
    name: str = Field(description=_("Name"))
    address: str = Field(description=_("Everything about it in this interface"))
    page: str = Field(description=_("Page for people"))
    provider: ProviderOfOffer = Field(description=_("Who gives it"))
    kind: OfferKind = Field(description=_("Kind"))
    abstract: str | None = Field(description=_("Summary"))
    audience: list[Audience] = Field(description=_("Who may enrol; an empty list is unknown"))
    course_mode: CourseMode | None = Field(description=_("Mode"))
    municipality: str | None = Field(description=_("Municipality"))
    in_language: OfferLanguage | None = Field(description=_("Language"))
    learning_hours: int | None = Field(description=_("Hours"))
    level: DisplayLevel | None = Field(description=_("Level"))
    eqf_level: int | None = Field(description=_("EQF level"))
    price_category: PriceCategory | None = Field(description=_("Price"))
    price: float | None = Field(description=_("Amount (€)"))
    funded_by: Funding | None = Field(description=_("Who pays"))
    credential_type: CredentialType | None = Field(description=_("Type of credential"))
    credential: str | None = Field(description=_("Credential"))
    enrolment: str = Field(description=_("What one can do today: the state of the edition that matters most"))
    next_edition: Edition | None = Field(description=_("The edition that matters most to whoever wants in"))
    skills: list[TermOfOffer] = Field(description=_("Skills that it teaches, the most asked for first"))
    profiles: list[TermOfOffer] = Field(description=_("Profiles that it leads to, the most asked for first"))
    only_in_spanish: list[str] = Field(
        description=_("Texts that are in Spanish here because nobody has translated them")
    )
    confirmed_on: date | None = Field(description=_("Confirmed by the provider on"))
    source_url: str | None = Field(description=_("Source"))
    source_note: str | None = Field(description=_("Source, in words"))
    source_checked_on: date | None = Field(description=_("Source checked on"))
    modified_at: datetime = Field(description=_("Last change"))
    is_demo: bool = Field(description=_("Invented for the demonstration"))


class Offer(OfferInList):
    """A course or programme with all that is known of it."""

    course_code: str | None = Field(description=_("Code of the provider"))
    description: str | None = Field(description=_("Description"))
    learning_outcomes: str | None = Field(description=_("What you will be able to do"))
    prerequisites: str | None = Field(description=_("Prerequisites"))
    syllabus: str | None = Field(description=_("Syllabus"))
    required_equipment: str | None = Field(description=_("Equipment you need"))
    assessment: str | None = Field(description=_("How it is assessed"))
    accessibility: str | None = Field(description=_("Accessibility"))
    credential_price: float | None = Field(description=_("Price of the certificate (€)"))
    regulation_type: RegulationType | None = Field(description=_("Regulation"))
    regulation_ref: str | None = Field(description=_("Regulation reference"))
    boe_id: str | None = Field(description=_("BOE identifier"))
    professional_family: str | None = Field(description=_("Professional family"))
    certificate_code: str | None = Field(description=_("Certificate code"))
    url: str | None = Field(description=_("Enrolment or information page"))
    editions: list[Edition] = Field(description=_("Its editions, the one that matters most first"))


class FacetValue(Schema):
    """A value of a filter."""

    value: str = Field(description=_("Value, as the address takes it"))
    label: str = Field(description=_("Name in the language of the address"))
    count: int = Field(description=_("Offers that it would show beside the other filters"))
    chosen: bool = Field(description=_("Whether this address asks for it"))


class FacetCounts(Schema):
    """A filter of the catalogue with the values that offers have."""

    parameter: str = Field(description=_("Parameter of the address"))
    title: str = Field(description=_("Name in the language of the address"))
    values: list[FacetValue] = Field(description=_("Values that some offer has, or that are chosen"))


class OfferPage(Schema):
    """A page of the offers that an address asks for."""

    total: int = Field(description=_("Offers that fit"))
    page_number: int = Field(description=_("Number of this page"))
    page_count: int = Field(description=_("Number of pages"))
    sort: SortOrder = Field(description=_("Order"))
    address: str = Field(description=_("This page in this interface"))
    next: str | None = Field(description=_("The next page; null on the last one"))
    previous: str | None = Field(description=_("The page before; null on the first one"))
    page: str = Field(description=_("Page for people"))
    facets: list[FacetCounts] = Field(description=_("Filters with how many offers each value would show"))
    offers: list[OfferInList] = Field(description=_("The offers of this page, in order"))


class Provider(ProviderOfOffer):
    """An organisation that gives training."""

    municipality: str | None = Field(description=_("Municipality"))
    website: str | None = Field(description=_("Website"))
    contact_url: str | None = Field(description=_("Contact page"))
    offer_count: int = Field(description=_("Published offers"))
    offers: str = Field(description=_("Its offers in this interface"))


class Term(Schema):
    """What skills and profiles have in common."""

    code: str = Field(description=_("Code"))
    label: str = Field(description=_("Name in the language of the address"))
    demand: Demand | None = Field(
        description=_("What the companies ask for, where it was measured and published")
    )
    offer_count: int = Field(description=_("Published offers that are confirmed to lead there"))
    offers: str = Field(description=_("Those offers in this interface, and the ones not yet confirmed"))
    page: str = Field(description=_("Page for people"))


class Skill(Term):
    """Something that companies ask for and offers teach."""

    domain: str = Field(description=_("Domain"))
    esco_uri: str | None = Field(description=_("The concept in ESCO; null where ESCO has none yet"))


class Profile(Term):
    """A professional profile that companies hire."""

    description: str | None = Field(description=_("Description"))
    study_group: str = Field(description=_("Group in the study"))
    occupation_uri: str | None = Field(description=_("The occupation in ESCO"))
    cno_code: str | None = Field(description=_("Spanish occupation code (CNO-11)"))


class Providers(Schema):
    """Every provider with a published offer."""

    total: int = Field(description=_("How many there are"))
    providers: list[Provider] = Field(description=_("By name"))


class Skills(Schema):
    """Every skill of the vocabulary."""

    total: int = Field(description=_("How many there are"))
    skills: list[Skill] = Field(description=_("The most asked for first"))


class Profiles(Schema):
    """Every profile of the vocabulary."""

    total: int = Field(description=_("How many there are"))
    profiles: list[Profile] = Field(description=_("The most asked for first"))
