"""A register of 50,000 organisations, one in ten a member today: plainly invented, made by the database."""

from django.contrib.auth import get_user_model
from django.db import connection
from django.test import Client

ORGANISATIONS = 50_000
MANAGER = "manager@bench.example"

# Every name is different, as in a real register, so that a search finds one of many.
FILL = f"""
INSERT INTO members_organisation (
    legal_name, trade_name, other_names, slug, kind, municipality, website, contact_email, contact_phone,
    description, description_es, description_en, is_listed, visibility, source_url, source_note, is_demo
)
SELECT
    initcap(left(md5(n::text), 7)) || ' Inventada ' || n || ', S.L. (demo)',
    initcap(left(md5(n::text), 7)) || ' ' || (ARRAY['Software', 'Datos', 'Nube', 'Código'])[1 + n % 4]
        || ' ' || n || ' (demo)',
    '{{}}', 'bench-' || n,
    (ARRAY['company', 'company', 'company', 'self_employed', 'university'])[1 + n % 5],
    'Villa Inventada ' || n % 60, 'https://bench-' || n || '.example/', '', '',
    'Entidad inventada ' || md5((n * 7)::text), 'Entidad inventada ' || md5((n * 7)::text),
    'Invented organisation ' || md5((n * 7)::text), true,
    CASE WHEN n % 3 > 0 THEN '{{"size": "public"}}'::jsonb ELSE '{{}}'::jsonb END, '', '', true
FROM generate_series(1, {ORGANISATIONS}) n;

CREATE TEMPORARY TABLE bench AS
    SELECT id, substring(slug FROM 7)::int AS n FROM members_organisation WHERE slug LIKE 'bench-%';

INSERT INTO members_membership (organisation_id, period, number, join_reason, end_reason, note)
SELECT id, daterange('2020-01-01', CASE WHEN n % 10 = 0 THEN NULL ELSE '2024-01-01'::date END), '', '', '', ''
FROM bench WHERE n % 10 < 3;

INSERT INTO members_yearlyfact (
    organisation_id, year, headcount, market, turnover_band, balance_band, source
)
SELECT id, year, n % 300, '', '', '', 'import' FROM bench, generate_series(2024, 2025) year;

INSERT INTO members_activity (organisation_id, classification, code, is_principal)
SELECT id, 'CNAE-2009', (ARRAY['6201', '6202', '6209'])[1 + n % 3], true FROM bench;

INSERT INTO members_identifier (organisation_id, scheme, value)
SELECT id, 'other', 'BENCH' || lpad(n::text, 6, '0') FROM bench;

INSERT INTO members_organisation_technologies (organisation_id, skill_id)
SELECT b.id, s.id FROM bench b
JOIN (SELECT id, row_number() OVER (ORDER BY id) AS place, count(*) OVER () AS total FROM skills_skill) s
    ON s.place = 1 + b.n % s.total OR s.place = 1 + (b.n / 7) % s.total;

DROP TABLE bench;
"""  # noqa: S608 - the only value put in is a constant of this module


def fill() -> None:
    """Add the invented register, and tell the planner of it."""
    with connection.cursor() as cursor:
        cursor.execute(FILL)
        cursor.execute("ANALYZE")


def manager_cookie() -> dict[str, str]:
    """Return the header of a manager who is signed in."""
    manager = get_user_model().objects.create_superuser(email=MANAGER, password=None)
    client = Client()
    client.force_login(manager)
    return {"Cookie": "; ".join(f"{name}={morsel.value}" for name, morsel in client.cookies.items())}
