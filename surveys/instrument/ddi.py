"""A questionnaire as a DDI Codebook 2.5, for survey archives: each cell is a variable with its question."""

import json
import re
from collections.abc import Iterator, Mapping
from xml.etree import ElementTree

from .cells import FIGURES, MEASURED, Key
from .definition import Definition, Section
from .questions import Choice, Question, Slot
from .texts import Text

NAMESPACE = "ddi:codebook:2_5"
LANGUAGE = "{http://www.w3.org/XML/1998/namespace}lang"
# What XML 1.0 cannot hold, not even escaped.
UNWRITABLE = re.compile(r"[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
SEVERAL = ("multiple", "ranking")
DECIMAL = ("money", "percentage")
CATEGORIES = {"date": "date", "money": "currency"}
Element = ElementTree.Element


def codebook_of(definition: Definition, source: Mapping, *, number: int) -> bytes:
    """Return the codebook of a version; ``source`` is the JSON that its conditions are quoted from."""
    root = Element("codeBook", {"xmlns": NAMESPACE, "version": "2.5"})
    citation = _add(_add(root, "stdyDscr"), "citation")
    titles = _add(citation, "titlStmt")
    first, *others = definition.languages
    _add(titles, "titl", definition.title.written(first), {LANGUAGE: first})
    for language in others:
        _add(titles, "parTitl", definition.title.written(language), {LANGUAGE: language})
    _add(titles, "IDNo", f"{definition.code}-v{number}")
    described = _add(root, "dataDscr")
    for section in definition.sections:
        _add_group(described, section)
    conditions = dict(_conditions_in(source))
    for question in definition.questions.values():
        for slot, label in slots_of(question):
            _add_variable(described, question, slot, label, conditions.get(question.variable))
    ElementTree.indent(root)
    return ElementTree.tostring(root, encoding="utf-8", xml_declaration=True)


def slots_of(question: Question) -> Iterator[tuple[Slot, list[Text]]]:
    """Yield each cell with what it is called; of a list, whose rows are its company's, one a column."""
    names = {item.code: item.label for item in (*question.rows, *question.columns)}
    for slot in question.slots():
        said = [choice.say for choice in question.saying if choice.code == slot.says]
        parts = said or [names[code] for code in (slot.key.row, slot.key.col) if code]
        yield slot, [question.label, *parts]
    for column in question.columns if question.is_list else ():
        key = Key(question.variable, "", column.code)
        unit, unit_one = question.units_of(column)
        bounds = (column.minimum, column.maximum)
        said = {"unit": unit, "unit_one": unit_one, "vocabulary": column.vocabulary}
        slot = Slot(key, column.kind, column.choices, *bounds, **said)
        yield slot, [question.label, column.label]


def name_of(slot: Slot) -> str:
    return ".".join(part for part in slot.key if part)


def _add_group(parent: Element, section: Section) -> None:
    asked = [question for page in section.pages for question in page.questions]
    ids = " ".join(_id(slot) for question in asked for slot, _label in slots_of(question))
    # A list of references that names none is not allowed: a section may only play back totals.
    attributes = {"ID": f"G.{section.code}", "type": "section"} | ({"var": ids} if ids else {})
    group = _add(parent, "varGrp", attributes=attributes)
    _add_texts(group, "labl", section.title)


def _add_variable(
    parent: Element, question: Question, slot: Slot, label: list[Text], condition: object
) -> None:
    is_figure = slot.kind in FIGURES
    interval = "contin" if slot.kind in MEASURED else "discrete"
    attributes = {"ID": _id(slot), "name": name_of(slot), "intrvl": interval}
    if unit := slot.unit.written("en"):
        attributes["measUnit"] = _clean(unit)
    variable = _add(parent, "var", attributes=attributes)
    for language in dict(question.label.versions):
        _add(variable, "labl", ": ".join(text.written(language) for text in label), {LANGUAGE: language})
    asked = _add(variable, "qstn")
    _add_texts(asked, "preQTxt", question.help)
    _add_texts(asked, "qstnLit", question.label)
    bounds = {"min": slot.minimum, "max": slot.maximum}
    if given := {name: str(bound) for name, bound in bounds.items() if bound is not None}:
        # Whole numbers or others: what they are counted in is the variable's measUnit.
        units = {"UNITS": "REAL" if slot.kind in DECIMAL else "INT"} if is_figure else {}
        _add(_add(variable, "valrng"), "range", attributes=given | units)
    for choice in slot.choices:
        _add_category(variable, choice)
    if slot.opt_out:
        way_out = Choice(slot.opt_out.status, slot.opt_out.label)
        _add_category(variable, way_out, missing="Y")
    if slot.kind in SEVERAL:
        _add(variable, "codInstr", "Several categories, in order" if slot.places else "Several categories")
    if slot.vocabulary:
        _add(variable, "concept", slot.vocabulary, {"vocab": "ESCO"})
    written = {"type": "numeric" if is_figure else "character"}
    if slot.kind in CATEGORIES:
        written["category"] = CATEGORIES[slot.kind]
    _add(variable, "varFormat", attributes=written)
    if condition:
        _add(variable, "notes", json.dumps(condition, ensure_ascii=False), {"type": "asked-if"})


def _add_category(variable: Element, choice: Choice, **attributes: str) -> None:
    category = _add(variable, "catgry", attributes=attributes)
    _add(category, "catValu", choice.code)
    _add_texts(category, "labl", choice.label)


def _add_texts(parent: Element, name: str, text: Text) -> None:
    for language, words in text.versions:
        if words:
            _add(parent, name, words, {LANGUAGE: language})


def _add(parent: Element, name: str, words: str = "", attributes: Mapping[str, str] | None = None) -> Element:
    element = ElementTree.SubElement(parent, name, dict(attributes or {}))
    element.text = _clean(words) or None
    return element


def _clean(words: str) -> str:
    return UNWRITABLE.sub("", words)


def _id(slot: Slot) -> str:
    return f"V.{name_of(slot)}"


def _conditions_in(source: Mapping) -> Iterator[tuple[str, list]]:
    """Yield each variable's conditions: its page's, its own, and that of its rows."""
    for section in source["sections"]:
        for page in section["pages"]:
            for question in page["questions"]:
                found = [page.get("show_if"), question.get("show_if"), question.get("rows_if")]
                yield question["variable"], [condition for condition in found if condition]
