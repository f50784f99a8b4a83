"""Invented offers by the hundred thousand, made by the database, with words as frequent as in a text."""
# ruff: noqa: E501, S608 - the only values put in are numbers; its lines are SQL

from collections.abc import Callable

from django.db import connection

SKILLS, WORDS, CHUNK = 500, 3_000, 20_000
# The most frequent words of the generated texts, the first of all in most of them.
KNOWN = [
    "de",
    "gestión",
    "datos",
    "sistemas",
    "desarrollo",
    "aplicaciones",
    "seguridad",
    "web",
    "redes",
    "programación",
    "digital",
    "análisis",
    "herramientas",
    "proyectos",
    "información",
    "servidores",
    "nube",
    "empresa",
    "diseño",
    "básico",
    "avanzado",
    "práctica",
    "software",
    "inteligencia",
    "artificial",
    "usuarios",
    "procesos",
    "calidad",
    "modelos",
    "integración",
    "servicios",
    "automatización",
    "python",
    "java",
    "bases",
    "ciberseguridad",
    "administración",
    "soporte",
    "móviles",
    "comercio",
    "electrónico",
    "internet",
    "cosas",
    "robótica",
    "industria",
    "plataformas",
    "algoritmos",
    "estadística",
    "visualización",
    "arquitectura",
    "pruebas",
    "contenedores",
    "despliegue",
    "accesibilidad",
    "usabilidad",
    "marketing",
    "contenidos",
    "producción",
    "mantenimiento",
    "auditoría",
    "normativa",
    "riesgos",
    "redacción",
]
SYLLABLES = [
    "ca",
    "ri",
    "to",
    "me",
    "la",
    "pe",
    "sa",
    "do",
    "mi",
    "ra",
    "lu",
    "ve",
    "ga",
    "no",
    "ti",
    "fo",
    "re",
    "ba",
    "si",
    "cu",
    "te",
    "ma",
    "go",
    "le",
    "ni",
    "po",
]


# A word is picked with a frequency that falls as in a text; every 2,000th offer has a rare one.
WORDS_OF = (
    "(SELECT string_agg(w.a[1 + floor({words} * power(random(), 3))::int + 0 * g], ' ') "
    "FROM generate_series(1, {least} + n % {more}) g)"
)
RARE_EVERY, RARE = 2_000, "rareza"


def text(least: int, more: int) -> str:
    return WORDS_OF.format(words=WORDS, least=least, more=more)


def words() -> list[str]:
    endings = ("ción", "dor", "miento", "dad", "ista", "ar")
    made = (
        SYLLABLES[n % 26] + SYLLABLES[n // 26 % 26] + SYLLABLES[n * 7 % 26] + endings[n % 6]
        for n in range(WORDS)
    )
    return (KNOWN + list(made))[:WORDS]


OFFERS = {
    "slug": "'bench-' || n",
    "status": "'published'",
    "kind": "(ARRAY['course', 'course', 'mooc', 'programme', 'module'])[1 + n % 5]",
    "name": "x.title",
    "name_es": "x.title",
    "name_en": "NULL",
    "abstract": "x.gist",
    "abstract_es": "x.gist",
    "abstract_en": "NULL",
    "description": "x.more",
    "description_es": "x.more",
    "description_en": "NULL",
    "course_code": "CASE WHEN n % 10 = 0 THEN 'C' || n ELSE '' END",
    "learning_hours": "CASE WHEN n % 4 > 0 THEN 5 + (n * 37) % 900 END",
    "level": "(ARRAY['', 'initial', 'intermediate', 'advanced'])[1 + n / 3 % 4]",
    "in_language": "(ARRAY['es', 'es', 'es', 'en'])[1 + n % 4]",
    "course_mode": "(ARRAY['online', 'onsite', 'blended', ''])[1 + n / 5 % 4]",
    "audience": "CASE WHEN n % 3 = 0 THEN ARRAY['anyone'] WHEN n % 3 = 1 THEN ARRAY['unemployed', 'student'] "
    "ELSE ARRAY['employed'] END",
    "price_category": "(ARRAY['free', 'paid', '', 'partially_free'])[1 + n / 7 % 4]",
    "funded_by": "(ARRAY['', 'emcan', 'foundation', 'self'])[1 + n / 11 % 4]",
    "credential_type": "(ARRAY['', 'attendance', 'achievement', 'own_title'])[1 + n / 13 % 4]",
    "provider_id": "(SELECT id FROM bench_provider p WHERE p.n = x.n % (SELECT count(*) FROM bench_provider))",
    "skill_words_es": "coalesce(x.taught, '')",
    "facet_words_es": "'Proveedor inventado Cantabria formación curso ' || (ARRAY['online', 'presencial'])[1 + n % 2]",
    "created_at": "now() - n * interval '1 second'",
}


def fill(offers: int, progress: Callable[[str, float], None]) -> None:
    """Add invented offers, skills and editions, without the triggers but with the words they would keep."""
    with connection.cursor() as cursor:
        cursor.execute("SET session_replication_role = replica")
        cursor.execute("SELECT setseed(0.42)")
        cursor.execute("CREATE TABLE bench_words AS SELECT %s::text[] AS a", [words()])
        cursor.execute(
            f"""INSERT INTO skills_skill (code, label, label_es, label_en, description, domain)
            SELECT 'bench-' || n, l, l, l, '', 'tech' FROM bench_words,
            LATERAL (SELECT n, a[100 + n] || ' ' || a[900 + n] AS l FROM generate_series(1, {SKILLS}) n) s"""
        )
        cursor.execute(
            """CREATE TABLE bench_skill AS SELECT id, label, row_number() OVER (ORDER BY id) - 1 AS n
            FROM skills_skill WHERE code LIKE 'bench-%'"""
        )
        cursor.execute(
            "CREATE TABLE bench_provider AS SELECT id, row_number() OVER (ORDER BY id) - 1 AS n "
            "FROM training_provider"
        )
        names = copied_columns(cursor)
        for start in range(0, offers, CHUNK):
            last = min(start + CHUNK, offers)
            cursor.execute(chunk_of_offers(names, start + 1, last))
            cursor.execute(
                f"""INSERT INTO training_offerskill (offer_id, skill_id, origin, confirmed_on, level_reached)
                SELECT DISTINCT ON (o.id, s.id) o.id, s.id, 'curator', DATE '2026-01-01', NULL::int
                FROM training_offer o, generate_series(0, 2) k, bench_skill s
                WHERE o.slug IN (SELECT 'bench-' || n FROM generate_series({start + 1}, {last}) n)
                AND s.n = (substring(o.slug FROM 7)::int * (7 + k) + k * 131) % {SKILLS}
                AND k <= substring(o.slug FROM 7)::int % 3"""
            )
            cursor.execute(chunk_of_editions(start + 1, last))
            progress(f"{offers:,} offers", last / offers)
        cursor.execute("DROP TABLE bench_words, bench_skill, bench_provider")
        cursor.execute("DELETE FROM training_searchchange")
        cursor.execute("SET session_replication_role = DEFAULT")
        cursor.execute("VACUUM ANALYZE")


def copied_columns(cursor) -> list[str]:
    """Return the columns that every row has as the example has them, whatever they come to be."""
    cursor.execute(
        """SELECT column_name FROM information_schema.columns WHERE table_name = 'training_offer'
        AND table_schema = current_schema() AND is_generated = 'NEVER' AND column_name <> 'id'"""
    )
    return [name for (name,) in cursor.fetchall()]


def chunk_of_offers(names: list[str], first: int, last: int) -> str:
    values = ", ".join(OFFERS.get(name, f"t.{name}") for name in names)
    return f"""INSERT INTO training_offer ({", ".join(names)})
    SELECT {values} FROM (
        SELECT n, {text(4, 3)} AS title, {text(10, 5)} AS gist,
            {text(22, 9)} || CASE WHEN n % {RARE_EVERY} = 0 THEN ' {RARE}' ELSE '' END AS more,
            (SELECT string_agg(s.label, ' · ') FROM bench_skill s, generate_series(0, n % 3) k
                WHERE s.n = (n * (7 + k) + k * 131) % {SKILLS}) AS taught
        FROM bench_words w, generate_series({first}, {last}) n
    ) x, (SELECT * FROM training_offer WHERE slug = 'example') t"""


def chunk_of_editions(first: int, last: int) -> str:
    return f"""INSERT INTO training_edition (offer_id, name, name_es, course_mode, municipality, event_status,
        enrol_url, source_url, in_language, price_category, funded_by, start_date, end_date,
        application_start_date, application_deadline)
    SELECT id, '', '', (ARRAY['', 'online', '', 'blended'])[1 + (n + k) % 4], '', (ARRAY['scheduled', 'scheduled',
        'scheduled', 'full', 'cancelled'])[1 + (n / 2 + k) % 5], '', '', (ARRAY['', '', 'en'])[1 + (n + k) % 3],
        (ARRAY['', '', '', 'free'])[1 + (n / 3 + k) % 4], '', start, start + 30, start - 60, start - 10
    FROM (SELECT id, substring(slug FROM 7)::int AS n FROM training_offer
        WHERE slug IN (SELECT 'bench-' || n FROM generate_series({first}, {last}) n)) o,
    LATERAL (SELECT k, CASE WHEN (n + k) % 9 > 0 THEN current_date - 300 + (n * 13 + k * 97) % 700 END AS start
        FROM generate_series(1, n % 4) k) e"""
