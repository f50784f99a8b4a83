"""Putting an item together value by value: what is not understood is left out and said."""

from collections.abc import Callable
from contextlib import suppress
from urllib.parse import urljoin, urlsplit

from .items import ItemTrouble, Reading


class Values(dict):
    """The values of one item or run; ``where`` and ``reading`` are for what is not understood."""

    def __init__(self, reading: Reading, where: str) -> None:
        super().__init__()
        self.reading, self.where = reading, where

    def put(self, name: str, read: Callable[[object], object], value: object) -> None:
        """Keep what ``read`` makes of a value, if it says anything."""
        try:
            said = read(value)
        except (ValueError, OverflowError, ArithmeticError):
            self.reading.complain(self.where, ItemTrouble.BAD_VALUE, f"{name}: {value}"[:200])
            return
        if said not in (None, "", [], {}):
            self.update(said) if isinstance(said, dict) else self.__setitem__(name, said)


def web_address(value: object, base: str = "") -> str:
    """Return an address of a web page, whole; whatever else it is, nothing."""
    if not isinstance(value, str) or not value.strip():
        return ""
    with suppress(ValueError):
        url = urljoin(base, value.strip().replace(" ", "%20"))
        parts = urlsplit(url)
        if (
            parts.scheme in ("http", "https")
            and parts.hostname
            and "@" not in parts.netloc
            and len(url) <= 400
        ):
            return url
    return ""
