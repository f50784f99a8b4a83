"""What a visitor asks a list for, read from the address and written back to it."""

from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Self
from urllib.parse import urlencode

from django.http import QueryDict

TEXT, SORT, PAGE = "q", "orden", "pagina"
LONGEST_TEXT = 200
# Marks that other sites add to links; they ask for nothing.
TRACKING = ("utm_", "fbclid", "gclid", "msclkid", "mc_")


@dataclass(frozen=True)
class Criteria:
    """A text, the values chosen in each facet, and an order; equal criteria have equal addresses.

    An empty ``sort`` is the list's usual order; ``options`` are the keys that take one value.
    """

    text: str = ""
    chosen: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    sort: str = ""
    options: Mapping[str, str] = field(default_factory=dict)

    @property
    def size(self) -> int:
        """How many filters are set; the text is none."""
        return sum(len(values) for values in self.chosen.values()) + len(self.options)

    def without(self, key: str, value: str | None = None) -> Self:
        """Return the same criteria without one value, a facet, an option, or (``q``) without the text."""
        if key == TEXT:
            return replace(self, text="")
        if key in self.options:
            return replace(self, options={k: v for k, v in self.options.items() if k != key})
        kept = tuple(v for v in self.chosen.get(key, ()) if value is not None and v != value)
        rest = {k: v for k, v in self.chosen.items() if k != key}
        return replace(self, chosen=rest | ({key: kept} if kept else {}))

    def plus(self, key: str, value: str) -> Self:
        """Return the same criteria with one more value of a facet."""
        values = self.chosen.get(key, ())
        return self if value in values else replace(self, chosen={**self.chosen, key: (*values, value)})

    def with_option(self, key: str, value: str) -> Self:
        return replace(self, options={**self.options, key: value})

    def query(self) -> str:
        """Return the query string: keys in a fixed order, defaults left out."""
        pairs = [(TEXT, self.text)] if self.text else []
        pairs += [(key, value) for key in sorted(self.chosen) for value in sorted(self.chosen[key])]
        pairs += sorted(self.options.items())
        if self.sort:
            pairs.append((SORT, self.sort))
        return "?" + urlencode(pairs) if pairs else "?"


@dataclass(frozen=True)
class Reading:
    """Criteria read from an address, and what in it means nothing to the list."""

    criteria: Criteria
    unknown: tuple[tuple[str, str], ...] = ()
    shortened: bool = False


def clean_text(text: str) -> str:
    """Return ``text`` in one line, without what PostgreSQL cannot store (NUL, lone surrogates)."""
    sound = text.replace("\0", " ").encode("utf-8", "ignore").decode("utf-8")
    return " ".join(sound.split())


def read_criteria(
    data: QueryDict,
    known: Mapping[str, Collection[str]],
    sorts: Sequence[str] = (),
    single: Mapping[str, Callable[[str], str]] | None = None,
) -> Reading:
    """Read an address against the ``known`` values of each facet; never fails, names what it ignored.

    The first of ``sorts`` is the usual order. ``single`` are the keys that take one value, each with
    what makes it canonical or raises ``ValueError``; of several values the last one counts.
    """
    text = clean_text(data.get(TEXT, ""))
    unknown, chosen, options = [], {}, {}
    single = single or {}
    sort = ""
    for key, values in data.lists():
        offered = tuple(dict.fromkeys(value for value in map(clean_text, values) if value))
        if key in known:
            chosen[key] = tuple(value for value in offered if value in known[key])
            unknown += [(key, value) for value in offered if value not in known[key]]
        elif key in single:
            try:
                if offered:
                    options[key] = single[key](offered[-1])
            except ValueError:
                unknown += [(key, offered[-1])]
        elif key == SORT and offered and offered[-1] in sorts:
            sort = "" if offered[-1] == sorts[0] else offered[-1]
        elif key == SORT:
            unknown += [(key, value) for value in offered]
        elif key not in (TEXT, PAGE) and not key.startswith(TRACKING):
            unknown += [(clean_text(key), value) for value in offered or ("",)]
    criteria = Criteria(
        text=text[:LONGEST_TEXT].strip(),
        chosen={key: values for key, values in chosen.items() if values},
        sort=sort,
        options=options,
    )
    return Reading(criteria, tuple(unknown), shortened=len(text) > LONGEST_TEXT)
