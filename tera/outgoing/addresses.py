"""Which addresses may be asked: public ones only, judged by the numbers that the name stands for."""

import re
import socket
from collections.abc import Callable
from dataclasses import dataclass
from ipaddress import IPv4Address, IPv6Address, ip_address, ip_network
from urllib.parse import quote, urlsplit

from django.conf import settings

from .errors import RequestFailed, Trouble

LONGEST = 2000
USUAL = {"http": 80, "https": 443}
PORTS = {80, 443, 8080, 8443}
# What a path may hold as it is; accents become percent signs.
KEPT = "%/:=&?~#+!$,;'@()*[]|"
UNSEEN = re.compile(r"[\x00-\x20\x7f\\]")
LABELS = re.compile(r"(?!-)[a-z0-9_-]{1,63}(?<!-)(\.(?!-)[a-z0-9_-]{1,63}(?<!-))*\.?")
# The ranges that carry an IPv4 address inside: one of them may name a private machine.
CARRIERS = [ip_network(text) for text in ("64:ff9b::/96", "64:ff9b:1::/48", "2002::/16", "2001::/32")]

Address = IPv4Address | IPv6Address
Resolve = Callable[[str, int], list[str]]


@dataclass(frozen=True)
class Target:
    """A web address taken apart, and the numeric addresses that may be connected to."""

    url: str
    scheme: str
    host: str
    port: int
    path: str
    addresses: tuple[str, ...]

    @property
    def origin(self) -> str:
        return f"{self.scheme}://{self.host_header}"

    @property
    def host_header(self) -> str:
        name = f"[{self.host}]" if ":" in self.host else self.host
        return name if self.port == USUAL[self.scheme] else f"{name}:{self.port}"


def resolve(host: str, port: int) -> list[str]:
    """Ask the system for the addresses of a name."""
    try:
        found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
    except (OSError, UnicodeError):
        raise RequestFailed(Trouble.UNKNOWN_NAME, host) from None
    return list(dict.fromkeys(str(address[0]) for *_, address in found))


def find_target(url: str, resolve: Resolve = resolve) -> Target:
    """Take an address apart and resolve it; raises RequestFailed unless every number of it is public."""
    scheme, host, port, path = split(url)
    addresses = tuple(resolve(host, port))
    if not addresses:
        raise RequestFailed(Trouble.UNKNOWN_NAME, host)
    numbers = [ip_address(address) for address in addresses]
    if not all(is_public(number) or is_allowed_here(number) for number in numbers):
        raise RequestFailed(Trouble.NOT_PUBLIC, host)
    if port not in PORTS and not all(map(is_allowed_here, numbers)):
        raise RequestFailed(Trouble.BAD_PORT, str(port))
    return Target(url, scheme, host, port, path, addresses)


def split(url: str) -> tuple[str, str, int, str]:
    """Return scheme, host, port and path with query; raises RequestFailed for anything doubtful."""
    if len(url) > LONGEST or UNSEEN.search(url):
        raise RequestFailed(Trouble.BAD_ADDRESS)
    try:
        parts = urlsplit(url)
        port = parts.port
    except ValueError:
        raise RequestFailed(Trouble.BAD_ADDRESS) from None
    if parts.scheme not in ("http", "https") or not parts.hostname:
        raise RequestFailed(Trouble.BAD_ADDRESS)
    if "@" in parts.netloc:
        raise RequestFailed(Trouble.PASSWORD)
    path = quote((parts.path or "/") + (f"?{parts.query}" if parts.query else ""), safe=KEPT)
    return parts.scheme, plain_host(parts.hostname), port or USUAL[parts.scheme], path


def plain_host(host: str) -> str:
    """Return a host in ASCII; an address written as one number, in octal or in hexadecimal is refused."""
    try:
        return str(ip_address(host)) if "%" not in host else refuse(host)
    except ValueError:
        pass
    try:
        name = host.encode("idna").decode().lower()
    except UnicodeError:
        return refuse(host)
    return refuse(host) if is_odd_number(name) or not LABELS.fullmatch(name) else name


def refuse(host: str) -> str:
    raise RequestFailed(Trouble.BAD_ADDRESS, host[:80])


def is_odd_number(host: str) -> bool:
    """Say whether a resolver would take this for an IPv4 address although it is not written as one."""
    try:
        socket.inet_aton(host.rstrip("."))
    except OSError:
        return False
    return True


def is_public(address: Address) -> bool:
    """Say whether anybody on the internet could connect to this address."""
    if isinstance(address, IPv6Address):
        if address.ipv4_mapped:
            return is_public(address.ipv4_mapped)
        if address.scope_id or any(address in carrier for carrier in CARRIERS):
            return False
    return address.is_global and not (address.is_multicast or address.is_reserved or address.is_unspecified)


def is_allowed_here(address: Address) -> bool:
    """Say whether the tests or the demonstration opened this address for a site of their own."""
    return str(address) in settings.OUTGOING_PRIVATE_ADDRESSES
