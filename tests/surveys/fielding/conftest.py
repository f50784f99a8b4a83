"""Editions ready to launch, and a real SMTP server that can refuse, hang up, or count."""

from email import message_from_bytes, policy
from socket import socket
from subprocess import Popen
from threading import Condition

import pytest
from aiosmtpd.controller import Controller

from surveys.fielding.actions import launch_campaign
from surveys.models import Campaign, Unit
from tests.factories.members import MembershipFactory, OrganisationFactory, PersonFactory, PostFactory
from tests.factories.surveys import CampaignFactory


def member(name: str, email: str, **person):
    """Return a member organisation with one survey contact."""
    organisation = OrganisationFactory(legal_name=name)
    MembershipFactory(organisation=organisation)
    PostFactory(organisation=organisation, person=PersonFactory(work_email=email, **person))
    return organisation


def launched(campaign: Campaign) -> list[Unit]:
    return list(launch_campaign(campaign, by=None).units.order_by("name_at_launch"))


@pytest.fixture
def draft(db) -> Campaign:
    return CampaignFactory(state="draft", label_es="Encuesta 2026", label_en="Survey 2026")


@pytest.fixture
def edition(draft) -> Campaign:
    """An open edition with three companies, each with one contact."""
    for name in ("Ana SL", "Berta SL", "Carlos SL"):
        member(name, f"{name[:-3].lower()}@example.org")
    launched(draft)
    draft.refresh_from_db()
    return draft


class Postbox:
    """What the server took in, and how it behaves towards some recipients."""

    def __init__(self):
        self.mails = []
        self.refused = {}
        self.hang_up_on = set()
        self.drops_idle_lines = False
        self.lines = 0
        self.came = Condition()

    async def handle_EHLO(self, server, session, envelope, hostname, responses):
        self.lines += 1
        session.host_name = hostname
        return responses

    async def handle_NOOP(self, server, session, envelope, arg):
        if self.drops_idle_lines:
            server.transport.close()
        return "250 OK"

    async def handle_RCPT(self, server, session, envelope, address, rcpt_options):
        if answer := self.refused.get(address):
            return answer
        envelope.rcpt_tos.append(address)
        return "250 OK"

    async def handle_DATA(self, server, session, envelope):
        mail = message_from_bytes(envelope.content, policy=policy.default)
        with self.came:
            self.mails.append((tuple(envelope.rcpt_tos), mail))
            self.came.notify_all()
        if self.hang_up_on & set(envelope.rcpt_tos):
            server.transport.close()
            return "421 closing"
        return "250 OK"

    def wait_for(self, number: int, sender: Popen) -> bool:
        """Wait until so many mails have come; tell whether they did before the sender ended."""
        with self.came:
            return self.came.wait_for(
                lambda: len(self.mails) >= number or sender.poll() is not None, 60
            ) and (len(self.mails) >= number)

    @property
    def addresses(self) -> list[str]:
        return sorted(address for recipients, _mail in self.mails for address in recipients)


def free_port() -> int:
    with socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


@pytest.fixture
def postbox(settings):
    box = Postbox()
    controller = Controller(box, hostname="127.0.0.1", port=free_port())
    controller.start()
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_HOST, settings.EMAIL_PORT = controller.hostname, controller.port
    yield box
    controller.stop()
