"""Whatever is asked of any address, by anybody: an answer that says what to do next, never a failure.

``FUZZ=3000`` asks so many odd things of each instead of a few.
"""

import os
import re
from urllib.parse import quote, urlencode

import pytest
from django.db import transaction
from django.test import Client
from django.urls import URLPattern, get_resolver
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.conftest import sign_in
from tests.factories.following import FollowerFactory
from tests.factories.members import MembershipFactory, OrganisationUserFactory, UserFactory
from tests.factories.skills import ProfileFactory, SkillFactory
from tests.factories.surveys import InvitationFactory, ResponseFactory
from tests.factories.training import EditionFactory, OfferFactory, ProviderFactory
from tests.surveys.answering.conftest import press
from training.following.links import FOLLOWER, signed

pytestmark = pytest.mark.django_db
# A few are the same each time, so that nobody's change fails by chance over what it has not touched.
FEW = "FUZZ" not in os.environ
EXAMPLES = int(os.environ.get("FUZZ", 25))
METHODS = ("GET", "HEAD", "POST", "PUT", "DELETE", "OPTIONS", "PATCH", "TRACE", "PROPFIND")
SAFE = ("GET", "GET", "GET", "HEAD", "OPTIONS")
# Of addresses and forms; those of a page's own form are asked besides.
KEYS = (
    "q",
    "orden",
    "pagina",
    "page",
    "oferta",
    "desde",
    "hasta",
    "pasadas",
    "envio",
    "next",
    "back",
    "then",
)
KEYS += (
    "search",
    "stop",
    "seen",
    "version",
    "code",
    "email",
    "revision",
    "request_id",
    "lang",
    "max",
    "e",
    "o",
)
DEEP = "[" * 50_000
NASTY = (
    "",
    "\0",
    "a\0b",
    "\ud800",
    "¿",
    "((",
    "（（",
    "×",
    "\\",
    "%",
    "'; --",
    "-1",
    "0",
    "1e400",
    "NaN",
    "²",
    "٣",
)
NASTY += (
    "9" * 19,
    "9" * 30,
    "9" * 5_000,
    "x" * 3_000,
    "0001-01-01",
    "9999-12-31",
    "2024-02-30",
    DEEP,
    '{"a": 1}',
)
NASTY += (
    "null",
    "[]",
    "<script>",
    "{{ x }}",
    "//evil.example",
    "javascript:x",
    "\r\nX: y",
    "a:b:c:d",
    "\u202e",
    "😀" * 90,
)
HEADERS = {
    "ACCEPT": ("", "*/*", "application/json", "a/" * 900, "\xff", "text/html;q=x"),
    "ACCEPT_LANGUAGE": ("", "en", "*;q=9", "xx-" * 700, "es;q=\xff", "\0"),
    "IF_NONE_MATCH": ("*", '"', 'W/"a", ' * 400, "\xff"),
    "IF_MODIFIED_SINCE": ("x", "Thu, 31 Feb 0000 99:99:99 GMT", "Mon, 01 Jan 99999 00:00:00 GMT"),
    "RANGE": ("bytes=-1", "bytes=9-1", "bytes=0-" + "9" * 50, "x"),
    "COOKIE": ('sessionid="\\000aaaaaaaa"', "sessionid=" + "a" * 4_000, "messages=x", "a;;=;b", "\xff=\xff"),
    "REFERER": ("\xff", "http://[", "javascript:x"),
    "ORIGIN": ("null", "http://["),
    "HTTP_HX_REQUEST": ("true",),
    "HX_CURRENT_URL": ("http://[", "\xff"),
    "X_REQUEST_ID": ("<script>", "a" * 900),
}  # fmt: skip
TYPES = (
    "application/x-www-form-urlencoded",
    "application/json",
    "multipart/form-data",
    "multipart/form-data; boundary=x",
    "",
    "\xff/\xff",
)


PARAMETER = re.compile(r"(\(\?P)?<(?:\w+:)?(\w+)>(?(1)[^)]*\))")


def routes(resolver=None, before="") -> list[str]:
    """Return every address as it is written in the site's map, such as ``formacion/<slug:slug>/``."""
    found = []
    for entry in (resolver or get_resolver()).url_patterns:
        route = before + str(entry.pattern).replace("^", "").rstrip("$")
        found += [route] if isinstance(entry, URLPattern) else routes(entry, route)
    return found


@pytest.fixture
def people():
    """A browser of each who may ask, beside some rows to ask for, by the names in the site's map."""
    owner = OrganisationUserFactory(role="owner", organisation__slug="academia")
    MembershipFactory(organisation=owner.organisation)
    offer = OfferFactory(provider=ProviderFactory(organisation=owner.organisation), slug="redes")
    edition = EditionFactory(offer=offer)
    response = ResponseFactory(unit__organisation=owner.organisation)
    invitation = InvitationFactory(unit=response.unit, person__given_name="Ada")
    follower, code = FollowerFactory(), ProfileFactory().code
    manager = UserFactory(is_staff=True, is_superuser=True)
    rows = {
        "slug": ["academia", "redes"],
        "code": [code, SkillFactory().code],
        "response_id": [str(response.pk)],
        "section": ["company", "staff"],
        "page": ["size", "hiring", "roles", "notes"],
        "variable": ["people"],
        "token": [invitation.token, signed(follower.pk, FOLLOWER)],
        "app": ["training"],
        "model": ["offer"],
        "model_name": ["offer"],
        "app_label": ["training"],
        "": [offer.pk, edition.pk, invitation.pk, response.version_id, response.unit_id, manager.pk],
    }
    rows[""] += [response.unit.campaign_id, follower.pk, owner.organisation.pk, offer.provider_id, owner.pk]
    return {
        "anonymous": Client(),
        "respondent": press(invitation),
        "owner": sign_in(Client(), owner.user),
        "manager": sign_in(Client(), manager),
    }, rows


def fill(draw, route: str, rows: dict) -> str:
    """Put rows into a route, and now and then what is none."""

    def value(match) -> str:
        odd = draw(st.integers(0, 5)) == 0
        known = rows.get(match[2], rows[""])
        return quote(str(draw(st.sampled_from(NASTY if odd else known)))[:5_100], errors="replace", safe="")

    return "/" + PARAMETER.sub(value, route)


@st.composite
def bodies(draw, keys) -> tuple[bytes, str]:
    kind = draw(st.sampled_from(["form", "many", "files", "raw", "large"]))
    if kind == "form":
        return encoded(draw(pairs(keys))), TYPES[0]
    if kind == "many":
        return b"&".join(b"a%d=1" % number for number in range(3_000)), TYPES[0]
    if kind == "large":
        return b"q=" + b"x" * 3_000_000, TYPES[0]
    if kind == "files":
        name = draw(st.sampled_from(keys))
        head = f'--x\r\nContent-Disposition: form-data; name="{name}"; filename="a\0.xlsx"\r\n\r\n'
        return head.encode() + draw(st.binary(max_size=50)) + b"\r\n--x--\r\n", TYPES[3]
    return draw(st.sampled_from([b"", b"\0", b"\xff", DEEP.encode(), b"{", b"%"])), draw(
        st.sampled_from(TYPES)
    )


def pairs(keys):
    values = st.one_of(st.sampled_from(NASTY), st.text(max_size=20))
    return st.lists(st.tuples(st.sampled_from(keys), values), max_size=6)


def encoded(fields) -> bytes:
    return urlencode(
        [(key.encode(), value.encode("utf-8", "surrogatepass")) for key, value in fields]
    ).encode()


@pytest.mark.parametrize("who", ["anonymous", "respondent", "owner", "manager"])
def test_odd_request_gets_an_answer(people, who):
    clients, rows = people
    client = clients[who]
    mine = [route for route in routes() if route.startswith("admin/") is (who == "manager")]
    fields: dict[str, list[str]] = {}

    def fields_of(path: str) -> list[str]:
        """The fields of the forms on a page, so that what is posted gets further than the first check."""
        if path not in fields:
            with transaction.atomic():
                answer = client.get(path)
                page = b"" if answer.streaming else answer.content
                transaction.set_rollback(True)
            fields[path] = re.findall(r'name="([^"]+)"', page.decode("utf-8", "replace"))
        return [*KEYS, *fields[path]]

    @settings(max_examples=EXAMPLES, derandomize=FEW, suppress_health_check=list(HealthCheck))
    @given(st.data())
    def ask(data):
        route = data.draw(st.sampled_from(mine))
        path = fill(data.draw, route, rows)
        # The panel's boxes that complete themselves fail on a key that is no number, in Django; its
        # managers are trusted to post what the forms offer.
        method = data.draw(st.sampled_from(SAFE if who == "manager" else METHODS + ("POST", "GET") * 4))
        keys = fields_of(path) if method == "POST" else KEYS
        body, kind = data.draw(bodies(keys)) if method not in ("GET", "HEAD") else (b"", "")
        query = encoded(data.draw(pairs(KEYS)))[:60_000].decode()
        names = data.draw(st.lists(st.sampled_from(sorted(HEADERS)), max_size=2, unique=True))
        odd = {f"HTTP_{name}": data.draw(st.sampled_from(HEADERS[name])) for name in names}
        with transaction.atomic():
            answer = client.generic(method, path, body, content_type=kind, QUERY_STRING=query, **odd)
            transaction.set_rollback(True)

        assert answer.status_code < 500
        assert "Content-Security-Policy" in answer
        if answer.status_code >= 400 and "HTTP_ACCEPT" not in odd and "html" in answer["Content-Type"]:
            assert b"</h1>" in answer.content or method == "HEAD"

    ask()
