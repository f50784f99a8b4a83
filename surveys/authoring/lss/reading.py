"""Reading a LimeSurvey structure file: bounded XML, and its tables as rows of texts."""

from collections import defaultdict
from dataclasses import dataclass, field
from html.parser import HTMLParser
from xml.etree.ElementTree import Element, ParseError

from defusedxml.common import DefusedXmlException
from defusedxml.ElementTree import fromstring
from django.utils.translation import gettext as _

MOST_BYTES = 5_000_000
MOST_ROWS = 20_000
ARCHIVE = b"PK\x03\x04"
Row = dict[str, str]


class LssRefused(Exception):
    """The file is no survey structure that can be read; the text says why and can be shown."""


@dataclass
class Lss:
    """The tables of a structure file; texts by language are looked up by ``words``."""

    tables: dict[str, list[Row]]
    languages: list[str]
    texts: dict[tuple[str, str, str], dict[str, str]] = field(default_factory=dict)
    """By table, key and name: the text in each language."""

    def words(self, table: str, key: str, name: str) -> dict[str, str]:
        return self.texts.get((table, key, name), {})

    def rows(self, table: str) -> list[Row]:
        return self.tables.get(table, [])


def read_lss(content: bytes) -> Lss:
    """Return the tables of a ``.lss`` file; raises ``LssRefused``."""
    if len(content) > MOST_BYTES:
        raise LssRefused(_("The file is larger than 5 MB; no survey structure is."))
    if content.startswith(ARCHIVE):
        raise LssRefused(
            _("The file is a compressed one, such as an archive (.lsa); choose the survey structure (.lss).")
        )
    try:
        root = fromstring(content, forbid_dtd=True)
    except ParseError as error:
        line, column = error.position
        message = _("The file is not XML: look at line %(line)s, column %(column)s.")
        raise LssRefused(message % {"line": line, "column": column + 1}) from error
    except (DefusedXmlException, ValueError, LookupError) as error:
        message = _(
            "The file declares entities or an encoding of its own, which no export of LimeSurvey does."
        )
        raise LssRefused(message) from error
    if (root.findtext("LimeSurveyDocType") or "").strip() != "Survey":
        raise LssRefused(
            _(
                "The file is no survey structure of LimeSurvey (.lss); "
                "a group (.lsg), a question (.lsq) or answers (.lsr) will not do."
            )
        )
    tables = {table.tag: rows_in(table) for table in root if table.find("rows") is not None}
    if sum(len(rows) for rows in tables.values()) > MOST_ROWS:
        raise LssRefused(_("The file has more than %(number)s rows.") % {"number": MOST_ROWS})
    if not tables.get("questions"):
        raise LssRefused(_("The file has no questions."))
    languages = [(found.text or "").strip() for found in root.iterfind("languages/language")]
    return Lss(tables, [code for code in languages if code], texts_in(tables))


def rows_in(table: Element) -> list[Row]:
    rows = table.find("rows")
    return [{cell.tag: (cell.text or "").strip() for cell in row} for row in rows if row.tag == "row"]


# Where each text stands: with a language in the row itself (before version 4), or in a table of its own.
TEXTS = {
    "groups": ("group_l10ns", "gid", ("group_name", "description")),
    "questions": ("question_l10ns", "qid", ("question", "help")),
    "subquestions": ("question_l10ns", "qid", ("question", "help")),
    "answers": ("answer_l10ns", "", ("answer",)),
}


def texts_in(tables: dict[str, list[Row]]) -> dict[tuple[str, str, str], dict[str, str]]:
    texts: dict[tuple[str, str, str], dict[str, str]] = defaultdict(dict)
    for table, (apart, _key, names) in TEXTS.items():
        for row in (*tables.get(table, []), *tables.get(apart, [])):
            if language := row.get("language", ""):
                for key in keys_of(table, row):
                    for name in names:
                        if row.get(name):
                            texts[table, key, name][language] = plain(row[name])
    return dict(texts)


def keys_of(table: str, row: Row) -> list[str]:
    """Return what a row is found by; an answer by its own number, or by question, scale and code."""
    if table == "answers":
        scale = row.get("scale_id") or "0"
        return [f"a{row['aid']}"] if row.get("aid") else [f"{row.get('qid')}/{scale}/{row.get('code')}"]
    return [row.get("gid" if table == "groups" else "qid", "")]


class _Words(HTMLParser):
    """The words of an HTML text: blocks become lines, scripts and styles are left out."""

    BLOCKS = frozenset({"p", "br", "div", "li", "tr", "h1", "h2", "h3", "h4"})
    SILENT = frozenset({"script", "style"})

    def __init__(self):
        super().__init__()
        self.parts: list[str] = []
        self.silent = 0

    def handle_starttag(self, tag, attrs):
        self.silent += tag in self.SILENT
        if tag in self.BLOCKS:
            self.parts.append("\n")

    def handle_endtag(self, tag):
        self.silent -= tag in self.SILENT and self.silent > 0

    def handle_data(self, data):
        if not self.silent:
            self.parts.append(data)


def plain(text: str) -> str:
    """Return a text without markup, each of its lines trimmed."""
    if "<" in text or "&" in text:
        reader = _Words()
        reader.feed(text)
        reader.close()
        text = "".join(reader.parts)
    lines = (" ".join(line.split()) for line in text.splitlines())
    return "\n".join(line for line in lines if line)
