"""Connections that outlive their request, checked by a statement only where nothing else tells enough."""

import select
import time

from django.db.backends.postgresql import base
from psycopg2.extensions import TRANSACTION_STATUS_IDLE
from psycopg2.extensions import connection as Connection

# Seconds. What the kernel does not hear of, such as a server that lost its power, is found after them.
TRUSTED_FOR = 5.0


class DatabaseWrapper(base.DatabaseWrapper):
    """Asks "SELECT 1" before a request only if the server has said something, or nothing for some seconds.

    A server that ends a connection says so: there is something to read where nothing was asked.
    """

    checked_at = 0.0

    def is_usable(self) -> bool:
        trusted = not self.errors_occurred and time.monotonic() - self.checked_at < TRUSTED_FOR
        if self.connection is not None and trusted and is_at_rest(self.connection):
            return True
        usable = super().is_usable()
        self.checked_at = time.monotonic() if usable else 0.0
        return usable


def is_at_rest(connection: Connection) -> bool:
    """Tell whether no transaction is open, and the server has said nothing and not closed its end since."""
    if connection.closed or connection.get_transaction_status() != TRANSACTION_STATUS_IDLE:
        return False
    socket = select.poll()
    socket.register(connection.fileno(), select.POLLIN)
    return not socket.poll(0)
