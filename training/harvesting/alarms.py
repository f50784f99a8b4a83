"""Telling the team that a source no longer gives what it gave."""

from django.conf import settings
from django.db import transaction
from django.urls import reverse
from django.utils import translation

from members.accounts.actions import language_of, later, managers
from training.models import HarvestRun

from .items import VisitTrouble, reason_of


@transaction.atomic
def tell_managers(run: HarvestRun) -> None:
    """Write to the team once when a source begins to fail, not again at every visit."""
    # A visit that somebody broke off says nothing about the source.
    visits = run.source.runs.filter(is_test=False).exclude(trouble=VisitTrouble.SWITCHED_OFF)
    before = visits.exclude(pk=run.pk).first()
    if before and before.state == run.state:
        return
    for user in managers():
        language = language_of(user)
        with translation.override(language):
            reason = reason_of(run.trouble) if run.trouble else ""
            url = settings.SITE_URL + reverse("admin:training_harvestrun_change", args=[run.pk])
        context = {
            "source": str(run.source.provider),
            "address": run.source.url,
            "seen": run.seen,
            "expected": run.expected,
            "reason": reason,
            "link": url,
        }
        later("harvest_alarm", user.email, language, context)
