"""A race of ``bench.proofs.races``: a correction moves a response while a page saves on it."""

import copy
import random
from uuid import uuid4

STRUCTURAL = 0.5


def publish_against_save() -> tuple[str, bool]:
    """The save counts if and only if it was acknowledged; the response moves in any case."""
    from django.urls import reverse  # noqa: PLC0415 - Django has to be set up first

    from bench.one_page import PAGE  # noqa: PLC0415
    from bench.proofs.races import both, new_response, others  # noqa: PLC0415
    from surveys.authoring.moving.actions import move_edition  # noqa: PLC0415

    response, client = new_response(answered=True)
    version = corrected(response.version)
    page = {"bench-1": "77", "revision": response.revision, "request_id": uuid4()}
    page |= others(response.pk) | {"definition": response.version.definition_sha256}
    address = reverse("surveys:autosave", args=[response.pk, *PAGE])
    before = response.events.filter(variable__code="bench-1").count()
    saved, moved = both(
        lambda: client.post(address, page).status_code,
        lambda: move_edition(response.unit.campaign, version, by=None),
    )
    response.refresh_from_db()
    events = response.events.filter(variable__code="bench-1").count() - before
    value = response.answers.get(variable__code="bench-1").num
    sound = not isinstance(moved, Exception) and response.version == version
    if saved == 200:
        return "saved before the move", sound and (events, value) == (1, 77)
    if saved == 412:
        return "told of the correction", sound and (events, value) == (0, 12)
    return f"answered {saved!r}", False


def corrected(version):
    """Return a newer version: in other words, or without its last question."""
    from surveys.instrument.actions import publish_version  # noqa: PLC0415
    from surveys.instrument.versions import next_number  # noqa: PLC0415
    from surveys.models import QuestionnaireVersion  # noqa: PLC0415

    definition = copy.deepcopy(version.definition)
    questions = definition["sections"][0]["pages"][0]["questions"]
    questions[0]["label"] = {language: f"{text}." for language, text in questions[0]["label"].items()}
    if random.random() < STRUCTURAL:  # noqa: S311 - not a secret
        questions.pop()
    draft = QuestionnaireVersion.objects.create(
        questionnaire=version.questionnaire,
        number=next_number(version.questionnaire),
        definition=definition,
    )
    return publish_version(draft, by=None)
