from datetime import time

from django.utils.translation import gettext_lazy as _

from jobs.registry import daily

from .retention import clear_what_is_due


@daily(time(3, 30), _("Personal data: clear what was kept long enough"))
def clear_old_data() -> str:
    return ", ".join(f"{due.rule.label}: {due.rows}" for due in clear_what_is_due() if due.rows)
