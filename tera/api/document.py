"""The OpenAPI document of the interface, and what the page that explains it says of each address."""

import json
from collections.abc import Collection, Iterator
from dataclasses import dataclass
from functools import cached_property
from urllib.parse import urlencode

from django.conf import settings
from django.utils.translation import gettext as _
from ninja.responses import NinjaJSONEncoder

from .service import api

JSON = "application/json"
# The types of JSON Schema in words.
TYPES = {
    "string": lambda: _("text"),
    "integer": lambda: _("whole number"),
    "number": lambda: _("number"),
    "boolean": lambda: _("yes or no"),
    "array": lambda: _("list"),
    "object": lambda: _("object"),
    "null": lambda: "",
}
FORMATS = {
    "date": lambda: _("day (2026-03-31)"),
    "date-time": lambda: _("moment"),
    "uri": lambda: _("address"),
}


def make_document() -> dict:
    """Return the document in the active language, as what JSON knows."""
    document = api.get_openapi_schema()
    document["servers"] = [{"url": settings.SITE_URL}]
    for operations in document["paths"].values():
        # Each answers HEAD too; described twice, nobody could tell them apart.
        operations.pop("head", None)
    for schema in document["components"]["schemas"].values():
        # Docstrings, which are for whoever reads the code.
        schema.pop("description", None)
    return json.loads(json.dumps(document, cls=NinjaJSONEncoder))


@dataclass(frozen=True)
class Member:
    """A parameter of an address, or a field of an answer."""

    name: str
    type: str
    text: str
    values: dict[str, str]
    model: str = ""


class Operation:
    """One address as the page explains it."""

    def __init__(self, path: str, described: dict):
        self.path, self.described = path, described
        self.name = described["operationId"]
        self.summary, self.text = described["summary"], described.get("description", "")

    @property
    def parameters(self) -> list[Member]:
        return [
            member(row["name"], row["schema"], row.get("description", ""), row.get("x-labels"))
            for row in self.described["parameters"]
        ]

    @property
    def answer(self) -> dict:
        return self.described["responses"]["200"]["content"][JSON]

    @property
    def model(self) -> str:
        return name_in(self.answer["schema"])

    @property
    def refusals(self) -> list[tuple[str, str]]:
        return [
            (status, row["description"])
            for status, row in self.described["responses"].items()
            if status != "200"
        ]

    @property
    def example(self) -> str:
        return json.dumps(self.answer["example"], ensure_ascii=False, indent=2)

    @property
    def example_address(self) -> str:
        """Return an address to try, made of the examples of its parameters, where there are some."""
        path, query = self.path, []
        for row in self.described["parameters"]:
            if "example" not in row:
                continue
            if row["in"] == "path":
                path = path.replace(f"{{{row['name']}}}", row["example"])
            else:
                query.append((row["name"], row["example"]))
        return settings.SITE_URL + path + ("?" + urlencode(query) if query else "")


@dataclass(frozen=True)
class Model:
    """A kind of object that answers are made of."""

    name: str
    members: list[Member]


class Explained:
    """What the page shows of a document."""

    def __init__(self, document: dict):
        self.document = document

    @cached_property
    def operations(self) -> list[Operation]:
        return [Operation(path, row["get"]) for path, row in self.document["paths"].items()]

    @cached_property
    def models(self) -> list[Model]:
        return list(self.read_models())

    def read_models(self) -> Iterator[Model]:
        schemas = self.document["components"]["schemas"]
        for name, schema in sorted(schemas.items()):
            if "properties" in schema:
                rows = schema["properties"].items()
                yield Model(name, [self.field(key, row, schemas) for key, row in rows])

    def field(self, name: str, schema: dict, schemas: dict) -> Member:
        """Return a field of an answer; where it has one of a few values, with these."""
        inner = name_in(schema)
        values = schemas[inner].get("enum", ()) if inner else ()
        words = type_words(schema, {key for key, row in schemas.items() if "enum" in row})
        model = "" if values else inner
        return Member(name, words, schema.get("description", ""), dict.fromkeys(values, ""), model)


def member(name: str, schema: dict, text: str, labels: dict | None = None) -> Member:
    return Member(name, type_words(schema), text, labels or {})


def name_in(schema: dict) -> str:
    """Return the object that a schema is, is a list of, or may be; nothing for plain values."""
    if "$ref" in schema:
        return schema["$ref"].rsplit("/", 1)[-1]
    inner = [*schema.get("anyOf", ()), *([schema["items"]] if "items" in schema else [])]
    return next(filter(None, map(name_in, inner)), "")


def type_words(schema: dict, texts: Collection[str] = ()) -> str:
    """Say in words what a value is; ``texts`` are the names of the objects that are one of a few texts."""
    if "$ref" in schema:
        return _("text") if name_in(schema) in texts else _("object")
    if "anyOf" in schema:
        words = [type_words(part, texts) for part in schema["anyOf"]]
        return ", ".join(dict.fromkeys(filter(None, words)))
    if schema.get("format") in FORMATS:
        return FORMATS[schema["format"]]()
    words = TYPES[schema.get("type", "object")]()
    if schema.get("type") == "array" and "items" in schema:
        return _("%(list)s of: %(items)s") % {"list": words, "items": type_words(schema["items"], texts)}
    return words
