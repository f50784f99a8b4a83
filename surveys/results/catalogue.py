"""The fixed catalogue of public tables: one-way only, the same for every edition.

Two-way tables do not survive at 34 or 80 companies (two thirds of their cells would
hold one or two), and free filters could be played against each other. Recodings are
decided here, before anybody has answered; merges are taken in the order written, and
only while one of the two rows is small.
"""

from dataclasses import dataclass

from surveys.enums import Measure

Text = dict[str, str]


@dataclass(frozen=True)
class Group:
    """A row that stands for several choices of the question."""

    code: str
    label: Text
    choices: tuple[str, ...]


@dataclass(frozen=True)
class TableSpec:
    code: str
    kind: str
    variable: str
    title: Text
    groups: tuple[Group, ...] = ()
    merges: tuple[tuple[str, str], ...] = ()
    merged_labels: tuple[tuple[str, Text], ...] = ()
    is_ordered: bool = False
    measure: str = ""
    column: str = ""
    within: str = ""
    """The variable whose published counts these are a part of: told only where the same were asked both."""


SIZE_BANDS = (
    ("0", {"es": "Sin personas empleadas", "en": "No employees"}),
    ("1-9", {"es": "1–9 personas", "en": "1–9 people"}),
    ("10-25", {"es": "10–25 personas", "en": "10–25 people"}),
    ("26-49", {"es": "26–49 personas", "en": "26–49 people"}),
    ("50-249", {"es": "50–249 personas", "en": "50–249 people"}),
    ("250+", {"es": "250 personas o más", "en": "250 people or more"}),
)

COMPANIES: Text = {"es": "Empresas", "en": "Companies"}
VACANCIES: Text = {"es": "Vacantes", "en": "Vacancies"}
PEOPLE: Text = {"es": "Personas", "en": "People"}
LEVEL: Text = {"es": "Nivel medio (e-CF)", "en": "Mean level (e-CF)"}
NO_ANSWER: Text = {"es": "Sin respuesta", "en": "No answer"}

CATALOGUE: tuple[TableSpec, ...] = (
    TableSpec(
        code="activity",
        kind="single",
        variable="activity",
        title={"es": "Actividad principal", "en": "Main activity"},
        merges=(
            ("hardware", "other"),
            ("training", "other"),
            ("digital-services", "other"),
            ("telecoms", "infrastructure"),
            ("data-ai", "other"),
            ("cybersecurity", "infrastructure"),
            ("infrastructure", "other"),
        ),
        merged_labels=(
            ("other", {"es": "Otras actividades", "en": "Other activities"}),
            (
                "infrastructure",
                {"es": "Sistemas, redes y seguridad", "en": "Systems, networks and security"},
            ),
        ),
    ),
    TableSpec(
        code="size-band",
        kind="size",
        variable="headcount",
        title={"es": "Tamaño de la plantilla", "en": "Size of the workforce"},
        merges=(("0", "1-9"), ("250+", "50-249"), ("50-249", "26-49")),
        merged_labels=(
            ("1-9", {"es": "Hasta 9 personas", "en": "Up to 9 people"}),
            ("50-249", {"es": "50 personas o más", "en": "50 people or more"}),
            ("26-49", {"es": "26 personas o más", "en": "26 people or more"}),
        ),
        is_ordered=True,
    ),
    TableSpec(
        code="market",
        kind="single",
        variable="market",
        title={"es": "Mercado principal", "en": "Main market"},
        merges=(("world", "eu"),),
        merged_labels=(("eu", {"es": "Fuera de España", "en": "Outside Spain"}),),
        is_ordered=True,
    ),
    TableSpec(
        code="research",
        kind="single",
        variable="research",
        title={"es": "Proyectos de I+D+i", "en": "Research and innovation projects"},
        groups=(
            Group(
                "with-projects",
                {"es": "Con proyectos", "en": "With projects"},
                ("own", "collaboration", "both"),
            ),
            Group(
                "without-projects",
                {"es": "Sin proyectos, o en preparación", "en": "None, or in preparation"},
                ("preparing", "no"),
            ),
        ),
        is_ordered=True,
    ),
    TableSpec(
        code="turnover",
        kind="single",
        variable="turnover-rating",
        title={"es": "Rotación de personal, según la empresa", "en": "Staff turnover, as companies see it"},
        groups=(
            Group("low", {"es": "Baja o muy baja", "en": "Low or very low"}, ("very-low", "low")),
            Group("medium", {"es": "Media", "en": "Medium"}, ("medium",)),
            Group("high", {"es": "Alta o muy alta", "en": "High or very high"}, ("high", "very-high")),
            Group("not-known", {"es": "No sabe", "en": "Not known"}, ("not-known",)),
        ),
        is_ordered=True,
    ),
    TableSpec(
        code="profiles-demand",
        kind="profile",
        variable="profiles",
        column="hires-12",
        measure=Measure.COMPANIES_ASKING,
        title={
            "es": "Perfiles que se prevé contratar en 12 meses",
            "en": "Profiles that companies plan to hire within 12 months",
        },
    ),
    TableSpec(
        code="profiles-hard-to-fill",
        kind="profile",
        variable="profiles",
        column="hard-to-fill",
        measure=Measure.HARD_TO_FILL,
        title={"es": "Perfiles difíciles de cubrir", "en": "Profiles that are hard to fill"},
    ),
    TableSpec(
        code="profiles-replacement",
        kind="detail",
        variable="profile-details",
        column="replacement",
        within="profiles",
        title={
            "es": "Perfiles que se contratan, al menos en parte, para sustituir a quien se va",
            "en": "Profiles hired, at least in part, to replace people who leave",
        },
    ),
    TableSpec(
        code="profiles-vacancies",
        kind="vacancy",
        variable="vacancies",
        column="open",
        title={"es": "Perfiles con vacantes abiertas", "en": "Profiles with open vacancies"},
    ),
    TableSpec(
        code="profiles-vacancies-hard",
        kind="vacancy",
        variable="vacancies",
        column="hard",
        title={
            "es": "Perfiles con vacantes abiertas que cuesta cubrir",
            "en": "Profiles with open vacancies that are hard to fill",
        },
    ),
    TableSpec(
        code="profiles-vacancies-shortage",
        kind="vacancy",
        variable="vacancies",
        column="shortage",
        title={
            "es": "Perfiles cuyas vacantes cuesta cubrir por falta de competencias",
            "en": "Profiles whose vacancies are hard to fill for lack of skills",
        },
    ),
    TableSpec(
        code="profiles-not-proficient",
        kind="detail",
        variable="profile-details",
        column="not-proficient",
        title={
            "es": "Perfiles con personas que aún no son del todo competentes",
            "en": "Profiles with people who are not fully proficient yet",
        },
    ),
    TableSpec(
        code="profiles-knowledge",
        kind="any-row",
        variable="profile-details",
        column="knowledge",
        title={
            "es": "Conocimientos imprescindibles en algún perfil",
            "en": "Knowledge that is a must in some profile",
        },
    ),
    TableSpec(
        code="profiles-entry-level",
        kind="any-row",
        variable="profile-details",
        column="entry-level",
        title={
            "es": "Nivel de entrada que se busca en algún perfil",
            "en": "Entry level sought in some profile",
        },
    ),
    TableSpec(
        code="skills-demand",
        kind="skill",
        variable="skills-needed",
        column="level",
        measure=Measure.SKILL_NEEDED,
        title={"es": "Competencias que se necesitan", "en": "Skills that companies need"},
    ),
    TableSpec(
        code="skills-urgency",
        kind="skill",
        variable="skills-needed",
        column="urgency",
        measure=Measure.SKILL_URGENT,
        title={"es": "Competencias que urgen ya", "en": "Skills that are urgent now"},
    ),
    TableSpec(
        code="training-channels",
        kind="multiple",
        variable="training-channels",
        title={"es": "Vías por las que se forma al personal", "en": "Channels used to train staff"},
    ),
    TableSpec(
        code="training-barriers",
        kind="multiple",
        variable="training-barriers",
        title={"es": "Obstáculos a la formación", "en": "Barriers to training"},
    ),
    TableSpec(
        code="hard-to-fill-reasons",
        kind="multiple",
        variable="hard-to-fill-reasons",
        title={
            "es": "Motivos por los que cuesta cubrir las vacantes",
            "en": "Reasons why vacancies are hard to fill",
        },
    ),
    TableSpec(
        code="dual-fp",
        kind="single",
        variable="dual-fp",
        title={"es": "Interés en la FP dual", "en": "Interest in dual vocational training"},
        is_ordered=True,
    ),
    TableSpec(
        code="packages",
        kind="multiple",
        variable="packages",
        title={
            "es": "Paquetes formativos en los que participaría",
            "en": "Training packages companies would join",
        },
    ),
)
