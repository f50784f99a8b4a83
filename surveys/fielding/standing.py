"""Where the companies of an edition stand, counted from the rows themselves: there is no copy to be late."""

from dataclasses import dataclass

from django.db.models import Count, Exists, OuterRef, Q, QuerySet, Sum

from members.enums import OrganisationKind, SizeBand
from surveys.enums import MessageState, ResponseState, SectionProgress, Wave
from surveys.models import Campaign, Invitation, Message, SectionState, Unit

GONE_WRONG = (MessageState.FAILED, MessageState.BOUNCED)


@dataclass(frozen=True)
class Standing:
    """Where the companies of the frame stand; each company in scope is in exactly one of the last six."""

    frame: int
    out_of_scope: int
    submitted: int
    in_progress: int
    opened: int
    invited: int
    not_invited: int
    refused: int
    undeliverable: int
    people_in_frame: int | None
    people_covered: int | None

    @property
    def in_scope(self) -> int:
        return self.frame - self.out_of_scope

    @property
    def percent(self) -> int | None:
        """Submitted as a share of the units in scope."""
        return round(100 * self.submitted / self.in_scope) if self.in_scope else None

    @property
    def covered_percent(self) -> int | None:
        """People at companies that submitted, as a share of the people at all whose size is known."""
        if not self.people_in_frame:
            return None
        return round(100 * (self.people_covered or 0) / self.people_in_frame)


@dataclass(frozen=True)
class Group:
    """The standing of one size band or one kind of organisation."""

    label: str
    units: int
    submitted: int
    in_progress: int


def units_with_standing(campaign: Campaign) -> QuerySet[Unit]:
    """Annotate whether a message reached a unit, whether one went wrong, and whether its link was used."""
    messages = Message.objects.filter(unit=OuterRef("pk")).exclude(wave=Wave.RECEIPT)
    return Unit.objects.filter(campaign=campaign).annotate(
        has_message=Exists(messages.filter(state=MessageState.SENT)),
        has_trouble=Exists(messages.filter(state__in=GONE_WRONG)),
        has_opened=Exists(Invitation.objects.filter(unit=OuterRef("pk"), last_used_at__isnull=False)),
    )


def standing_of(campaign: Campaign) -> Standing:
    scoped = Q(in_scope=True)
    submitted = scoped & Q(response__state=ResponseState.SUBMITTED)
    begun = scoped & Q(response__state__in=[ResponseState.IN_PROGRESS, ResponseState.PARTIAL])
    open_ = scoped & Q(response=None)
    asked = open_ & Q(refused_on=None)
    refused = scoped & Q(refused_on__isnull=False) & ~Q(response__state=ResponseState.SUBMITTED)
    begun &= Q(refused_on=None)
    counts = units_with_standing(campaign).aggregate(
        frame=Count("pk"),
        out_of_scope=Count("pk", filter=~scoped),
        submitted=Count("pk", filter=submitted),
        in_progress=Count("pk", filter=begun),
        refused=Count("pk", filter=refused),
        opened=Count("pk", filter=asked & Q(has_opened=True)),
        undeliverable=Count("pk", filter=asked & Q(has_opened=False, has_message=False, has_trouble=True)),
        invited=Count("pk", filter=asked & Q(has_opened=False, has_message=True)),
        not_invited=Count("pk", filter=asked & Q(has_opened=False, has_message=False, has_trouble=False)),
        people_in_frame=Sum("headcount", filter=scoped),
        people_covered=Sum("headcount", filter=submitted),
    )
    return Standing(**counts)


def groups_by(campaign: Campaign, column: str) -> list[Group]:
    """Return the standing by ``size_band`` or ``stratum``, in the order of their choices."""
    labels = dict({"size_band": SizeBand, "stratum": OrganisationKind}[column].choices)
    rows = (
        campaign.units.in_scope()
        .values_list(column)
        .annotate(
            asked=Count("pk"),
            sent=Count("pk", filter=Q(response__state=ResponseState.SUBMITTED)),
            begun=Count("pk", filter=Q(response__state=ResponseState.IN_PROGRESS)),
        )
        .order_by()
    )
    found = {key: counts for key, *counts in rows}
    order = [*labels, *(key for key in found if key not in labels)]
    return [Group(str(labels.get(key, key) or "–"), *found[key]) for key in order if key in found]


def sections_begun(campaign: Campaign) -> dict[str, tuple[int, int]]:
    """Return, by section code, how many unfinished responses have begun it and have completed it."""
    unfinished = Q(response__unit__campaign=campaign, response__unit__in_scope=True)
    unfinished &= Q(response__state=ResponseState.IN_PROGRESS)
    rows = (
        SectionState.objects.filter(unfinished)
        .values_list("section")
        .annotate(
            begun=Count("pk", filter=~Q(progress=SectionProgress.NOT_STARTED)),
            completed=Count("pk", filter=Q(progress=SectionProgress.COMPLETED)),
        )
        .order_by()
    )
    return {section: (begun, completed) for section, begun, completed in rows}
