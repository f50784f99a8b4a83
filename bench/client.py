"""A small keep-alive HTTP client: as many GETs as fit in a time, over a few loopback connections."""

import multiprocessing
import socket
import time
from dataclasses import dataclass, field

CONNECTIONS = 2
MOST_REQUESTS = 200_000


@dataclass(frozen=True)
class Target:
    """A page to fetch and the status it must answer with."""

    port: int
    path: str
    status: int = 200
    headers: dict[str, str] = field(default_factory=dict)

    @property
    def request(self) -> bytes:
        lines = [f"GET {self.path} HTTP/1.1", f"Host: 127.0.0.1:{self.port}"]
        lines += [f"{name}: {value}" for name, value in self.headers.items()]
        return "\r\n".join([*lines, "", ""]).encode()


class Connection:
    """One keep-alive connection; reads answers that carry their length."""

    def __init__(self, port: int):
        self.socket = socket.create_connection(("127.0.0.1", port), timeout=30)
        self.socket.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        self.rest = b""

    def fetch(self, request: bytes) -> tuple[int, dict[str, str]]:
        self.socket.sendall(request)
        while (end := self.rest.find(b"\r\n\r\n")) < 0:
            self.receive()
        first, *lines = self.rest[:end].decode("latin-1").split("\r\n")
        headers = {name.lower(): value.strip() for name, _, value in (line.partition(":") for line in lines)}
        needed = end + 4 + int(headers.get("content-length", 0))
        while len(self.rest) < needed:
            self.receive()
        self.rest = self.rest[needed:]
        return int(first.split(" ", 2)[1]), headers

    def receive(self) -> None:
        part = self.socket.recv(262_144)
        if not part:
            raise ConnectionError("the server closed the connection")
        self.rest += part


def fetch_once(target: Target) -> tuple[int, dict[str, str]]:
    connection = Connection(target.port)
    try:
        return connection.fetch(target.request)
    finally:
        connection.socket.close()


def rate(target: Target, seconds: float) -> float:
    """Return how many answers per second the page gave, all of them with the status asked for."""
    with multiprocessing.get_context("fork").Pool(CONNECTIONS) as pool:
        return sum(pool.starmap(rate_of_one, [(target, seconds)] * CONNECTIONS))


def rate_of_one(target: Target, seconds: float) -> float:
    connection = Connection(target.port)
    request = target.request
    began = time.perf_counter()
    count, elapsed = 0, 0.0
    while elapsed < seconds and count < MOST_REQUESTS:
        status, _ = connection.fetch(request)
        if status != target.status:
            raise RuntimeError(f"{target.path} answered {status}, not {target.status}")
        count += 1
        elapsed = time.perf_counter() - began
    return count / elapsed
