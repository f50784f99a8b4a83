"""Django's sessions in the database, read without making the query's text anew for every request."""

from django.contrib.sessions.backends import db
from django.contrib.sessions.base_session import AbstractBaseSession
from django.db import connections, router
from django.utils import timezone

READ = "SELECT session_data, expire_date FROM django_session WHERE session_key = %s AND expire_date > %s"


class SessionStore(db.SessionStore):
    """The same table, keys and signatures; what was written by Django's own store is read here."""

    def _get_session_from_db(self) -> AbstractBaseSession | None:
        with connections[router.db_for_read(self.model)].cursor() as cursor:
            cursor.execute(READ, [self.session_key, timezone.now()])
            found = cursor.fetchone()
        if found is None:
            self._session_key = None
            return None
        data, expires = found
        return self.model(session_key=self.session_key, session_data=data, expire_date=expires)
