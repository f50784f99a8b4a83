"""A closed edition with frozen results in the format the results room writes, and its study."""

from datetime import UTC, date, datetime

import factory

from actionplan.models import Indicator, Node, Observation, Plan
from study.models import Study
from surveys.models import Campaign, Questionnaire, QuestionnaireVersion, Response, ResultTable, Unit
from tests.factories.members import OrganisationFactory


class QuestionnaireFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = Questionnaire
        django_get_or_create = ("code",)

    code = "skills-needs"
    title_es = "Necesidades de competencias digitales"
    title_en = "Digital skills needs"


class VersionFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = QuestionnaireVersion
        django_get_or_create = ("questionnaire", "number")

    questionnaire = factory.SubFactory(QuestionnaireFactory)
    number = 1


class ClosedCampaignFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = Campaign

    edition = factory.Sequence(lambda n: f"{2000 + n}")
    version = factory.SubFactory(VersionFactory)
    questionnaire = factory.SelfAttribute("version.questionnaire")
    label_es = factory.LazyAttribute(lambda c: f"Edición {c.edition}")
    label_en = factory.LazyAttribute(lambda c: f"Edition {c.edition}")
    reference_date = factory.LazyAttribute(lambda c: date(int(c.edition), 9, 30))
    opens_at = factory.LazyAttribute(lambda c: datetime(int(c.edition), 10, 1, tzinfo=UTC))
    due_at = factory.LazyAttribute(lambda c: datetime(int(c.edition), 10, 20, tzinfo=UTC))
    closes_at = factory.LazyAttribute(lambda c: datetime(int(c.edition), 10, 31, tzinfo=UTC))
    closed_at = factory.SelfAttribute("closes_at")
    state = "closed"


class UnitFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = Unit

    campaign = factory.SubFactory(ClosedCampaignFactory)
    organisation = factory.SubFactory(OrganisationFactory)
    name_at_launch = factory.SelfAttribute("organisation.legal_name")


class SubmittedResponseFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = Response

    unit = factory.SubFactory(UnitFactory)
    version = factory.SelfAttribute("unit.campaign.version")
    state = "submitted"
    submitted_at = factory.SelfAttribute("unit.campaign.due_at")


class ResultTableFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = ResultTable

    campaign = factory.SubFactory(ClosedCampaignFactory)
    code = "activity"
    position = 1
    payload_sha256 = "0" * 64


class StudyFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = Study

    campaign = factory.SubFactory(ClosedCampaignFactory)
    title_es = factory.LazyAttribute(lambda s: f"Estudio {s.campaign.edition}")
    title_en = factory.LazyAttribute(lambda s: f"Study {s.campaign.edition}")


class PlanFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = Plan

    code = factory.Sequence(lambda n: f"plan-{n}")
    title_es = "Plan de acción"
    title_en = "Action plan"
    is_public = True
    status = "in_force"


class NodeFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = Node

    plan = factory.SubFactory(PlanFactory)
    kind = "action"
    code = factory.Sequence(lambda n: f"a-{n}")
    title_es = factory.LazyAttribute(lambda n: f"Acción {n.code}")
    title_en = factory.LazyAttribute(lambda n: f"Action {n.code}")
    provenance = "study"


class ContextIndicatorFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = Indicator

    plan = factory.SubFactory(PlanFactory)
    code = "basic-digital-skills"
    name_es = "Personas con competencias digitales al menos básicas"
    name_en = "People with at least basic digital skills"
    level = "context"
    unit = "percent"


class ObservationFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = Observation

    indicator = factory.SubFactory(ContextIndicatorFactory)
    period_label = "2020"
    observed_on = date(2020, 12, 31)
    value = "54.80"
    geography = "Cantabria"
    source_es = "INE, TIC-H 2020"
    source_en = "INE, TIC-H 2020"


def published(value: int, share: float | None = None) -> dict:
    return {"status": "published", "value": value, "share": share, "at_least": None, "at_most": None}


def concealed(status: str = "small") -> dict:
    return {"status": status, "value": None, "share": None, "at_least": None, "at_most": None}


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
