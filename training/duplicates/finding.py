"""Offers that may be recorded twice: the same page, the same name, or names that are much alike.

Two names are compared only when they share a word, or two words in a row, that few others have: the work
grows with the offers, not with all pairs of them. A word that many names have tells nothing apart.
"""

from dataclasses import dataclass

from django.db import connection, transaction

from training.enums import OfferStatus, SameOffer
from training.models import OfferPair

# Within a provider, and between providers, where courses have the same names more often.
LIKE_HERE, LIKE_ELSEWHERE = 0.6, 0.75
# A page that more offers than this name is the provider's own, not one course's.
SHARED_PAGE = 4
# A word that more names than this have is common.
COMMON = 20
MOST_PAIRS = 2_000

WORDS = """
CREATE TEMPORARY TABLE offer_name ON COMMIT DROP AS
SELECT o.id, o.provider_id, offer_words(o.name_es) AS words, lower(rtrim(o.url, '/')) AS page,
    (SELECT min(e.start_date) FROM training_edition e WHERE e.offer_id = o.id) AS starts
FROM training_offer o WHERE o.status <> %s
"""
# Each word, and each two in a row.
TOKENS = """
CREATE TEMPORARY TABLE offer_token ON COMMIT DROP AS
WITH split AS (
    SELECT n.id, w.word, lead(w.word) OVER (PARTITION BY n.id ORDER BY w.place) AS following
    FROM offer_name n, regexp_split_to_table(n.words, '[^a-z0-9]+') WITH ORDINALITY AS w (word, place)
    WHERE w.word <> ''
)
SELECT id, word AS token FROM split UNION SELECT id, word || ' ' || following FROM split
WHERE following IS NOT NULL
"""
SAME_PAGE = """
WITH pages AS (
    SELECT provider_id, page FROM offer_name WHERE page <> ''
    GROUP BY provider_id, page HAVING count(*) BETWEEN 2 AND %s
)
SELECT a.id, b.id, similarity(a.words, b.words)
FROM pages JOIN offer_name a USING (provider_id, page) JOIN offer_name b USING (provider_id, page)
WHERE a.id < b.id
"""
SAME_NAME = """
SELECT a.id, b.id, 1.0
FROM offer_name a JOIN offer_name b USING (provider_id, words)
WHERE a.id < b.id AND a.words <> '' AND (a.starts = b.starts OR a.starts IS NULL OR b.starts IS NULL)
LIMIT %s
"""
ALIKE = """
WITH rare AS (SELECT token FROM offer_token GROUP BY token HAVING count(*) BETWEEN 2 AND %s),
pairs AS (
    SELECT DISTINCT a.id AS first, b.id AS second
    FROM rare JOIN offer_token a USING (token) JOIN offer_token b USING (token) WHERE a.id < b.id
),
scored AS (
    SELECT first, second, similarity(a.words, b.words) AS score, a.provider_id = b.provider_id AS here,
        a.words = b.words AS equal
    FROM pairs JOIN offer_name a ON a.id = first JOIN offer_name b ON b.id = second
)
SELECT first, second, score, here FROM scored
WHERE score >= CASE WHEN here THEN %s ELSE %s END AND NOT (here AND equal)
ORDER BY score DESC, first, second LIMIT %s
"""

Found = dict[tuple[int, int], "Likeness"]


@dataclass
class Likeness:
    reasons: list[SameOffer]
    score: float


@transaction.atomic
def find_duplicates() -> int:
    """Bring the list of pairs up to date and return how many are open; those told apart stay so."""
    found = look_for_pairs()
    OfferPair.objects.bulk_create(
        (
            OfferPair(first_id=first, second_id=second, reasons=each.reasons, score=each.score)
            for (first, second), each in found.items()
        ),
        update_conflicts=True,
        unique_fields=["first", "second"],
        update_fields=["reasons", "score"],
    )
    gone = [
        pk
        for pk, first, second in OfferPair.objects.open().values_list("pk", "first", "second")
        if (first, second) not in found
    ]
    OfferPair.objects.filter(pk__in=gone).delete()
    return OfferPair.objects.open().count()


def look_for_pairs() -> Found:
    found: Found = {}

    def note(first: int, second: int, score: float, reason: SameOffer) -> None:
        each = found.setdefault((first, second), Likeness([], score))
        each.reasons.append(reason)
        each.score = max(each.score, score)

    with connection.cursor() as cursor:
        cursor.execute("DROP TABLE IF EXISTS offer_name, offer_token")
        cursor.execute(WORDS, [OfferStatus.ARCHIVED])
        cursor.execute(TOKENS)
        cursor.execute("ANALYZE offer_name, offer_token")
        cursor.execute(SAME_PAGE, [SHARED_PAGE])
        for first, second, score in cursor.fetchall():
            note(first, second, score, SameOffer.PAGE)
        cursor.execute(SAME_NAME, [MOST_PAIRS])
        for first, second, score in cursor.fetchall():
            note(first, second, float(score), SameOffer.NAME)
        cursor.execute(ALIKE, [COMMON, LIKE_HERE, LIKE_ELSEWHERE, MOST_PAIRS])
        for first, second, score, is_here in cursor.fetchall():
            note(first, second, score, SameOffer.LIKE_HERE if is_here else SameOffer.LIKE_ELSEWHERE)
    return found
