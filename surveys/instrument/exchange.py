"""A questionnaire as one file: out of one installation, into another."""

import json

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from surveys.models import Questionnaire, QuestionnaireVersion

from .definition import Definition, DefinitionError
from .hashing import hash_json
from .linter import problems_in
from .parser import parse_definition
from .versions import next_number

MOST_BYTES = 1_000_000


class FileRefused(Exception):
    """The file is no questionnaire that can be taken in; the text says why and can be shown."""


def as_file(version: QuestionnaireVersion) -> bytes:
    return (json.dumps(version.definition, ensure_ascii=False, indent=2) + "\n").encode()


def file_name(version: QuestionnaireVersion, ending: str = "json") -> str:
    return f"{version.questionnaire.code}-v{version.number}.{ending}"


def read_file(content: bytes) -> dict:
    """Return the definition that a file holds; raises ``FileRefused``."""
    if len(content) > MOST_BYTES:
        raise FileRefused(_("The file is larger than 1 MB; no questionnaire is."))
    try:
        text = content.decode("utf-8-sig")
        source = json.loads(text, object_pairs_hook=without_doubles, parse_constant=refuse_constant)
    except UnicodeDecodeError as error:
        raise FileRefused(_("The file is not text in UTF-8.")) from error
    except json.JSONDecodeError as error:
        if text.lstrip().startswith("<"):
            message = _("The file is XML. A survey of LimeSurvey (.lss) comes in on the page for LimeSurvey.")
            raise FileRefused(message) from error
        words = {"line": error.lineno, "column": error.colno}
        message = _("The file is not JSON: look at line %(line)s, column %(column)s.")
        raise FileRefused(message % words) from error
    except RecursionError as error:
        raise FileRefused(_("The file is nested too deeply.")) from error
    if not isinstance(source, dict):
        raise FileRefused(_("The file holds no questionnaire: it must be one object."))
    return source


def without_doubles(pairs: list[tuple[str, object]]) -> dict:
    """Refuse an object that says a thing twice: JSON would keep the last one without a word."""
    found = dict(pairs)
    if len(found) < len(pairs):
        names = [name for name, _value in pairs]
        double = next(name for name in names if names.count(name) > 1)
        raise FileRefused(_("“%(name)s” stands twice in one place of the file.") % {"name": double[:60]})
    return found


def refuse_constant(name: str) -> None:
    raise FileRefused(_("The file has a number that is none: %(name)s.") % {"name": name})


@transaction.atomic
def import_questionnaire(content: bytes) -> tuple[QuestionnaireVersion, list[str]]:
    """Make a draft of what a file says; return it with what keeps it from being published.

    All or nothing: raises ``FileRefused`` when it is no questionnaire, or one that is published already.
    """
    source = read_file(content)
    try:
        definition = parse_definition(source)
    except DefinitionError as error:
        raise FileRefused(_("The file is no questionnaire: %(problem)s.") % {"problem": error}) from error
    questionnaire = questionnaire_of(definition)
    twin = questionnaire.versions.published().filter(definition_sha256=hash_json(source)).first()
    if twin:
        message = _("Version %(number)s says the same already.")
        raise FileRefused(message % {"number": twin.number})
    draft = QuestionnaireVersion.objects.create(
        questionnaire=questionnaire, number=next_number(questionnaire), definition=source
    )
    return draft, problems_in(definition)


def questionnaire_of(definition: Definition) -> Questionnaire:
    """Return the questionnaire of that code, locked, made if it is new; a known one keeps its title."""
    titles = {f"title_{language}": words[:160] for language, words in definition.title.versions}
    try:
        code = Questionnaire._meta.get_field("code").clean(definition.code, None)
    except ValidationError as error:
        raise FileRefused(
            _("“%(code)s” cannot be the questionnaire's code.") % {"code": definition.code[:60]}
        ) from error
    questionnaire, _created = Questionnaire.objects.get_or_create(code=code, defaults=titles)
    return Questionnaire.objects.select_for_update().get(pk=questionnaire.pk)
