"""The invented members of the demonstration: plainly fictional names, one table, no chance in it."""

from collections.abc import Iterator
from datetime import date, timedelta

from django.db import transaction
from django.db.backends.postgresql.psycopg_any import DateRange
from django.utils import translation
from django.utils.translation import gettext_lazy as _

from members.demo_register import (
    activities_of,
    add_bodies_and_agreements,
    add_technologies,
    categories,
    details_of,
    figures_of,
)
from members.enums import FactSource, OrganisationKind, PostRole
from members.models import Activity, Membership, Organisation, Person, Post, YearlyFact
from members.tables import read_table

FACT_YEARS = (2024, 2025)
MARK = "(demo)"


class RealMembersPresentError(Exception):
    """The register holds real members, so invented ones must not be added."""


@transaction.atomic
def load_members() -> list[Organisation]:
    """Add the invented organisations that are missing and return the 34 that are members.

    Two more have left, so that a frame is more than the list of all organisations.
    Raises RealMembersPresentError rather than mix real and invented members.
    """
    if Membership.objects.filter(organisation__is_demo=False).exists():
        raise RealMembersPresentError(
            _("This database holds real members, so the invented ones of the demonstration were not added.")
        )
    rows = read_table("demo_organisations")
    known = set(Organisation.objects.filter(is_demo=True).values_list("slug", flat=True))
    # Without it the untranslated column would follow the language of whoever runs this.
    with translation.override("es"):
        add_organisations([row for row in rows if row["slug"] not in known])
        add_bodies_and_agreements()
    members = [row["slug"] for row in rows if not row["last_day"]]
    return list(Organisation.objects.filter(slug__in=members).order_by("slug"))


def add_organisations(rows: list[dict[str, str]]) -> None:
    """Add organisations with their memberships, yearly facts and contacts."""
    organisations = Organisation.objects.bulk_create(map(organisation_of, rows))
    pairs = list(zip(organisations, rows, strict=True))
    kinds = categories()
    memberships = [membership_of(organisation, row) for organisation, row in pairs]
    for membership in memberships:
        membership.category = kinds[membership.organisation.kind == OrganisationKind.COMPANY]
    Membership.objects.bulk_create(memberships)
    Activity.objects.bulk_create(
        each for organisation in organisations for each in activities_of(organisation)
    )
    add_technologies(organisations)
    YearlyFact.objects.bulk_create(fact for pair in pairs for fact in facts_of(*pair))
    posts = [post for pair in pairs for post in contacts_of(*pair)]
    Person.objects.bulk_create(post.person for post in posts)
    Post.objects.bulk_create(posts)


def organisation_of(row: dict[str, str]) -> Organisation:
    return Organisation(
        slug=row["slug"],
        legal_name=f"{row['legal_name']} {MARK}",
        trade_name=f"{row['trade_name']} {MARK}",
        kind=row["kind"],
        municipality=row["municipality"],
        website=f"https://{row['domain']}/",
        description_es="Entidad inventada para la demostración. No existe.",
        description_en="Organisation invented for the demonstration. It does not exist.",
        is_demo=True,
        **details_of(row),
    )


def membership_of(organisation: Organisation, row: dict[str, str]) -> Membership:
    last_day = row["last_day"]
    end = date.fromisoformat(last_day) + timedelta(days=1) if last_day else None
    return Membership(
        organisation=organisation,
        number=row["slug"].upper(),
        period=DateRange(date.fromisoformat(row["member_since"]), end),
        end_reason=row["end_reason"],
    )


def facts_of(organisation: Organisation, row: dict[str, str]) -> Iterator[YearlyFact]:
    for year in FACT_YEARS:
        if headcount := row[f"headcount_{year}"]:
            yield YearlyFact(
                organisation=organisation,
                year=year,
                headcount=int(headcount),
                source=FactSource.SELF,
                **figures_of(row, int(headcount)),
            )


def contacts_of(organisation: Organisation, row: dict[str, str]) -> Iterator[Post]:
    """Yield unsaved posts with unsaved people; the table writes ``given/family + given/family``."""
    for name in row["contacts"].split(" + "):
        given, family = name.split("/")
        mailbox = given.lower().translate(str.maketrans("áéíóú", "aeiou"))
        person = Person(given_name=given, family_name=family, work_email=f"{mailbox}@{row['domain']}")
        yield Post(person=person, organisation=organisation, role=PostRole.SURVEY_CONTACT)
