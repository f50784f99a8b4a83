"""The gap: what companies ask for against the training that serves it."""

from surveys.models import Campaign


def gap_of(campaign: Campaign) -> list[dict]:
    return []
