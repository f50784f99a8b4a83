"""A table as it is stored and published: plain data, both languages, nothing that is hidden."""

import hashlib
import json
from collections.abc import Mapping
from typing import Any

from .catalogue import COMPANIES, LEVEL, PEOPLE, VACANCIES, Text
from .disclosure import Cell
from .estimates import Estimate
from .sentences import sentence_of
from .tables import Table

COLUMNS: dict[str, tuple[Text, str]] = {
    "companies": (COMPANIES, "count"),
    "people": (PEOPLE, "people"),
    "vacancies": (VACANCIES, "people"),
    "level": (LEVEL, "level"),
}
# Readers know four kinds; how a table is worked out is nothing to them.
KINDS = {"size": "single", "vacancy": "profile", "detail": "profile", "any-row": "multiple"}


def payload_of(table: Table) -> dict[str, Any]:
    columns = list(table.rows[0].cells) if table.rows else ["companies"]
    return {
        "code": table.spec.code,
        "title": table.spec.title,
        "kind": KINDS.get(table.spec.kind, table.spec.kind),
        "answers": table.answers,
        "population": table.population,
        "minimum": table.minimum,
        "method": method_of(table),
        "columns": [
            {"code": code, "label": COLUMNS[code][0], "format": COLUMNS[code][1]} for code in columns
        ],
        "rows": [
            {
                "code": row.code,
                "label": row.label,
                "cells": {column: cell_payload(cell, column, table) for column, cell in row.cells.items()},
            }
            for row in table.rows
        ],
        "sentence": sentence_of(table),
    }


def cell_payload(cell: Cell, column: str, table: Table) -> dict[str, Any]:
    """Return a cell; a published count also says what it means for all N companies.

    ``bounds`` assume nothing of those that did not answer, ``interval`` is the exact
    95 % one if their silence were random; both are companies of N.
    """
    said = {
        "status": str(cell.status),
        "value": cell.value,
        "share": None,
        "at_least": cell.at_least,
        "at_most": cell.at_most,
    }
    if cell.is_published and column == "companies":
        estimate = Estimate(int(cell.value), table.answers, table.population)
        said["share"] = round(estimate.share, 4)
        said |= {"bounds": list(estimate.bounds), "interval": list(estimate.interval)}
    return said


def method_of(table: Table) -> Text:
    n, frame = table.answers, table.population
    if not table.is_of_all:
        return {
            "es": (
                f"Se preguntó a {n} de las {frame} entidades de la muestra, porque el cuestionario se "
                "corrigió durante la encuesta. Sin ponderar. Las cifras que podrían revelar la respuesta de "
                "una empresa no se muestran."
            ),
            "en": (
                f"{n} of the {frame} organisations in the frame were asked, since the questionnaire was "
                "corrected while the survey went on. Unweighted. Figures that could give away one company's "
                "answer are not shown."
            ),
        }
    return {
        "es": (
            f"Respondieron {n} de las {frame} entidades de la muestra, que es el censo de socios. "
            "Sin ponderar. Las cifras que podrían revelar la respuesta de una empresa no se muestran."
        ),
        "en": (
            f"{n} of the {frame} organisations in the frame, which is all members, answered. Unweighted. "
            "Figures that could give away one company's answer are not shown."
        ),
    }


def hash_payload(payload: Mapping[str, Any]) -> str:
    canonical = json.dumps(payload, sort_keys=True, ensure_ascii=False, separators=(",", ":"))
    return hashlib.sha256(canonical.encode()).hexdigest()
