"""Measure a page against the bare view of the same server, in interleaved rounds."""

from dataclasses import dataclass
from statistics import median

from bench.client import Target, fetch_once, rate
from bench.row import Row

BARE = "/bench/bare"


@dataclass(frozen=True)
class Bench:
    """What a figure's function is given: the running site, and how long to measure."""

    port: int
    rounds: int
    seconds: float

    def page(self, name: str, path: str, *, goal: float) -> Row:
        """Requests per second of a page, as a share of the bare view's."""
        return self.against_bare(name, Target(self.port, path), goal)

    def unchanged_page(self, name: str, path: str, *, goal: float) -> Row | None:
        """The same for a visitor who has the page already; nothing when the page carries no ETag."""
        _, headers = fetch_once(Target(self.port, path))
        if "etag" not in headers:
            return None
        condition = {"If-None-Match": headers["etag"]}
        return self.against_bare(name, Target(self.port, path, status=304, headers=condition), goal)

    def against_bare(self, name: str, target: Target, goal: float) -> Row:
        bare = Target(self.port, BARE)
        for warm_up in (bare, target):
            rate(warm_up, self.seconds / 4)
        pairs = [(rate(target, self.seconds), rate(bare, self.seconds)) for _ in range(self.rounds)]
        ratio = median(value / reference for value, reference in pairs)
        return Row(
            name=name,
            value=round(median(value for value, _ in pairs), 1),
            unit="requests/s",
            reference=round(median(reference for _, reference in pairs), 1),
            ratio=round(ratio, 4),
            goal=goal,
            ok=ratio >= goal,
        )
