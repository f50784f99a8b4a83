"""The plan of moving an edition's open responses to another version: a dry run, with its counts."""

from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import asdict, dataclass, field
from itertools import islice

from django.db.models import QuerySet

from surveys.answering.draft import Draft
from surveys.enums import ResponseState
from surveys.instrument.cells import Key
from surveys.instrument.definition import Definition
from surveys.instrument.parser import compiled
from surveys.instrument.questions import Question
from surveys.instrument.wording import compare
from surveys.models import Answer, Campaign, QuestionnaireVersion, Response, RowItem

from .refit import Refit, refit

AT_ONCE = 100


@dataclass
class Line:
    """What becomes of one variable, counted in companies."""

    variable: str
    question: str
    change: str
    """same, wording or break, as compared with the version before; added or dropped."""
    answered: int = 0
    kept: int = 0
    unfit: int = 0
    closed: int = 0
    wanted: int = 0

    @property
    def matters(self) -> bool:
        return self.change != "same" or bool(self.unfit or self.closed or self.wanted)


@dataclass
class Plan:
    """Every variable's line, and how many companies are moved, and how many have something to do."""

    lines: list[Line] = field(default_factory=list)
    companies: int = 0
    affected: int = 0

    @property
    def notable(self) -> list[Line]:
        return [line for line in self.lines if line.matters]

    def as_json(self) -> dict:
        lines = [asdict(line) for line in self.lines if line.matters or line.answered]
        return {"companies": self.companies, "affected": self.affected, "lines": lines}


def open_responses(campaign: Campaign, version: QuestionnaireVersion) -> QuerySet[Response]:
    """Return the responses that can still change and answer another version than this one."""
    unfinished = Response.objects.filter(unit__campaign=campaign, state=ResponseState.IN_PROGRESS)
    # A draft has no key that a response could have.
    return unfinished.exclude(version=version.pk).order_by("pk") if version.pk else unfinished.order_by("pk")


def plan_move(campaign: Campaign, version: QuestionnaireVersion) -> Plan:
    """Work out what moving the open responses would do; writes nothing."""
    new = compiled(version)
    responses = (
        open_responses(campaign, version)
        .select_related("unit__campaign", "version")
        # Read once by ``compiled``, not again with each company.
        .defer("version__definition")
    )
    found = (done for _draft, done in refitted(responses.iterator(chunk_size=AT_ONCE), new))
    return count(compiled(campaign.version), new, found)


def refitted(responses: Iterable[Response], new: Definition) -> Iterator[tuple[Draft, Refit]]:
    """Yield each response's rows under the new definition, with what that makes of its answers."""
    waiting = iter(responses)
    while batch := list(islice(waiting, AT_ONCE)):
        has_lists = new.lists or any(compiled(response.version).lists for response in batch)
        rows, listed = rows_of(batch), listed_rows(batch) if has_lists else {}
        for response in batch:
            found = rows[response.pk], listed.get(response.pk, {})
            before = draft_of(response, compiled(response.version), *found)
            draft = draft_of(response, new, *found)
            previous = draft.previous if new.routing_looks_back else {}
            yield draft, refit(draft.cells, before.path(), new, previous)


def draft_of(
    response: Response, definition: Definition, rows: dict[Key, Answer], listed: dict[str, list[str]]
) -> Draft:
    lists = {code: keys for code, keys in listed.items() if code in definition.lists}
    return Draft(response, definition, rows, listed=lists)


def listed_rows(responses: Iterable[Response]) -> dict[object, dict[str, list[str]]]:
    """Return the rows of each response's lists that are not removed, in their order."""
    listed: dict[object, dict[str, list[str]]] = {response.pk: {} for response in responses}
    items = RowItem.objects.filter(response__in=listed, removed_at=None).order_by("position", "pk")
    for pk, code, key in items.values_list("response", "list_code", "key"):
        listed[pk].setdefault(code, []).append(str(key))
    return listed


def rows_of(responses: Iterable[Response]) -> dict[object, dict[Key, Answer]]:
    rows: dict[object, dict[Key, Answer]] = {response.pk: {} for response in responses}
    answers = Answer.objects.filter(response__in=rows).select_related("variable").order_by("pk")
    for answer in answers:
        rows[answer.response_id][Key(answer.variable.code, answer.row_key, answer.col_key)] = answer
    return rows


def count(last: Definition, new: Definition, found: Iterable[Refit]) -> Plan:
    plan = Plan()
    counts: Counter[tuple[str, str]] = Counter()
    for done in found:
        plan.companies += 1
        plan.affected += done.is_affected
        for name, variables in tally(done).items():
            counts.update((variable, name) for variable in variables)
    for question, change in questions_of(last, new):
        figures = {
            name: counts[question.variable, name]
            for name in ("answered", "kept", "unfit", "closed", "wanted")
        }
        plan.lines.append(Line(question.variable, str(question.label), change, **figures))
    return plan


def tally(done: Refit) -> dict[str, set[str]]:
    kept, dropped, unfit = ({key.variable for key in keys} for keys in (done.kept, done.dropped, done.unfit))
    return {
        "answered": kept | dropped | unfit,
        "kept": kept - unfit,
        "unfit": unfit,
        "closed": set(done.closed),
        "wanted": set(done.wanted),
    }


def questions_of(last: Definition, new: Definition) -> Iterator[tuple[Question, str]]:
    """Yield every question of either version, with how the new one compares."""
    for code, question in new.questions.items():
        known = last.questions.get(code)
        yield question, str(compare(question, known)) if known else "added"
    for code, question in last.questions.items():
        if code not in new.questions:
            yield question, "dropped"
