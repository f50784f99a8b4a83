"""What else the invented members have: figures, activities, technologies, bodies and agreements.

Like their names, the same for everybody who loads them, save the dates of the agreements, which
stand around today so that one is always about to end.
"""

from datetime import date, timedelta
from zlib import crc32

from django.db.backends.postgresql.psycopg_any import DateRange
from django.utils import timezone

from members.enums import (
    ActivityClassification,
    AgreementKind,
    Audience,
    BalanceBand,
    BodyKind,
    BodyRole,
    DirectoryField,
    Market,
    OrganisationKind,
    TurnoverBand,
)
from members.models import Activity, Agreement, Body, BodyPost, MembershipCategory, Organisation, Post
from skills.models import Skill

MARK = "(demo)"
CODES = [("6201", "6210"), ("6202", "6220"), ("6201", "6210"), ("6209", "6290"), ("6311", "6310")]
IT_KINDS = {OrganisationKind.COMPANY, OrganisationKind.SELF_EMPLOYED}
TECHNOLOGIES_EACH = 4
BODIES = [
    ("board", BodyKind.BOARD, "Junta Directiva", "Board"),
    ("assembly", BodyKind.ASSEMBLY, "Asamblea General", "General Assembly"),
    ("commission", BodyKind.COMMISSION, "Comisión de Mareas Digitales", "Commission on Digital Tides"),
]
BOARD = [
    BodyRole.CHAIR,
    BodyRole.VICE_CHAIR,
    BodyRole.SECRETARY,
    BodyRole.TREASURER,
    BodyRole.MEMBER,
    BodyRole.MEMBER,
]
SEATS = {
    "board": BOARD,
    "assembly": [BodyRole.CHAIR, BodyRole.SECRETARY],
    "commission": BOARD[:1] + BOARD[4:],
}


def spread(slug: str, choices: int) -> int:
    """Return a number below ``choices`` that depends on the slug alone."""
    return crc32(slug.encode()) % choices


def details_of(row: dict[str, str]) -> dict:
    public = spread(row["slug"], 5) > 0
    return {
        "contact_email": f"hola@{row['domain']}",
        "visibility": {str(DirectoryField.SIZE): str(Audience.PUBLIC)} if public else {},
    }


def figures_of(row: dict[str, str], headcount: int) -> dict:
    """Return invented figures for one year; every fourth organisation has not said its turnover."""
    n = spread(row["slug"], 12)
    larger = (headcount > 18) + (headcount > 80)
    told = n % 4 > 0 and row["kind"] in IT_KINDS
    return {
        "women": round(headcount * (n + 2) / 26),
        "research_projects": (n % 4) * (headcount > 10),
        "market": Market.values[n % 3],
        "turnover_band": TurnoverBand.values[larger] if told else "",
        "balance_band": BalanceBand.values[larger] if told and n % 2 else "",
        "staff_turnover": 4 + n if headcount else None,
    }


def categories() -> list[MembershipCategory]:
    """Return the example categories: collaborating members, then full ones."""
    rows = [
        ("demo-colaborador", "Colaborador (ejemplo)", "Collaborator (example)", False),
        ("demo-numero", "De número (ejemplo)", "Full member (example)", True),
    ]
    return [
        MembershipCategory.objects.get_or_create(
            code=code, defaults={"name_es": es, "name_en": en, "votes": votes, "is_demo": True}
        )[0]
        for code, es, en, votes in rows
    ]


def activities_of(organisation: Organisation) -> list[Activity]:
    if organisation.kind not in IT_KINDS:
        return []
    codes = CODES[spread(organisation.slug, len(CODES))]
    return [
        Activity(organisation=organisation, classification=edition, code=code, is_principal=True)
        for edition, code in zip(ActivityClassification, codes, strict=True)
    ]


def add_technologies(organisations: list[Organisation]) -> None:
    """Tie each organisation to some skills of the vocabulary, if it has been loaded."""
    skills = list(Skill.objects.order_by("code").values_list("pk", flat=True))
    through = Organisation.technologies.through
    links = {
        (organisation.pk, skills[(spread(organisation.slug, len(skills)) + 5 * n) % len(skills)])
        for organisation in organisations
        for n in range(TECHNOLOGIES_EACH if skills else 0)
    }
    through.objects.bulk_create(
        through(organisation_id=organisation, skill_id=skill) for organisation, skill in sorted(links)
    )


def add_bodies_and_agreements() -> None:
    """Add the bodies with their seats and the agreements, unless they are there."""
    if Body.objects.filter(is_demo=True).exists():
        return
    contacts = list(
        Post.objects.filter(organisation__is_demo=True, organisation__memberships__period__upper_inf=True)
        .select_related("organisation")
        .order_by("organisation__slug", "pk")
    )
    for turn, (key, kind, name_es, name_en) in enumerate(BODIES):
        body = Body.objects.create(
            name_es=f"{name_es} {MARK}", name_en=f"{name_en} {MARK}", kind=kind, is_demo=True
        )
        BodyPost.objects.bulk_create(
            BodyPost(
                body=body,
                person_id=post.person_id,
                organisation=post.organisation,
                role=role,
                period=DateRange(date(2024, 6, 1), None),
            )
            for role, post in zip(SEATS[key], contacts[turn * 7 :], strict=False)
        )
    add_agreements()


def add_agreements() -> None:
    today = timezone.localdate()
    partners = Organisation.objects.filter(is_demo=True).exclude(kind__in=IT_KINDS).order_by("slug")
    rows = [
        ("Convenio de prácticas imaginarias", "Agreement on imaginary placements", -335, 30),
        ("Convenio de mareas y datos", "Agreement on tides and data", -100, 630),
    ]
    for partner, (title_es, title_en, begins, ends) in zip(partners, rows, strict=False):
        agreement = Agreement.objects.create(
            title_es=f"{title_es} {MARK}",
            title_en=f"{title_en} {MARK}",
            kind=AgreementKind.AGREEMENT,
            signed_on=today + timedelta(days=begins),
            period=DateRange(today + timedelta(days=begins), today + timedelta(days=ends + 1)),
            is_demo=True,
        )
        agreement.parties.add(partner)
