"""From a definition's JSON to its objects; a mistake is named by its place."""

from collections.abc import Callable, Mapping
from typing import TypeVar

from django.utils.translation import gettext as _

from surveys.models import QuestionnaireVersion

from .conditions import ConditionError, parse_condition
from .definition import Check, Definition, DefinitionError, Page, Recap, Section
from .expression_parser import ExpressionError, parse_expression
from .questions import Choice, Column, OptOut, Question, Row, RowFilter, RowTotal
from .rules import Rule, RuleError, parse_rule
from .texts import Text

T = TypeVar("T")
_compiled: dict[str, Definition] = {}


def compiled(version: QuestionnaireVersion) -> Definition:
    """Return a version's definition, read once per process: a published one never changes."""
    key = version.definition_sha256
    if not key:
        return parse_definition(version.definition)
    if key not in _compiled:
        _compiled[key] = parse_definition(version.definition)
    return _compiled[key]


def compiled_by_hash(sha256: str) -> Definition:
    """Return the published definition of that hash; raises ``QuestionnaireVersion.DoesNotExist``."""
    if sha256 not in _compiled:
        version = QuestionnaireVersion.objects.published().filter(definition_sha256=sha256).first()
        if version is None:
            raise QuestionnaireVersion.DoesNotExist
        return compiled(version)
    return _compiled[sha256]


def parse_definition(source: Mapping) -> Definition:
    return Definition(
        code=_text(source, "code", "definition"),
        title=_words(source, "title"),
        languages=_codes(source, "languages"),
        sections=_list(source, "sections", "definition", _section),
        checks=_list(source, "checks", "definition", _check, optional=True),
        essential=_codes(source, "essential"),
    )


def _section(source: Mapping, place: str) -> Section:
    return Section(
        code=_text(source, "code", place),
        title=_words(source, "title"),
        intro=_words(source, "intro"),
        pages=_list(source, "pages", place, _page),
    )


def _page(source: Mapping, place: str) -> Page:
    return Page(
        code=_text(source, "code", place),
        title=_words(source, "title"),
        intro=_words(source, "intro"),
        questions=_list(source, "questions", place, _question),
        show_if=_condition(source, place),
        recap=_list(source, "recap", place, _recap, optional=True),
    )


def _recap(source: Mapping, place: str) -> Recap:
    if not isinstance(source, Mapping):
        raise DefinitionError(_("%(place)s: not a figure to play back") % {"place": place})
    try:
        value = parse_expression(source.get("value"))
    except ExpressionError as error:
        raise DefinitionError(f"{place}: {error}") from error
    return Recap(_words(source, "label"), value, _words(source, "unit"), _words(source, "unit_one"))


def _question(source: Mapping, place: str) -> Question:
    return Question(
        variable=_text(source, "variable", place),
        kind=_text(source, "kind", place),
        label=_words(source, "label"),
        help=_words(source, "help"),
        why=_words(source, "why"),
        includes=_words(source, "includes"),
        excludes=_words(source, "excludes"),
        required=bool(source.get("required", False)),
        unit=_words(source, "unit"),
        unit_one=_words(source, "unit_one"),
        minimum=source.get("min"),
        maximum=source.get("max"),
        choices=_list(source, "choices", place, _choice, optional=True),
        rows=_list(source, "rows", place, _row, optional=True),
        columns=_list(source, "columns", place, _column, optional=True),
        row_total=_row_total(source.get("row_total"), place),
        opt_out=_opt_out(source.get("opt_out"), place),
        show_if=_condition(source, place),
        ranks=_whole(source, "ranks", place),
        rows_if=_row_filter(source.get("rows_if"), place),
        confirms=bool(source.get("confirms", False)),
        vocabulary=_optional_text(source, "vocabulary", place),
    )


def _choice(source: Mapping, place: str) -> Choice:
    return Choice(
        code=_text(source, "code", place),
        label=_words(source, "label"),
        exclusive=bool(source.get("exclusive", False)),
        say=_words(source, "say"),
    )


def _row(source: Mapping, place: str) -> Row:
    return Row(_text(source, "code", place), _words(source, "label"), _words(source, "help"))


def _column(source: Mapping, place: str) -> Column:
    return Column(
        code=_text(source, "code", place),
        label=_words(source, "label"),
        kind=_text(source, "kind", place),
        help=_words(source, "help"),
        choices=_list(source, "choices", place, _choice, optional=True),
        minimum=source.get("min"),
        maximum=source.get("max"),
        unit=_words(source, "unit"),
        unit_one=_words(source, "unit_one"),
        required=bool(source.get("required", False)),
        vocabulary=_optional_text(source, "vocabulary", place),
    )


def _row_total(source: Mapping | None, place: str) -> RowTotal | None:
    if source is None:
        return None
    if not isinstance(source, Mapping):
        raise DefinitionError(must_be(f"{place}/row_total", _("an object")))
    return RowTotal(_words(source, "label"), _codes(source, "cols"))


def _row_filter(source: Mapping | None, place: str) -> RowFilter | None:
    if source is None:
        return None
    if not isinstance(source, Mapping):
        raise DefinitionError(must_be(f"{place}/rows_if", _("an object")))
    return RowFilter(_text(source, "variable", f"{place}/rows_if"), _codes(source, "cols"))


def _opt_out(source: Mapping | None, place: str) -> OptOut | None:
    return None if source is None else OptOut(_text(source, "status", place), _words(source, "label"))


def _check(source: Mapping, place: str) -> Check:
    return Check(
        code=_text(source, "code", place),
        section=_text(source, "section", place),
        severity=_text(source, "severity", place),
        message=_words(source, "message"),
        rule=source.get("rule") or {},
        test=_rule(source.get("rule") or {}),
    )


def _rule(source: Mapping) -> Rule | None:
    try:
        return parse_rule(source) if isinstance(source, Mapping) else None
    except RuleError:
        return None


def _condition(source: Mapping, place: str):
    try:
        return parse_condition(source.get("show_if"))
    except ConditionError as error:
        raise DefinitionError(f"{place}: {error}") from error


def must_be(place: str, what: str, found: object = None) -> str:
    text = _("%(place)s must be %(what)s") % {"place": place, "what": what}
    return text if found is None else f"{text}: {str(found)[:60]}"


def _text(source: Mapping, name: str, place: str) -> str:
    value = source.get(name) if isinstance(source, Mapping) else None
    if not isinstance(value, str) or not value:
        raise DefinitionError(_("%(place)s: “%(name)s” is missing") % {"place": place, "name": name})
    return value


def _optional_text(source: Mapping, name: str, place: str) -> str:
    return _text(source, name, place) if source.get(name) else ""


def _whole(source: Mapping, name: str, place: str) -> int | None:
    value = source.get(name)
    if value is not None and (isinstance(value, bool) or not isinstance(value, int)):
        raise DefinitionError(must_be(f"{place}/{name}", _("a whole number")))
    return value


def _codes(source: Mapping, name: str) -> tuple[str, ...]:
    codes = source.get(name, [])
    if not isinstance(codes, list) or not all(isinstance(code, str) for code in codes):
        raise DefinitionError(must_be(name, _("a list of codes"), codes))
    return tuple(codes)


def _words(source: Mapping, name: str) -> Text:
    value = source.get(name) or {}
    if not isinstance(value, Mapping) or not all(isinstance(text, str) for text in value.values()):
        raise DefinitionError(must_be(name, _("a text for each language"), value))
    return Text(tuple(value.items()))


def _list(
    source: Mapping, name: str, place: str, read: Callable[[Mapping, str], T], *, optional: bool = False
) -> tuple[T, ...]:
    items = source.get(name)
    if items is None and optional:
        return ()
    if not isinstance(items, list):
        raise DefinitionError(must_be(f"{place}/{name}", _("a list")))
    return tuple(read(item, f"{place}/{name}[{position}]") for position, item in enumerate(items))
