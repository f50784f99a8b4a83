"""Numbering of a questionnaire's versions."""

from django.db.models import Max

from surveys.models import Questionnaire


def next_number(questionnaire: Questionnaire) -> int:
    return (questionnaire.versions.aggregate(newest=Max("number"))["newest"] or 0) + 1
