"""XML that other sites send: no entities are ever expanded, and names count without their namespace."""

from collections.abc import Iterator
from xml.etree.ElementTree import Element, ParseError  # noqa: S405 - for types; defusedxml does the reading

from defusedxml import DefusedXmlException
from defusedxml.ElementTree import fromstring


def read_xml(text: str) -> Element:
    """Raise ValueError for what is not XML, or XML that declares entities."""
    try:
        return fromstring(text.strip().lstrip("\ufeff"), forbid_dtd=False)
    except (ParseError, DefusedXmlException, ValueError) as error:
        raise ValueError(str(error)[:200]) from None


def name_of(element: Element) -> str:
    return str(element.tag).rsplit("}", 1)[-1].lower()


def children(element: Element, *names: str) -> Iterator[Element]:
    return (child for child in element if name_of(child) in names)


def text_of(element: Element, *names: str) -> str:
    """Return the text of the first child of one of these names, in the order of the names."""
    for name in names:
        for child in children(element, name):
            if text := "".join(child.itertext()).strip():
                return text
    return ""
