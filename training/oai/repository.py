"""What a harvester may ask of the catalogue (OAI-PMH 2.0), behind the protocol that ``oaipmh`` speaks.

Records are the published offers, and as deleted those that were archived; a draft is no record. An offer
that was taken out altogether leaves no trace, so deletions are "transient".
"""

from datetime import UTC, date, datetime

from django.conf import settings
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import override
from oaipmh.common import Header, Identify
from oaipmh.error import (
    BadResumptionTokenError,
    CannotDisseminateFormatError,
    IdDoesNotExistError,
    NoSetHierarchyError,
)
from oaipmh.metadata import MetadataRegistry
from oaipmh.server import BatchingServer

from training.demand import DemandBoard
from training.enums import OfferStatus
from training.feeds.elm import opportunity
from training.models import Offer, OfferQuerySet
from training.presentation import OfferSheet
from training.reading import with_what_sheets_read

from .dublin_core import OAI_DC, SCHEMA, write_record
from .rdf import RDF, write_graph

BATCH = 100
FORMATS = {
    "oai_dc": (SCHEMA, OAI_DC),
    "elm": ("http://www.openarchives.org/OAI/2.0/rdf.xsd", RDF),
}
KNOWN = (OfferStatus.PUBLISHED, OfferStatus.ARCHIVED)
# Before any offer there is no earliest one; the protocol wants a day.
BEGINNING = datetime(2026, 1, 1, tzinfo=UTC)


def registry() -> MetadataRegistry:
    formats = MetadataRegistry()
    formats.registerWriter("oai_dc", lambda element, sheet: write_record(element, sheet.offer))
    formats.registerWriter("elm", lambda element, sheet: write_graph(element, opportunity(sheet)))
    return formats


def naive(moment: datetime) -> datetime:
    """Return a moment as ``oaipmh`` wants it: in UTC, to the second, without saying so."""
    return moment.astimezone(UTC).replace(microsecond=0, tzinfo=None)


class Repository:
    """The published offers as OAI records; the methods' names are the protocol's."""

    def __init__(self, host: str, day: date):
        self.prefix, self.day = f"oai:{host}:", day

    def identify(self) -> Identify:
        earliest = Offer.objects.filter(status__in=KNOWN).order_by("modified_at").first()
        with override(settings.LANGUAGE_CODE):
            address, name = reverse("training:oai"), _("Training of the TERA cluster")
        return Identify(
            repositoryName=name,
            baseURL=settings.SITE_URL + address,
            protocolVersion="2.0",
            adminEmails=[settings.DEFAULT_FROM_EMAIL],
            earliestDatestamp=naive(earliest.modified_at if earliest else BEGINNING),
            deletedRecord="transient",
            granularity="YYYY-MM-DDThh:mm:ssZ",
            compression=["identity"],
            toolkit_description=False,
        )

    def listMetadataFormats(self, identifier=None) -> list[tuple[str, str, str]]:  # noqa: N802
        if identifier is not None:
            self.find(identifier)
        return [(prefix, *addresses) for prefix, addresses in FORMATS.items()]

    def listSets(self, cursor=0, batch_size=BATCH):  # noqa: N802
        raise NoSetHierarchyError(_("The catalogue has no sets."))

    def getRecord(self, metadataPrefix, identifier) -> tuple:  # noqa: N802, N803
        must_be_known(metadataPrefix)
        return self.record(self.find(identifier), DemandBoard.latest())

    def listIdentifiers(self, metadataPrefix, **asked) -> list[Header]:  # noqa: N802, N803
        must_be_known(metadataPrefix)
        return [self.header(offer) for offer in self.batch(**asked)]

    def listRecords(self, metadataPrefix, **asked) -> list[tuple]:  # noqa: N802, N803
        must_be_known(metadataPrefix)
        board = DemandBoard.latest()
        return [self.record(offer, board) for offer in self.batch(**asked)]

    def batch(self, set=None, from_=None, until=None, cursor=0, batch_size=BATCH) -> list[Offer]:
        """Return a stretch of the records; by key, so that a change in between moves none."""
        if set is not None:
            raise NoSetHierarchyError(_("The catalogue has no sets."))
        offers = self.offers()
        if from_:
            offers = offers.filter(modified_at__gte=from_.replace(tzinfo=UTC))
        if until:
            # To the end of the second: what is stored has microseconds, what is asked has none.
            offers = offers.filter(modified_at__lte=until.replace(microsecond=999_999, tzinfo=UTC))
        found = list(offers.order_by("pk")[cursor : cursor + batch_size])
        if cursor and not found:
            raise BadResumptionTokenError(_("This token leads nowhere: start the list again."))
        return found

    def offers(self) -> OfferQuerySet:
        return with_what_sheets_read(Offer.objects.filter(status__in=KNOWN), self.day)

    def find(self, identifier: str) -> Offer:
        slug = identifier.removeprefix(self.prefix)
        offer = self.offers().filter(slug=slug).first() if slug != identifier else None
        if offer is None:
            raise IdDoesNotExistError(_("There is no such record."))
        return offer

    def header(self, offer: Offer) -> Header:
        deleted = offer.status == OfferStatus.ARCHIVED
        return Header(None, self.prefix + offer.slug, naive(offer.modified_at), [], deleted)

    def record(self, offer: Offer, board: DemandBoard) -> tuple[Header, OfferSheet, None]:
        return self.header(offer), OfferSheet(offer, board), None


def must_be_known(prefix: str) -> None:
    if prefix not in FORMATS:
        raise CannotDisseminateFormatError(_("The catalogue does not speak this format."))


def server(host: str) -> BatchingServer:
    return BatchingServer(Repository(host, timezone.localdate()), registry(), resumption_batch_size=BATCH)
