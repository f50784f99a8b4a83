"""A mail server that takes its time over every message, as a company's own often does."""

import asyncio
import smtplib
import time
from collections.abc import Iterator
from contextlib import contextmanager
from email.message import EmailMessage
from pathlib import Path
from socket import socket

from aiosmtpd.controller import Controller
from django.test import override_settings

# What the server waits before it answers to a message, in seconds.
DELAY = 0.02


class Slow:
    """Takes every message after a while, counts them, and notes the memory once warmed up."""

    def __init__(self):
        self.taken = 0
        self.warm_after = 0
        self.resident = 0.0

    async def handle_DATA(self, server, session, envelope) -> str:
        await asyncio.sleep(DELAY)
        self.taken += 1
        if self.taken == self.warm_after:
            self.resident = resident_megabytes()
        return "250 OK"


@contextmanager
def slow_mail_server() -> Iterator[tuple[Slow, int]]:
    """Serve on a free port, and let Django's mail go there."""
    with socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    slow = Slow()
    controller = Controller(slow, hostname="127.0.0.1", port=port)
    controller.start()
    backend = "django.core.mail.backends.smtp.EmailBackend"
    try:
        with override_settings(EMAIL_BACKEND=backend, EMAIL_HOST="127.0.0.1", EMAIL_PORT=port):
            yield slow, port
    finally:
        controller.stop()


def ceiling(port: int, messages: int = 100) -> float:
    """Return the messages per second that the server takes over one line of a client that only sends."""
    mail = EmailMessage()
    mail["From"], mail["To"], mail["Subject"] = "a@bench.example", "b@bench.example", "Ceiling"
    mail.set_content("Nothing but a line.")
    with smtplib.SMTP("127.0.0.1", port) as line:
        began = time.perf_counter()
        for _ in range(messages):
            line.send_message(mail)
        return messages / (time.perf_counter() - began)


def resident_megabytes() -> float:
    """Return the memory this process holds now (Linux: VmRSS)."""
    status = Path("/proc/self/status").read_text()
    return int(status.split("VmRSS:")[1].split()[0]) / 1024
