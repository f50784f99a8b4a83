"""From a LimeSurvey structure to a draft of ours, with a note on everything that did not come along whole."""

import re
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from textwrap import shorten

from django.utils.translation import get_language
from django.utils.translation import gettext as _

from surveys.authoring.drafts.structure import new_code
from surveys.instrument.cells import FIGURES

from .kinds import LESS, MADE, NAMES, REFUSED, Asked
from .reading import Lss, Row
from .relevance import Untranslatable, condition_of

OURS = ("es", "en")
ROOT = ("", "0")
OTHER = {"label": {"es": "Otra", "en": "Other"}, "say": {"es": "¿Cuál?", "en": "Which?"}}
QUOTE = re.compile(r"[{}]")


@dataclass(frozen=True)
class Note:
    """One thing that is not as it was: the question, its type, what became of it, why, what to do."""

    question: str
    type: str
    outcome: str
    why: str
    advice: str
    words: str = ""
    """What the question asks, by which a person knows it."""
    lost: bool = False
    """Whether the whole question stayed behind."""


class Converter:
    """One file on its way: what was made of it so far, and the notes."""

    def __init__(self, lss: Lss, taken: Iterable[str] = ()):
        self.lss, self.taken = lss, set(taken)
        self.notes: list[Note] = []
        self.languages = {ours: self.language_like(ours) for ours in OURS}
        self.variables: dict[str, str] = {}
        """Our variable of each question, by its number in the file."""
        self.asked: dict[str, dict] = {}
        self.sub: dict[str, list[Row]] = defaultdict(list)
        for row in ordered(distinct(lss.rows("subquestions"), "qid"), "question_order"):
            self.sub[row.get("parent_qid", "")].append(row)
        self.answers: dict[str, list[Row]] = defaultdict(list)
        for row in ordered(distinct(lss.rows("answers"), "aid", "qid", "scale_id", "code"), "sortorder"):
            self.answers[row.get("qid", "")].append(row)
        self.attributes: dict[str, dict[str, str]] = defaultdict(dict)
        for row in lss.rows("question_attributes"):
            self.attributes[row.get("qid", "")][row.get("attribute", "")] = row.get("value", "")
        questions = distinct(lss.rows("questions"), "qid")
        self.questions = [row for row in questions if row.get("parent_qid", "") in ROOT]

    def language_like(self, ours: str) -> str | None:
        return next((code for code in self.lss.languages if code.split("-")[0].lower() == ours), None)

    def words(self, texts: dict[str, str]) -> dict[str, str]:
        """Return a text in our languages; of another language only, as Spanish to be translated."""
        found = {ours: texts.get(theirs or "", "") for ours, theirs in self.languages.items()}
        if not any(found.values()) and texts:
            found["es"] = next(iter(texts.values()))
        return {language: QUOTE.sub("", text) for language, text in found.items() if text}

    def definition(self, code: str) -> dict:
        foreign = [language for language in self.lss.languages if language not in self.languages.values()]
        if foreign:
            self.note_whole(
                _("Languages: %(names)s") % {"names": ", ".join(foreign)},
                _("The questionnaire is in Spanish and English."),
                _("Texts that are in neither stand under Spanish, to be translated."),
            )
        sections = []
        for group in ordered(distinct(self.lss.rows("groups"), "gid"), "group_order"):
            if pages := self.pages_of(group):
                title = self.words(self.lss.words("groups", group.get("gid", ""), "group_name"))
                section = {
                    "code": new_code(next(iter(title.values()), "section"), [s["code"] for s in sections]),
                    "title": title,
                    "pages": pages,
                }
                intro = self.words(self.lss.words("groups", group.get("gid", ""), "description"))
                sections.append(section | ({"intro": intro} if intro else {}))
        return {
            "code": code,
            "title": self.title(),
            "languages": list(OURS),
            "sections": sections,
            "checks": [],
        }

    def title(self) -> dict[str, str]:
        rows = self.lss.rows("surveys_languagesettings")
        return self.words({row.get("surveyls_language", ""): row.get("surveyls_title", "") for row in rows})

    def pages_of(self, group: Row) -> list[dict]:
        pages = []
        of_group = [row for row in self.questions if row.get("gid") == group.get("gid")]
        around = self.condition(group.get("grelevance", ""), group.get("group_name", "") or _("Group"), "")
        for row in ordered(of_group, "question_order"):
            question = self.question(row)
            if question is None:
                continue
            page = {
                "code": question["variable"].lower(),
                "title": {language: text[:120] for language, text in question["label"].items()},
                "questions": [question],
            }
            own = self.condition(row.get("relevance", ""), row.get("title", ""), row.get("type", ""))
            if conditions := [condition for condition in (around, own) if condition]:
                page["show_if"] = conditions[0] if len(conditions) == 1 else {"all": conditions}
            pages.append(page)
        return pages

    def question(self, row: Row) -> dict | None:
        kind, name, qid = row.get("type", ""), row.get("title", ""), row.get("qid", "")
        make = MADE.get(kind)
        if make is None:
            why, advice = REFUSED.get(kind, (_("This type is not known here."), _("Write it by hand.")))
            self.note(name, kind, _("not taken over"), str(why), str(advice), lost=True)
            return None
        columns = [sub for sub in self.sub[qid] if sub.get("scale_id") == "1"]
        asked = Asked(
            kind,
            subquestions=[self.sub_item(sub) for sub in self.sub[qid] if sub.get("scale_id") != "1"],
            columns=[self.sub_item(sub) for sub in columns],
            answers=[self.answer_item(answer) for answer in self.answers[qid]],
            attributes=self.attributes[qid],
        )
        variable = self.new_variable(name)
        question = {"variable": variable, "label": self.words(self.lss.words("questions", qid, "question"))}
        if about := self.words(self.lss.words("questions", qid, "help")):
            question["help"] = about
        question |= make(asked)
        if row.get("other") == "Y" and "choices" in question:
            taken = [choice["code"] for choice in question["choices"]]
            question["choices"].append({"code": new_code("other", taken), **OTHER})
        if row.get("mandatory") in ("Y", "S"):
            question["required"] = True
        self.variables[qid], self.asked[variable] = variable, question
        self.note_less(row, question)
        return question

    def new_variable(self, name: str) -> str:
        variable = new_code(name, self.taken) if not re.fullmatch(r"[A-Za-z0-9_-]+", name) else name
        if variable in self.taken:
            variable = new_code(name, self.taken)
        self.taken.add(variable)
        return variable

    def sub_item(self, row: Row) -> tuple[str, dict]:
        return row.get("title", ""), self.words(
            self.lss.words("subquestions", row.get("qid", ""), "question")
        )

    def answer_item(self, row: Row) -> tuple[str, dict]:
        scale = row.get("scale_id") or "0"
        keys = (f"a{row.get('aid')}", f"{row.get('qid')}/{scale}/{row.get('code')}")
        texts = next((found for key in keys if (found := self.lss.words("answers", key, "answer"))), {})
        return row.get("code", ""), self.words(texts)

    # Conditions

    def condition(self, equation: str, name: str, kind: str) -> dict | None:
        try:
            return condition_of(equation, self.variable_named)
        except Untranslatable:
            self.note(
                name,
                kind,
                _("without its condition"),
                _("The equation cannot be read by itself: %(equation)s") % {"equation": equation[:200]},
                _("Choose the condition by hand, in the question's form."),
            )
            return None

    def variable_named(self, name: str, value: str) -> tuple[str, str, bool] | None:
        """Return the variable that an equation names, the value as it is here, and whether it is a figure."""
        for row in self.questions:
            variable = self.variables.get(row.get("qid", ""))
            if variable is None:
                continue
            question = self.asked[variable]
            for stem in (row.get("title", ""), f"{row.get('sid')}X{row.get('gid')}X{row.get('qid')}"):
                if name == stem and question["kind"] != "grid":
                    return variable, value, question["kind"] in FIGURES
                choice = name.removeprefix(stem).removeprefix("_") if name.startswith(stem) else ""
                codes = [item["code"] for item in question.get("choices", [])]
                if question["kind"] == "multiple" and choice in codes and value == "Y":
                    return variable, choice, False
        return None

    # Notes

    def note(self, name: str, kind: str, outcome: str, why: str, advice: str, *, lost: bool = False) -> None:
        label = f"{NAMES[kind]} ({kind})" if kind in NAMES else kind
        self.notes.append(Note(name, label, outcome, why, advice, self.asks(name), lost))

    def asks(self, name: str) -> str:
        """Return the first words of the question of that name, in the reader's language if it has it."""
        qid = next((row.get("qid", "") for row in self.questions if row.get("title") == name), "")
        texts = self.words(self.lss.words("questions", qid, "question"))
        words = texts.get((get_language() or "")[:2]) or next(iter(texts.values()), "")
        return shorten(words, 100, placeholder="…")

    def note_whole(self, what: str, why: str, advice: str) -> None:
        self.notes.append(Note("", "", what, why, advice))

    def note_less(self, row: Row, question: dict) -> None:
        kind, name = row.get("type", ""), row.get("title", "")
        partly = _("taken over in part")
        if why := LESS.get(kind):
            self.note(name, kind, partly, str(why), _("Ask for it in a question of its own."))
        if row.get("preg"):
            self.note(
                name,
                kind,
                partly,
                _("The pattern of its answers is not checked."),
                _("Say in the question's help how the answer is to be written."),
            )
        if kind in ("N", "K", ":") and self.attributes[row.get("qid", "")].get("num_value_int_only") != "1":
            self.note(
                name,
                kind,
                partly,
                _("Figures are whole here; the file allows decimals."),
                _("Ask for an amount of money or a percentage if decimals matter."),
            )
        texts = self.lss.words("questions", row.get("qid", ""), "question").values()
        if any(QUOTE.search(text) for text in texts):
            self.note(
                name,
                kind,
                partly,
                _("Its text quotes other answers, which were left as plain words."),
                _("Quote them anew, as in {headcount|your company}."),
            )
        if question["variable"] != name:
            self.note(
                name,
                kind,
                _("called %(code)s now") % {"code": question["variable"]},
                _("The code is in use for something else, or has letters that codes cannot have."),
                _("Nothing, unless you compare with exports of LimeSurvey."),
            )


def ordered(rows: Iterable[Row], name: str) -> list[Row]:
    def place(row: Row) -> int:
        return int(row[name]) if row.get(name, "").lstrip("-").isdigit() else 0

    return sorted(rows, key=place)


def distinct(rows: Iterable[Row], *names: str) -> list[Row]:
    """Return the first of the rows that are one thing in several languages."""
    first: dict[tuple, Row] = {}
    for row in rows:
        first.setdefault(tuple(row.get(name, "") for name in names), row)
    return list(first.values())


def convert(lss: Lss, code: str, taken: Iterable[str] = ()) -> tuple[dict, list[Note]]:
    """Return the draft's definition and what did not come along; ``taken`` are codes it may not use."""
    converter = Converter(lss, taken)
    return converter.definition(code), converter.notes
