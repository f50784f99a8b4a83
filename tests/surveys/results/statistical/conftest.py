"""A questionnaire with every kind of question, and files of its answers read back."""

import io
import uuid

import pyreadstat
import pytest

from surveys.answering.actions import save_cells, submit_response
from surveys.answering.cells import Change
from surveys.instrument.actions import publish_version
from surveys.models import RowItem
from surveys.results.statistical.files import write_statistical
from tests.factories.surveys import (
    CampaignFactory,
    QuestionnaireFactory,
    ResponseFactory,
    VersionFactory,
    ask,
    choices,
    page,
    words,
)

NOT_KNOWN = {"status": "not_known", "label": {"es": "No lo sabemos, señoría", "en": "We do not know"}}
LONG = "Explique, con sus «palabras», qué añadiría —ñandú, pingüino— " * 8
DEEP = "a-code-as-long-as-a-code-may-be-with-nobody-minding-it"

KINDS = [
    ask("one", "single", choices=choices("yes", "no"), opt_out=NOT_KNOWN),
    ask("several", "multiple", choices=[*choices("pay"), {**choices("other")[0], "say": words("Which?")}]),
    ask("agree", "likert", choices=choices("little", "much"), opt_out=NOT_KNOWN),
    ask("order", "ranking", choices=choices("a", "b", "c"), ranks=2, opt_out=NOT_KNOWN),
    ask("people", "number", min=0, max=99, opt_out=NOT_KNOWN),
    ask("result", "money", opt_out=NOT_KNOWN),
    ask("part", "percentage", opt_out=NOT_KNOWN),
    ask("since", "date", opt_out=NOT_KNOWN),
    ask("name", "text", opt_out=NOT_KNOWN),
    ask("notes", "long_text", label={"es": LONG, "en": LONG}),
    ask(
        "grid",
        "grid",
        opt_out={"status": "not_applicable", "label": words("None")},
        rows=[{"code": code, "label": words(code)} for code in ("dev", DEEP)],
        columns=[
            {"code": "now", "label": words("now"), "kind": "number", "min": 0, "max": 99},
            {"code": f"{DEEP}-1", "label": words("1"), "kind": "number", "min": 0, "max": 99},
            {"code": f"{DEEP}-2", "label": words("2"), "kind": "multiple", "choices": choices("x", "y")},
        ],
    ),
    ask(
        "skills",
        "skills",
        rows=[{"code": "python", "label": words("Python")}],
        columns=[
            {"code": "level", "label": words("level"), "kind": "scale", "choices": choices("0", "1", "2")}
        ],
    ),
    ask(
        "wishes",
        "list",
        columns=[
            {"code": "name", "label": words("name"), "kind": "text", "required": True},
            {"code": "hires", "label": words("hires"), "kind": "number", "min": 0, "max": 99},
        ],
    ),
]


def definition_of(*questions, checks=()):
    section = {
        "code": "all",
        "title": words("All"),
        "pages": [page(f"p-{q['variable']}", q) for q in questions],
    }
    return {
        "code": "kinds",
        "title": words("Every kind"),
        "languages": ["es", "en"],
        "sections": [section],
        "checks": list(checks),
    }


def published(definition, questionnaire=None):
    questionnaire = questionnaire or QuestionnaireFactory(code="kinds")
    return publish_version(VersionFactory(questionnaire=questionnaire, definition=definition), by=None)


@pytest.fixture
def campaign(db):
    return CampaignFactory(version=published(definition_of(*KINDS)), edition="2031", label="Edición «ñ»")


def sent(campaign, *changes, rows=(), explained=None, **rest):
    response = ResponseFactory(unit__campaign=campaign, **rest)
    for position, key in enumerate(rows):
        RowItem.objects.create(response=response, list_code="wishes", key=key, position=position)
    save_cells(response, list(changes), request_id=uuid.uuid4(), actor="Ada")
    submit_response(response, idempotency_key=uuid.uuid4(), by="Ada", explanations=explained or {})
    return response


def row_keys(number):
    return [str(uuid.uuid4()) for _ in range(number)]


def wish(row, name, hires):
    return [Change("wishes", name, row=row, col="name"), Change("wishes", hires, row=row, col="hires")]


def read_back(campaign, kind, tmp_path, language="es", **options):
    """Return the table as columns, what the file says of them, and the tally of what was written."""
    file = io.BytesIO()
    tally = write_statistical(file, campaign, kind, language)
    path = tmp_path / f"file.{kind}"
    path.write_bytes(file.getvalue())
    read = {"sav": pyreadstat.read_sav, "dta": pyreadstat.read_dta}[kind]
    columns, about = read(path, output_format="dict", **options)
    return columns, about, tally
