"""Taking in a LimeSurvey structure as a draft."""

from django.db import transaction

from members.models import User
from surveys.authoring.drafts.actions import start_draft
from surveys.instrument.piping import OF_THE_EDITION
from surveys.models import Questionnaire, QuestionnaireVersion, Variable

from .convert import Note, convert
from .reading import read_lss


@transaction.atomic
def import_lss(content: bytes, *, by: User | None) -> tuple[QuestionnaireVersion, list[Note]]:
    """Make a draft of what the file asks; return it with what did not come along.

    All or nothing: raises ``LssRefused``. A second file of the same survey makes another draft of the
    same questionnaire.
    """
    lss = read_lss(content)
    survey = next(iter(lss.rows("surveys")), {})
    number = "".join(letter for letter in survey.get("sid", "") if letter.isdigit())[:12]
    code = f"limesurvey-{number or 'survey'}"
    known = Questionnaire.objects.filter(code=code).first()
    asked_there = Variable.objects.filter(version_variables__version__questionnaire=known) if known else ()
    elsewhere = Variable.objects.exclude(pk__in=[variable.pk for variable in asked_there])
    taken = {*elsewhere.values_list("code", flat=True), *OF_THE_EDITION}
    definition, notes = convert(lss, code, taken)
    titles = {f"title_{language}": text[:160] for language, text in definition["title"].items()}
    questionnaire, _made = Questionnaire.objects.get_or_create(code=code, defaults=titles or {"title": code})
    return start_draft(questionnaire, definition, by=by), notes
