"""A study's snapshot: everything one publication says, in both languages, as plain data."""

import hashlib
import json

from study.languages import both
from study.models import Study
from study.parts.context import context_of
from study.parts.gap import gap_of
from study.parts.method import method_of
from study.parts.plan import plan_of
from study.parts.results import tables_of
from study.parts.supply import supply_now

FORMAT = 1


def take_snapshot(study: Study) -> dict:
    """Assemble the payload from what is stored now; writes nothing."""
    campaign = study.campaign
    return {
        "format": FORMAT,
        "edition": campaign.edition,
        "edition_label": both(campaign, "label"),
        "title": both(study, "title"),
        "introduction": both(study, "introduction"),
        "is_demo": campaign.is_demo,
        "method": method_of(campaign),
        "context": context_of(study.plan),
        "tables": tables_of(campaign),
        "supply": supply_now(),
        "gap": gap_of(campaign),
        "plan": plan_of(study.plan),
    }


def canonical(payload: dict) -> bytes:
    """Return the one way to write a payload down, so that the same content has the same hash."""
    return json.dumps(payload, ensure_ascii=False, sort_keys=True, separators=(",", ":")).encode()


def sha256_of(content: bytes) -> str:
    return hashlib.sha256(content).hexdigest()
