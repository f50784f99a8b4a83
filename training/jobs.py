from datetime import time

from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from jobs.registry import daily
from training.models import SearchMiss


@daily(time(3, 40), _("Catalogue: forget old searches without offers"))
def forget_misses() -> str:
    return str(SearchMiss.objects.due(timezone.localdate()).delete()[0])
