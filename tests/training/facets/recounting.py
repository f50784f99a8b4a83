"""What each facet must count, recounted in Python from the same catalogue."""

from datetime import date, timedelta

import pytest

from tests.training.facets.catalogues import NESTED, TODAY, VALUES
from training.criteria import Criteria
from training.enums import Audience, EditionState

pytestmark = pytest.mark.django_db
NO_EDITION = dict.fromkeys(("start_date", "application_deadline", "lasts", "event_status"))


def state_of(run: dict) -> EditionState:
    """Say in plain Python what one can do with an edition that has a deadline, a start and an end at most."""
    start, deadline, status = run["start_date"], run["application_deadline"], run["event_status"]
    end = start + timedelta(run["lasts"]) if start and run["lasts"] is not None else None
    started = start is not None and start <= TODAY
    if status is None:
        return EditionState.UNKNOWN
    if status == "cancelled":
        return EditionState.CANCELLED
    if end and end < TODAY:
        return EditionState.ENDED
    if status == "postponed":
        return EditionState.UNKNOWN
    if status == "full":
        return EditionState.UNDER_WAY if started else EditionState.CLOSED
    if not start and not deadline:
        return EditionState.ALWAYS_OPEN
    if deadline:
        closed = EditionState.UNDER_WAY if started else EditionState.CLOSED
        return EditionState.OPEN if deadline >= TODAY else closed
    return EditionState.UNDER_WAY if started else EditionState.UNKNOWN


def prices(category: str) -> set[str]:
    return {"free", "partially_free"} if category == "partially_free" else {category} - {""}


def runs_of(offer: dict) -> list[dict]:
    """Return what can be asked of each edition; an offer without any is one of which no date is known."""
    runs = []
    for edition in offer["editions"] or [NO_EDITION]:
        state, start = state_of(edition), edition["start_date"]
        own = {key: edition.get(key) or offer[key] for key in ("course_mode", "in_language", "funded_by")}
        ahead = start is not None and start >= TODAY and edition["event_status"] in ("scheduled", "full")
        when = {
            "abierta": state in (EditionState.OPEN, EditionState.ALWAYS_OPEN),
            "este-mes": ahead and start <= date(2026, 11, 30),
            "tres-meses": ahead and start <= date(2027, 2, 24),
            "siempre": state == EditionState.ALWAYS_OPEN,
        }
        runs.append(
            {
                "precio": prices(edition.get("price_category") or offer["price_category"]),
                "paga": {own["funded_by"]} - {""},
                "modalidad": {own["course_mode"]} - {""},
                "idioma": {own["in_language"]} - {""},
                "cuando": {name for name, holds in when.items() if holds},
                "start": start,
                "over": state in (EditionState.ENDED, EditionState.CANCELLED),
            }
        )
    return runs


def band(hours: int | None) -> set[str]:
    limits = {"20": 20, "60": 60, "200": 200, "600": 600}
    return (
        {next((name for name, limit in limits.items() if hours <= limit), "mas")}
        if hours is not None
        else set()
    )


def values_of(offer: dict) -> dict[str, set[str]]:
    """Say in plain Python which values of each facet of its own an offer has."""
    awarded = {"fp_specialisation": "fp_title", "certificate": "professional_certificate", "": ""}
    return {
        "tipo": {offer["kind"]},
        "nivel": {offer["level"]} - {""},
        "duracion": band(offer["learning_hours"]),
        "grado": {{"fp_specialisation": "e", "certificate": "c", "": ""}[offer["regulation_type"]]} - {""},
        "certificado": {offer["credential_type"] or awarded[offer["regulation_type"]]} - {""},
        "para": set(Audience.values) if "anyone" in offer["audience"] else set(offer["audience"]),
        "proveedor": {offer["provider_type"]},
        "centro": {f"of-{offer['provider_type']}"},
        "habilidad": set(offer["skills"]),
        "perfil": set(offer["profiles"]),
    }


def recount(offers: list[dict], text: str, criteria: Criteria, but: str = "", also: tuple = ()) -> int:
    """Count the offers that have the text and every chosen facet but one, and one value besides."""
    options = criteria.options
    first, last = options.get("desde", "0000"), options.get("hasta", "9999")
    ranged = "desde" in options or "hasta" in options

    def chosen_holds(values: dict[str, set[str]], keys) -> bool:
        for key in keys:
            if key == but or key not in criteria.chosen:
                continue
            wanted = set(criteria.chosen[key])
            every = key == "habilidad" and "todas" in options
            if not (wanted <= values[key] if every else values[key] & wanted):
                return False
        return not also or also[0] not in values or also[1] in values[also[0]]

    def run_fits(run: dict) -> bool:
        if but != "pasadas" and "pasadas" not in options and run["over"]:
            return False
        if ranged and but != "fechas" and not (run["start"] and first <= run["start"].isoformat() <= last):
            return False
        return chosen_holds(run, NESTED)

    def fits(offer: dict) -> bool:
        if but != "q" and text and text != offer["word"]:
            return False
        return chosen_holds(values_of(offer), VALUES.keys() - set(NESTED)) and any(
            map(run_fits, runs_of(offer))
        )

    return sum(map(fits, offers))
