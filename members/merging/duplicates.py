"""Finding organisations that may be recorded twice."""

from django.db import connection, transaction
from django.utils import timezone

from members.models import DuplicatePair

# How alike two names must be, from 0 to 1; names that short are alike by chance.
LIKENESS = 0.6
SHORTEST_NAME = 4
# Addresses that many organisations share.
SHARED_HOSTS = [
    "facebook.com", "linkedin.com", "es.linkedin.com", "instagram.com", "x.com", "twitter.com", "youtube.com",
    "sites.google.com", "wixsite.com", "wordpress.com", "blogspot.com", "github.com", "linktr.ee",
]  # fmt: skip

# Worked out once for each organisation: in the join it would be for each pair.
NAMES = """
CREATE TEMPORARY TABLE duplicates_names ON COMMIT DROP AS
SELECT id, members_bare_name(legal_name) AS name FROM members_organisation;
CREATE INDEX ON duplicates_names USING gin (name gin_trgm_ops);
ANALYZE duplicates_names;
"""

# A number counts with or without the country before it: a NIF and the same NIF as VAT number.
SEARCH = """
WITH names AS (
    SELECT id, members_bare_name(legal_name) AS name FROM members_organisation
    UNION
    SELECT id, members_bare_name(trade_name) FROM members_organisation WHERE trade_name <> ''
), numbers AS (
    SELECT organisation_id AS id, regexp_replace(value, '^ES', '') AS number FROM members_identifier
), domains AS (
    SELECT id, members_domain(website) AS domain FROM members_organisation WHERE website <> ''
), found AS (
    SELECT a.id AS first, b.id AS second, 'number' AS reason, 1.0::float AS likeness
    FROM numbers a JOIN numbers b ON a.number = b.number AND a.id < b.id
    UNION ALL
    SELECT a.id, b.id, 'name', 1.0 FROM names a JOIN names b ON a.name = b.name AND a.id < b.id
    WHERE a.name <> ''
    UNION ALL
    SELECT a.id, b.id, 'domain', 0.9 FROM domains a JOIN domains b ON a.domain = b.domain AND a.id < b.id
    WHERE a.domain <> '' AND a.domain <> ALL(%(shared)s)
    UNION ALL
    SELECT a.id, b.id, 'similar', similarity(a.name, b.name)
    FROM duplicates_names a JOIN duplicates_names b ON a.name %% b.name AND a.id < b.id
    WHERE a.name <> b.name AND length(a.name) >= %(shortest)s
)
INSERT INTO members_duplicatepair (first_id, second_id, reasons, likeness)
SELECT first, second, array_agg(DISTINCT reason ORDER BY reason), max(likeness)
FROM found GROUP BY first, second
ON CONFLICT (first_id, second_id) DO UPDATE
SET reasons = excluded.reasons, likeness = excluded.likeness
"""


@transaction.atomic
def find_duplicates() -> int:
    """Look through the whole register again; return how many pairs wait for a decision.

    What somebody has said not to be a duplicate stays said.
    """
    with connection.cursor() as cursor:
        cursor.execute("SET LOCAL pg_trgm.similarity_threshold = %s", [LIKENESS])
        cursor.execute("DELETE FROM members_duplicatepair WHERE dismissed_at IS NULL")
        cursor.execute(NAMES)
        cursor.execute(SEARCH, {"shared": SHARED_HOSTS, "shortest": SHORTEST_NAME})
        cursor.execute("DROP TABLE duplicates_names")
    return DuplicatePair.objects.open().count()


def dismiss_pair(pair: DuplicatePair, *, by) -> None:
    """Remember that these two are different organisations."""
    DuplicatePair.objects.open().filter(pk=pair.pk).update(dismissed_at=timezone.now(), dismissed_by=by)


def recall_pair(pair: DuplicatePair) -> None:
    DuplicatePair.objects.filter(pk=pair.pk).update(dismissed_at=None, dismissed_by=None)
