"""The codebook has the elements of DDI Codebook 2.5, in their places, and all that the questionnaire asks."""

import copy
import re
from xml.etree import ElementTree

import pytest
from django.urls import reverse

from surveys.instrument.ddi import NAMESPACE, codebook_of, slots_of
from surveys.instrument.parser import parse_definition
from surveys.instrument.shipped import read_shipped
from tests.factories.surveys import TINY, VersionFactory, words

# Of the schema codebook.xsd (2.5, 2012-01-17): the elements used, each with its children in their order.
CHILDREN = {
    "codeBook": ["stdyDscr", "dataDscr"],
    "stdyDscr": ["citation"],
    "citation": ["titlStmt"],
    "titlStmt": ["titl", "subTitl", "altTitl", "parTitl", "IDNo"],
    "dataDscr": ["varGrp", "var"],
    "varGrp": ["labl", "txt", "concept", "defntn", "universe", "notes"],
    "var": [
        "labl",
        "qstn",
        "valrng",
        "universe",
        "txt",
        "catgry",
        "codInstr",
        "concept",
        "varFormat",
        "notes",
    ],
    "qstn": ["preQTxt", "qstnLit", "postQTxt", "ivuInstr"],
    "valrng": ["item", "range"],
    "catgry": ["catValu", "labl", "txt"],
}
LEAVES = {
    "titl",
    "parTitl",
    "IDNo",
    "labl",
    "preQTxt",
    "qstnLit",
    "range",
    "catValu",
    "codInstr",
    "varFormat",
    "notes",
}
# Of the same schema: each attribute used, with what it may be; None is any text. IDs have no colon.
NAME = re.compile(r"[A-Za-z_][A-Za-z0-9._-]*")
NAMES = re.compile(rf"{NAME.pattern}( {NAME.pattern})*")
ATTRIBUTES = {
    "codeBook": {"version": {"2.5"}},
    "varGrp": {"ID": NAME, "type": {"section"}, "var": NAMES},
    "var": {"ID": NAME, "name": None, "intrvl": {"contin", "discrete"}, "measUnit": None},
    "range": {"UNITS": {"INT", "REAL"}, "min": None, "max": None},
    "catgry": {"missing": {"Y", "N"}},
    "varFormat": {"type": {"numeric", "character"}, "category": {"date", "time", "currency", "other"}},
    "notes": {"type": None},
}
NEEDED = {"codeBook": ["version"], "var": ["name"]}
LANGUAGES = {"es", "en"}
XML_LANGUAGE = "{http://www.w3.org/XML/1998/namespace}lang"
SHIPPED = read_shipped()


def everything() -> dict:
    """The tiny questionnaire with the kinds that it lacks, and a section that only plays back a total."""
    source = copy.deepcopy(TINY)
    label = words("x")
    columns = [
        {"code": "what", "label": label, "kind": "text", "required": True},
        {"code": "cost", "label": label, "kind": "money", "min": 0, "unit": words("euros")},
    ]
    asked = [
        {"variable": "paid", "kind": "money", "label": label, "min": 0},
        {"variable": "share", "kind": "percentage", "label": label, "max": 50},
        {"variable": "since", "kind": "date", "label": label, "min": "2020-01-01"},
        {"variable": "own", "kind": "list", "label": label, "columns": columns},
    ]
    pages = [{"code": "more", "title": label, "questions": asked}]
    recap = [{"label": label, "value": {"variable": "people"}}]
    total = [{"code": "total", "title": label, "questions": [], "recap": recap}]
    source["sections"] += [
        {"code": "more", "title": label, "pages": pages},
        {"code": "total", "title": label, "pages": total},
    ]
    return source


def codebook(source=SHIPPED):
    return ElementTree.fromstring(codebook_of(parse_definition(source), source, number=3))  # noqa: S314 - ours


def named(element):
    return element.tag.removeprefix(f"{{{NAMESPACE}}}")


def found(root, name):
    return root.iter(f"{{{NAMESPACE}}}{name}")


@pytest.fixture(params=["shipped", "tiny", "everything"])
def source(request):
    return {"shipped": SHIPPED, "tiny": TINY, "everything": everything()}[request.param]


def test_elements_are_those_of_the_standard_in_its_order(source):
    for element in codebook(source).iter():
        name, children = named(element), [named(child) for child in element]
        if name in LEAVES:
            assert children == []
            continue
        places = [CHILDREN[name].index(child) for child in children]
        assert places == sorted(places)


def test_attributes_are_those_of_the_standard_with_the_values_that_it_takes(source):
    for element in codebook(source).iter():
        name, allowed = named(element), ATTRIBUTES.get(named(element), {})
        assert set(NEEDED.get(name, ())) <= set(element.attrib)
        for attribute, value in element.attrib.items():
            if attribute == XML_LANGUAGE:
                assert value in LANGUAGES
                continue
            rule = allowed[attribute]
            if isinstance(rule, set):
                assert value in rule, (name, attribute, value)
            else:
                assert rule is None or rule.fullmatch(value), (name, attribute, value)


def test_ids_are_used_once_and_references_lead_to_one(source):
    root = codebook(source)
    ids = [element.get("ID") for element in root.iter() if element.get("ID")]
    referred = " ".join(group.get("var", "") for group in found(root, "varGrp")).split()

    assert len(ids) == len(set(ids))
    assert set(referred) <= set(ids)


def test_section_without_questions_refers_to_no_variable():
    total = next(group for group in found(codebook(everything()), "varGrp") if group.get("ID") == "G.total")

    assert "var" not in total.attrib


def test_every_cell_is_one_variable_of_one_group():
    root, definition = codebook(), parse_definition(SHIPPED)
    ids = [variable.get("ID") for variable in found(root, "var")]
    grouped = " ".join(group.get("var") for group in found(root, "varGrp")).split()

    cells = [slot for question in definition.questions.values() for slot, _label in slots_of(question)]
    assert len(ids) == len(set(ids)) == len(cells) > len(definition.slots)
    assert sorted(grouped) == sorted(ids)
    assert {"V.profiles.dev-ai.now", "V.profile-details.qa.knowledge", "V.other-profiles.hires-12"} <= set(
        ids
    )


def variable(root, name):
    return next(each for each in found(root, "var") if each.get("name") == name)


def texts(element, name):
    return [child.text for child in element.iter(f"{{{NAMESPACE}}}{name}")]


def test_variable_says_what_is_asked_and_what_can_be_answered():
    root = codebook()
    recruited, people = variable(root, "recruited"), variable(root, "headcount")

    assert texts(recruited, "catValu") == ["yes", "no"]
    assert any("especialistas TIC" in text for text in texts(recruited, "qstnLit"))
    (bounds,) = found(people, "range")
    assert bounds.attrib == {"min": "0", "max": "100000", "UNITS": "INT"}
    assert people.get("measUnit") == "people"
    assert texts(variable(root, "weeks-to-fill"), "notes") == ['[{"variable": "recruited", "is": "yes"}]']
    assert texts(variable(root, "profile-details.qa.knowledge"), "codInstr") == ["Several categories"]


def test_figures_say_whether_they_are_whole_and_what_they_are_counted_in():
    root = codebook(everything())

    cost, since = variable(root, "own.cost"), variable(root, "since")
    (bounds,) = found(cost, "range")
    (limits,) = found(since, "range")
    assert (cost.get("measUnit"), bounds.get("UNITS")) == ("euros", "REAL")
    assert limits.attrib == {"min": "2020-01-01"}
    assert [each.attrib for each in found(since, "varFormat")] == [{"type": "character", "category": "date"}]


def test_way_out_is_a_missing_value():
    (missing,) = [c for c in found(variable(codebook(), "ict-staff"), "catgry") if c.get("missing") == "Y"]

    assert texts(missing, "catValu") == ["not_known"]


def test_odd_texts_are_written_so_that_xml_can_be_read():
    source = copy.deepcopy(TINY)
    source["sections"][0]["pages"][0]["questions"][0]["label"] = words("<b>1 & 2</b>\x0b\ufffe ñ")

    assert texts(variable(codebook(source), "people"), "qstnLit")[1] == "<b>1 & 2</b> ñ"


def test_manager_downloads_the_codebook(manager_client):
    version = VersionFactory()

    answer = manager_client.get(reverse("admin:surveys_questionnaireversion_codebook", args=[version.pk]))

    assert answer["Content-Type"] == "application/xml"
    assert answer["Content-Disposition"].endswith(f'-v{version.number}.xml"')
    assert named(ElementTree.fromstring(answer.content)) == "codeBook"  # noqa: S314 - ours


def test_draft_that_cannot_be_read_has_no_codebook_yet(manager_client):
    version = VersionFactory(definition={"code": "x"})

    answer = manager_client.get(reverse("admin:surveys_questionnaireversion_codebook", args=[version.pk]))

    assert answer.url == reverse("admin:surveys_questionnaireversion_change", args=[version.pk])
