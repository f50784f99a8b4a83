from datetime import time, timedelta

from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from .models import Run
from .registry import daily

KEPT = timedelta(days=30)


@daily(time(4, 0), _("Forget old runs of jobs"))
def forget_old_runs() -> str:
    number, _rows = Run.objects.filter(due_at__lt=timezone.now() - KEPT).delete()
    return f"{number} deleted"
