"""A text-search query of PostgreSQL, read into a tree that can be answered from sets of offers."""

import re
from dataclasses import dataclass

TOKEN = re.compile(r"\s*('(?:[^']|'')*'(?::[\w*]+)?|<-?\d*-?>|[&|!()])")


class Unsupported(ValueError):
    """The query holds something that sets of offers cannot answer; the plain path can."""


@dataclass(frozen=True)
class Word:
    """One lexeme."""

    lexeme: str


@dataclass(frozen=True)
class Phrase:
    """Words at distances from each other, as text for PostgreSQL, with the lexemes in it."""

    text: str
    lexemes: tuple[str, ...]


@dataclass(frozen=True)
class Not:
    part: "Node"


@dataclass(frozen=True)
class All:
    parts: tuple["Node", ...]


@dataclass(frozen=True)
class Any:
    parts: tuple["Node", ...]


Node = Word | Phrase | Not | All | Any


class Reader:
    """Reads the output form of a tsquery: ``!`` binds before ``<->``, then ``&``, then ``|``."""

    def __init__(self, text: str):
        self.tokens = self.split(text)
        self.place = 0

    @staticmethod
    def split(text: str) -> list[str]:
        tokens, place = [], 0
        while place < len(text.rstrip()):
            match = TOKEN.match(text, place)
            if not match:
                raise Unsupported(text)
            tokens.append(match[1])
            place = match.end()
        return tokens

    @property
    def next(self) -> str:
        return self.tokens[self.place] if self.place < len(self.tokens) else ""

    def take(self) -> str:
        token = self.next
        self.place += 1
        return token

    def any(self) -> Node:
        return self.list_of(self.all, "|", Any)

    def all(self) -> Node:
        return self.list_of(self.phrase, "&", All)

    def list_of(self, read, sign: str, kind: type) -> Node:
        parts = [read()]
        while self.next == sign:
            self.take()
            parts.append(read())
        return parts[0] if len(parts) == 1 else kind(tuple(parts))

    def phrase(self) -> Node:
        start = self.place
        first = self.one()
        if not self.next.startswith("<"):
            return first
        while self.next.startswith("<"):
            self.take()
            self.one()
        tokens = self.tokens[start : self.place]
        if "!" in tokens:
            raise Unsupported("a phrase without a word")
        words = [token for token in tokens if token.startswith("'")]
        return Phrase(" ".join(tokens), tuple(map(lexeme_of, words)) if "|" not in tokens else ())

    def one(self) -> Node:
        sign = self.take()
        if sign == "!":
            return Not(self.one())
        if sign == "(":
            inner = self.any()
            if self.take() != ")":
                raise Unsupported("an open bracket")
            return inner
        if not sign.startswith("'"):
            raise Unsupported(sign)
        return Word(lexeme_of(sign))


def lexeme_of(token: str) -> str:
    if not token.endswith("'"):
        raise Unsupported("a word with a weight or a prefix")
    return token[1:-1].replace("''", "'").replace("\\\\", "\\")


def read_query(text: str) -> Node | None:
    """Read a query; None is the query without words, which every offer answers."""
    if not text.strip():
        return None
    reader = Reader(text)
    node = reader.any()
    if reader.next:
        raise Unsupported(text)
    return node
