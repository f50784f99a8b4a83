"""Empty the demonstration's database on an ordinary server."""

from django.db import OperationalError, connection

from tera.demo.prepare import unreachable
from tera.demo.problem import DemoProblem


def erase_database() -> None:
    """Drop everything in it; refused unless the database's name says that it is a demonstration's."""
    name = connection.settings_dict["NAME"]
    if not name.endswith("_demo"):
        raise DemoProblem(
            f"Nothing was deleted: DATABASE_URL names the database {name}, and only one whose name ends "
            "in _demo may be emptied."
        )
    try:
        with connection.cursor() as cursor:
            cursor.execute("DROP SCHEMA public CASCADE; CREATE SCHEMA public")
    except OperationalError as error:
        raise DemoProblem(unreachable(error)) from None
    finally:
        connection.close()
