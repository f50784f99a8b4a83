"""What a site's robots.txt asks of us (RFC 9309)."""

from collections.abc import Callable

from protego import Protego

from .answer import Answer
from .errors import RequestFailed, Trouble

# How the site's file may call us, and how much of it is read.
NAME = "TERA-catalogue"
LARGEST = 512_000
LONGEST_DELAY = 10.0


class Robots:
    """The wishes of the sites visited in one go; each file is read once."""

    def __init__(self, fetch: Callable[[str], Answer]) -> None:
        self.fetch = fetch
        self.files: dict[str, Protego | RequestFailed] = {}

    def check(self, origin: str, url: str) -> float:
        """Return the seconds to leave between two requests; raises RequestFailed if ``url`` is not wanted."""
        if origin not in self.files:
            self.files[origin] = self.read(origin)
        rules = self.files[origin]
        if isinstance(rules, RequestFailed):
            raise RequestFailed(rules.trouble, rules.detail)
        if not rules.can_fetch(url, NAME):
            raise RequestFailed(Trouble.ROBOTS)
        return min(float(rules.crawl_delay(NAME) or 0), LONGEST_DELAY)

    def read(self, origin: str) -> Protego | RequestFailed:
        """Read a site's file. One that is missing allows all; one that cannot be had forbids all."""
        try:
            answer = self.fetch(f"{origin}/robots.txt")
        except RequestFailed as failure:
            return failure
        if answer.status >= 500 or answer.status == 429:
            return RequestFailed(Trouble.ROBOTS_UNKNOWN, str(answer.status))
        return Protego.parse(answer.text if answer.status < 300 else "")
