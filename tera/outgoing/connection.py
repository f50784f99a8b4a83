"""A connection to exactly the address that was checked, and an end to all waiting."""

import io
import socket
import ssl
import time
from collections.abc import Iterator
from contextlib import contextmanager
from http.client import HTTPConnection

from .addresses import Target
from .errors import RequestFailed, Trouble


class Deadline:
    """The moment at which a request ends, however busily the other side goes on sending."""

    def __init__(self, seconds: float) -> None:
        self.moment = time.monotonic() + seconds

    def within(self, seconds: float) -> float:
        """Return how long one step may wait; raises RequestFailed once no time is left."""
        left = self.moment - time.monotonic()
        if left <= 0:
            raise RequestFailed(Trouble.TOO_SLOW)
        return min(left, seconds)

    @contextmanager
    def stopped(self) -> Iterator[None]:
        """Leave out of account what is done inside."""
        start = time.monotonic()
        yield
        self.moment += time.monotonic() - start


class TimedStream(io.RawIOBase):
    """What arrives on a socket, each step bounded by what is left of the whole time."""

    def __init__(self, sock: socket.socket, deadline: Deadline, step: float) -> None:
        self.sock, self.deadline, self.step = sock, deadline, step

    def readable(self) -> bool:
        return True

    def readinto(self, buffer) -> int:
        self.sock.settimeout(self.deadline.within(self.step))
        return self.sock.recv_into(buffer)


class TimedSocket:
    """As much of a socket as ``http.client`` uses; the connection's owner closes the real one."""

    def __init__(self, sock: socket.socket, deadline: Deadline, step: float) -> None:
        self.sock, self.deadline, self.step = sock, deadline, step

    def sendall(self, data) -> None:
        self.sock.settimeout(self.deadline.within(self.step))
        self.sock.sendall(data)

    def makefile(self, mode: str) -> io.BufferedReader:
        return io.BufferedReader(TimedStream(self.sock, self.deadline, self.step))

    def close(self) -> None:
        """Do nothing: ``http.client`` closes as soon as it has read the headers of a last answer."""


class PinnedConnection(HTTPConnection):
    """Speaks to one of the target's checked addresses. No name is looked up here again, no proxy is used."""

    def __init__(self, target: Target, deadline: Deadline, *, connect: float, step: float) -> None:
        super().__init__(target.host, target.port)
        self.target, self.deadline, self.connect_time, self.step = target, deadline, connect, step
        self.real: socket.socket | None = None

    def connect(self) -> None:
        self.real = self.open_socket()
        if self.target.scheme == "https":
            self.real.settimeout(self.deadline.within(self.step))
            self.real = ssl.create_default_context().wrap_socket(
                self.real, server_hostname=self.target.host.rstrip(".")
            )
        self.sock = TimedSocket(self.real, self.deadline, self.step)

    def open_socket(self) -> socket.socket:
        """Connect to the first address that answers."""
        failure: OSError | None = None
        for address in self.target.addresses:
            try:
                return socket.create_connection(
                    (address, self.target.port), self.deadline.within(self.connect_time)
                )
            except OSError as error:
                failure = error
        raise failure or OSError("no address")

    def end(self) -> None:
        """Close the real socket: ``close`` is called while an answer is still being read."""
        self.close()
        if self.real:
            self.real.close()
