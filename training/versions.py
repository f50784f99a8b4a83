"""Which state of the site a public page shows: the rows that note each change are its mark.

Every transaction that writes something which public pages show adds some of these rows, by triggers (the
migrations called ``page_states``). They show with it and not before; taking them away leaves another mark.
"""

from django.db import connection

from tera.unchanged import validated as validated_by

STATE = "SELECT count(*), coalesce(sum(id), 0), coalesce(max(id), 0) FROM training_searchchange"


def site_state() -> tuple:
    with connection.cursor() as cursor:
        cursor.execute(STATE)
        return cursor.fetchone()


validated = validated_by(site_state)
# For pages that a cache before the site may show for a minute without asking.
validated_each_minute = validated_by(site_state, max_age=60)
