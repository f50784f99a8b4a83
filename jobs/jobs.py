from datetime import time, timedelta

from django.core.management import call_command
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django_tasks_db.models import DBTaskResult

from .models import Run
from .registry import daily

KEPT = timedelta(days=30)


@daily(time(4, 0), _("Forget old runs of jobs"))
def forget_old_runs() -> str:
    number, _rows = Run.objects.filter(due_at__lt=timezone.now() - KEPT).delete()
    return f"{number} deleted"


@daily(time(4, 10), _("Forget ended sessions and finished background tasks"))
def forget_sessions_and_tasks() -> None:
    """The arguments of a task may hold an address; a week is enough to look into a failure."""
    call_command("clearsessions")
    DBTaskResult.objects.filter(finished_at__lt=timezone.now() - timedelta(days=7)).delete()
