"""What another site answered, read up to a bound and decoded whatever it says of itself."""

import re
import zlib
from dataclasses import dataclass, field
from email.message import Message
from http.client import HTTPResponse

from .errors import RequestFailed, Trouble

PIECE = 65_536
GZIP = b"\x1f\x8b"
MARKS = {b"\xef\xbb\xbf": "utf-8-sig", b"\xff\xfe": "utf-16", b"\xfe\xff": "utf-16"}
DECLARED = re.compile(
    rb"""<(?:meta|\?xml)[^>]{0,200}?(?:charset|encoding)\s*=\s*["']?([\w.:-]{2,40})""", re.I
)


@dataclass(frozen=True)
class Answer:
    """A status, the address it came from in the end, and at most so much of a body as was allowed."""

    url: str
    status: int
    headers: Message
    body: bytes = field(repr=False)

    @property
    def kind(self) -> str:
        """The media type without its parameters; empty if none was said."""
        return self.headers.get_content_type() if self.headers.get("Content-Type") else ""

    @property
    def text(self) -> str:
        return decode(self.body, self.headers.get_content_charset())


def decode(body: bytes, declared: str | None) -> str:
    """Decode what may lie about its encoding: its own mark, then UTF-8 if it is that, then what was said.

    Text of another encoding is hardly ever valid UTF-8 by chance, so validity outweighs any declaration.
    """
    for mark, encoding in MARKS.items():
        if body.startswith(mark):
            return body.decode(encoding, "replace")
    said = DECLARED.search(body[:2048])
    for encoding in ("utf-8", declared, said and said[1].decode("ascii")):
        try:
            return body.decode(encoding or "")
        except (UnicodeError, LookupError):
            continue
    return body.decode("cp1252", "replace")


def read_body(response: HTTPResponse, limit: int) -> bytes:
    """Read a body piece by piece, unpacking gzip as it comes; raises RequestFailed past ``limit``.

    The bound is of what is unpacked, and a length declared above it is not read at all.
    """
    coding = (response.headers.get("Content-Encoding") or "identity").strip().lower()
    if coding not in ("identity", "gzip", "x-gzip"):
        raise RequestFailed(Trouble.BROKEN, coding[:40])
    if response.length is not None and response.length > limit:
        raise RequestFailed(Trouble.TOO_LARGE)
    packed = zlib.decompressobj(wbits=31) if coding != "identity" else None
    body = bytearray()
    while piece := response.read1(PIECE):
        body += unpack(packed, piece, limit - len(body)) if packed else piece
        if len(body) > limit:
            raise RequestFailed(Trouble.TOO_LARGE)
        if packed and packed.eof:
            break
    is_cut = bool(response.length) or (packed and body and not packed.eof)
    if is_cut and not (packed and packed.eof):
        raise RequestFailed(Trouble.BROKEN)
    return bytes(body)


def unpack(packed, piece: bytes, room: int) -> bytes:
    """Unpack a piece into at most one byte more than there is room for."""
    try:
        return packed.decompress(piece, room + 1)
    except zlib.error:
        raise RequestFailed(Trouble.BROKEN) from None


def gunzip(body: bytes, limit: int) -> bytes:
    """Unpack a file that is itself gzip, such as ``sitemap.xml.gz``."""
    if not body.startswith(GZIP):
        return body
    whole = unpack(zlib.decompressobj(wbits=31), body, limit)
    if len(whole) > limit:
        raise RequestFailed(Trouble.TOO_LARGE)
    return whole
