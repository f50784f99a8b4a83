"""What a visitor asks the catalogue for."""

from collections.abc import Collection, Mapping

from django.http import QueryDict

from tera import criteria
from tera.criteria import Criteria, Reading
from training.conditions import SINGLE
from training.enums import SortOrder

__all__ = ["Criteria", "read_criteria"]


def read_criteria(data: QueryDict, known: Mapping[str, Collection[str]]) -> Reading:
    return criteria.read_criteria(data, known, SortOrder.values, SINGLE)
