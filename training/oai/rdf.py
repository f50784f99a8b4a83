"""An offer in the European Learning Model as RDF/XML: what the JSON-LD of ``feeds.elm`` says, in XML."""

from lxml import etree

from training.feeds.elm import CLASSES, CONTEXT, PREFIXES, TEXTS, VALUES

from .text import sound

RDF = "http://www.w3.org/1999/02/22-rdf-syntax-ns#"
XML = "http://www.w3.org/XML/1998/namespace"
NAMESPACES = {"rdf": RDF} | PREFIXES


def write_graph(parent: etree._Element, node: dict) -> None:
    """Append ``node`` to ``parent`` as a graph of its own."""
    graph = etree.SubElement(parent, f"{{{RDF}}}RDF", nsmap=NAMESPACES)
    write_node(graph, node)


def write_node(parent: etree._Element, node: dict) -> None:
    element = etree.SubElement(parent, expanded(CLASSES[node["type"]]))
    if "id" in node:
        element.set(f"{{{RDF}}}about", node["id"])
    for name, value in node.items():
        if name not in ("id", "type"):
            write_property(element, name, value)


def write_property(element: etree._Element, name: str, value: dict | list | str) -> None:
    """Append a property: one element for each language, each value of a list, or the value itself."""
    tag = expanded(CONTEXT[name]["@id"])
    if name in TEXTS:
        for language, text in value.items():
            literal = etree.SubElement(element, tag)
            literal.set(f"{{{XML}}}lang", language)
            literal.text = sound(text)
    elif name in VALUES:
        literal = etree.SubElement(element, tag)
        literal.set(f"{{{RDF}}}datatype", expanded(CONTEXT[name]["@type"], joined=True))
        literal.text = sound(value)
    else:
        for node in value if isinstance(value, list) else [value]:
            write_node(etree.SubElement(element, tag), node)


def expanded(term: str, *, joined: bool = False) -> str:
    """Return a short term ("elm:mode") as the name of an element, or ``joined`` as an address."""
    prefix, _colon, name = term.partition(":")
    return f"{PREFIXES[prefix]}{name}" if joined else f"{{{PREFIXES[prefix]}}}{name}"
