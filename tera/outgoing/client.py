"""Asking other sites, one request at a time, within bounds of time and size."""

import time
from collections.abc import Callable
from dataclasses import dataclass
from http.client import HTTPException
from ssl import SSLCertVerificationError
from urllib.parse import urljoin

from django.conf import settings

from .addresses import Resolve, Target, find_target, resolve
from .answer import Answer, read_body
from .connection import Deadline, PinnedConnection
from .errors import RequestFailed, Trouble
from .robots import LARGEST, NAME, Robots

REDIRECTS = {301, 302, 303, 307, 308}


@dataclass(frozen=True)
class Limits:
    """Seconds for a connection, for one silence and for the whole request with its redirects; bytes; hops."""

    connect: float = 5
    silence: float = 10
    total: float = 30
    size: int = 5_000_000
    redirects: int = 5


class Client:
    """A polite visitor: says who it is, obeys robots.txt, and waits between two requests to one site."""

    def __init__(
        self,
        limits: Limits | None = None,
        *,
        resolve: Resolve = resolve,
        wait: Callable[[float], None] = time.sleep,
    ) -> None:
        self.limits = limits or Limits()
        self.resolve = resolve
        self.wait = wait
        self.robots = Robots(lambda url: self.follow("GET", url, limit=LARGEST, is_checked=False))
        self.visited: dict[str, float] = {}

    def get(self, url: str, *, kinds: tuple[str, ...] = (), part: int = 0) -> Answer:
        """Return the answer to a GET, whatever its status.

        ``kinds`` are the media types that a success may have. With ``part``, only so many bytes are
        asked for and read, and no more is an error.
        """
        answer = self.follow("GET", url, limit=self.limits.size, part=part)
        if kinds and answer.status < 300 and answer.kind and not answer.kind.endswith(kinds):
            raise RequestFailed(Trouble.WRONG_TYPE, answer.kind[:80])
        return answer

    def head(self, url: str) -> Answer:
        return self.follow("HEAD", url, limit=0)

    def follow(self, method: str, url: str, *, limit: int, part: int = 0, is_checked: bool = True) -> Answer:
        """Ask, and ask again where a redirect leads; each address is checked like the first."""
        deadline = Deadline(self.limits.total)
        seen: set[str] = set()
        while True:
            target = find_target(url, self.resolve)
            if is_checked:
                with deadline.stopped():
                    self.be_polite(target)
            answer = self.ask(method, target, deadline, limit=limit, part=part)
            place = answer.headers.get("Location")
            if answer.status not in REDIRECTS or not place:
                return answer
            seen.add(url)
            url = next_address(url, place)
            if url in seen or len(seen) > self.limits.redirects:
                raise RequestFailed(Trouble.TOO_MANY_REDIRECTS)

    def be_polite(self, target: Target) -> None:
        pause = max(self.robots.check(target.origin, target.url), settings.OUTGOING_PAUSE)
        last = self.visited.get(target.host)
        if last is not None and (left := last + pause - time.monotonic()) > 0:
            self.wait(left)
        self.visited[target.host] = time.monotonic()

    def ask(self, method: str, target: Target, deadline: Deadline, *, limit: int, part: int) -> Answer:
        """Send one request to one checked address and read its answer."""
        connection = PinnedConnection(target, deadline, connect=self.limits.connect, step=self.limits.silence)
        try:
            connection.request(method, target.path, headers=headers_for(target, part))
            response = connection.getresponse()
            is_redirect = response.status in REDIRECTS
            body = response.read1(part) if part else b"" if is_redirect else read_body(response, limit)
            return Answer(target.url, response.status, response.headers, body)
        except SSLCertVerificationError as error:
            raise RequestFailed(Trouble.CERTIFICATE, error.verify_message[:80]) from None
        except TimeoutError:
            raise RequestFailed(Trouble.TOO_SLOW) from None
        except HTTPException:
            raise RequestFailed(Trouble.BROKEN) from None
        except OSError:
            got_through = connection.real is not None
            raise RequestFailed(Trouble.BROKEN if got_through else Trouble.UNREACHABLE) from None
        except ValueError:
            # http.client's answer to chunk sizes and headers that are no such thing.
            raise RequestFailed(Trouble.BROKEN) from None
        finally:
            connection.end()


def headers_for(target: Target, part: int) -> dict[str, str]:
    headers = {
        "Host": target.host_header,
        "User-Agent": f"{NAME}/1.0 (+{settings.SITE_URL})",
        "Accept": "*/*",
        "Accept-Encoding": "identity" if part else "gzip",
        "Connection": "close",
    }
    return headers | {"Range": f"bytes=0-{part - 1}"} if part else headers


def next_address(url: str, place: str) -> str:
    """Return where a redirect leads, without the fragment; spaces and accents are what sites send."""
    try:
        place = place.encode("latin-1", "replace").decode("utf-8", "replace").strip().replace(" ", "%20")
        return urljoin(url, place).split("#")[0]
    except ValueError:
        raise RequestFailed(Trouble.BAD_ADDRESS) from None
