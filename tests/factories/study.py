"""A closed edition with frozen results in the format the results room writes, and its study."""

from datetime import UTC, date, datetime

import factory

from study.models import Study
from surveys.models import ResultTable
from tests.factories.surveys import CampaignFactory


class ClosedCampaignFactory(CampaignFactory):
    """An edition named by its year, closed in its October."""

    edition = factory.Sequence(lambda n: f"{2000 + n}")
    label_es = factory.LazyAttribute(lambda c: f"Edición {c.edition}")
    label_en = factory.LazyAttribute(lambda c: f"Edition {c.edition}")
    reference_date = factory.LazyAttribute(lambda c: date(int(c.edition), 9, 30))
    opens_at = factory.LazyAttribute(lambda c: datetime(int(c.edition), 10, 1, tzinfo=UTC))
    due_at = factory.LazyAttribute(lambda c: datetime(int(c.edition), 10, 20, tzinfo=UTC))
    closes_at = factory.LazyAttribute(lambda c: datetime(int(c.edition), 10, 31, tzinfo=UTC))
    closed_at = factory.SelfAttribute("closes_at")
    state = "closed"


class ResultTableFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = ResultTable

    campaign = factory.SubFactory(ClosedCampaignFactory)
    position = factory.Sequence(lambda n: n)
    payload_sha256 = "0" * 64

    @classmethod
    def _create(cls, model_class, *args, **kwargs):
        kwargs["code"] = kwargs["payload"]["code"]
        return super()._create(model_class, *args, **kwargs)


class StudyFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = Study

    campaign = factory.SubFactory(ClosedCampaignFactory)
    title_es = factory.LazyAttribute(lambda s: f"Estudio {s.campaign.edition}")
    title_en = factory.LazyAttribute(lambda s: f"Study {s.campaign.edition}")


def published(value: int) -> dict:
    return {"status": "published", "value": value, "share": None, "at_least": None, "at_most": None}


def concealed(status: str = "small") -> dict:
    return {"status": status, "value": None, "share": None, "at_least": None, "at_most": None}


def bounded(at_least: int | None, at_most: int, status: str = "protected") -> dict:
    """Return a hidden cell with what follows from the rule."""
    return concealed(status) | {"at_least": at_least, "at_most": at_most}


def table_payload(
    code: str,
    rows: list[tuple[str, str, str, dict]],
    *,
    kind: str = "single",
    answers: int = 28,
    population: int = 34,
    sentence: tuple[str, str] | None = None,
    column: tuple[str, str] = ("companies", "count"),
) -> dict:
    """Return a ResultTable payload of one column; a row is (code, Spanish, English, cell)."""
    name, column_format = column
    return {
        "code": code,
        "title": {"es": f"Tabla {code}", "en": f"Table {code}"},
        "kind": kind,
        "answers": answers,
        "population": population,
        "minimum": 5,
        "method": {"es": "Recuento de empresas", "en": "Count of companies"},
        "columns": [{"code": name, "label": {"es": "Empresas", "en": "Companies"}, "format": column_format}],
        "rows": [
            {"code": row, "label": {"es": spanish, "en": english}, "cells": {name: cell}}
            for row, spanish, english, cell in rows
        ],
        "sentence": {"es": sentence[0], "en": sentence[1]} if sentence else None,
    }
