"""Publishing a questionnaire version."""

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from members.models import User
from surveys.enums import VersionStatus
from surveys.models import QuestionnaireVersion, Variable, VersionVariable

from .definition import Definition, DefinitionError
from .hashing import hash_json
from .linter import problems_in
from .parser import compiled, parse_definition
from .wording import compare, hash_wording


class DefinitionRefused(Exception):
    """The definition cannot be published; ``problems`` says why, each in one sentence."""

    def __init__(self, problems: list[str]):
        super().__init__(" ".join(problems))
        self.problems = problems


@transaction.atomic
def publish_version(version: QuestionnaireVersion, *, by: User | None) -> QuestionnaireVersion:
    """Check, hash and freeze a version; after this the database refuses to change it.

    Publishing what is already published, in this row or in another of the same
    questionnaire, changes nothing and returns the published version.
    Raises ``DefinitionRefused``.
    """
    version = QuestionnaireVersion.objects.select_for_update().get(pk=version.pk)
    published = version.questionnaire.versions.published()
    sha256 = hash_json(version.definition)
    if twin := published.filter(definition_sha256=sha256).first():
        return twin
    definition = read_definition(version.definition)
    variables = store_variables(definition)
    store_version_variables(version, definition, variables, last=published.order_by("-number").first())
    version.definition_sha256 = sha256
    version.status = VersionStatus.PUBLISHED
    version.published_at = timezone.now()
    version.published_by = by
    # Nothing about a published row may change, not even when the account of who wrote it goes.
    version.edited_by = None
    version.save()
    return version


def read_definition(source: dict) -> Definition:
    """Parse and lint; raises ``DefinitionRefused`` with all problems at once."""
    try:
        definition = parse_definition(source)
    except DefinitionError as error:
        raise DefinitionRefused([str(error)]) from error
    if problems := problems_in(definition):
        raise DefinitionRefused(problems)
    return definition


def store_variables(definition: Definition) -> dict[str, Variable]:
    """Create the variables that are new; one that changed its kind is another variable."""
    questions = definition.questions.values()
    Variable.objects.bulk_create(
        [
            Variable(
                code=question.variable,
                kind=question.kind,
                unit=question.unit.within("es")[:40],
                concept=question.label.within("es")[:200],
            )
            for question in questions
        ],
        ignore_conflicts=True,
    )
    variables = {row.code: row for row in Variable.objects.filter(code__in=definition.questions)}
    if changed := [q.variable for q in questions if variables[q.variable].kind != q.kind]:
        message = _("“%(code)s” was of another kind before; give the new question a new variable.")
        raise DefinitionRefused([message % {"code": code} for code in changed])
    return variables


def store_version_variables(
    version: QuestionnaireVersion,
    definition: Definition,
    variables: dict[str, Variable],
    *,
    last: QuestionnaireVersion | None,
) -> None:
    before = compiled(last).questions if last else {}
    VersionVariable.objects.bulk_create(
        VersionVariable(
            version=version,
            variable=variables[code],
            section=definition.section_of[code],
            position=position,
            wording_sha256=hash_wording(question),
            change=compare(question, before.get(code)),
        )
        for position, (code, question) in enumerate(definition.questions.items(), start=1)
    )
