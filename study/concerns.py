"""What waits for the manager today, room by room; each concern leads to where it is settled."""

from dataclasses import dataclass
from datetime import timedelta
from urllib.parse import urlencode

from django.db.models import Count, Q
from django.urls import NoReverseMatch, reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from actionplan.enums import MilestoneStatus
from actionplan.gaps import gaps_of
from actionplan.models import Milestone, Node
from members.enums import ChangeState
from members.models import Agreement, ChangeRequest, Organisation
from privacy.enums import RequestState
from privacy.models import DataSubjectRequest
from study.enums import StudyState
from study.models import Study
from study.wording import n_of, n_of_with_share, number
from surveys.enums import CampaignState, MessageState
from surveys.fielding.progress import same_day_before
from surveys.models import Campaign, Message
from training.enums import OfferStatus, RevisionState
from training.models import HarvestSource, LinkCheck, Offer, OfferPair, OfferRevision, ProblemReport
from training.upkeep.freshness import CONFIRM_EVERY

STUCK_AFTER = timedelta(minutes=15)


@dataclass(frozen=True)
class Concern:
    """Something that waits for the manager; ``tone`` is info, warning or danger."""

    title: str
    detail: str
    url: str
    tone: str = "info"


def survey_concerns(campaigns: list[Campaign], studies: list[Study]) -> list[Concern]:
    concerns = []
    published = {study.campaign_id for study in studies if study.revisions}
    for campaign in campaigns:
        if campaign.state == CampaignState.OPEN:
            concerns += open_concerns(campaign)
        elif campaign.state == CampaignState.CLOSED and campaign.pk not in published:
            title = _("%(edition)s is closed and has no published study") % {"edition": campaign.label}
            concerns.append(Concern(title, _("Results wait to be read."), page("study_study"), "warning"))
    failed = [study for study in studies if study.state == StudyState.FAILED]
    return concerns + [
        Concern(
            _("The publication of %(study)s failed") % {"study": study.title},
            study.failure,
            page("study_study_publication", study.pk),
            "danger",
        )
        for study in failed
    ]


def open_concerns(campaign: Campaign) -> list[Concern]:
    left = (timezone.localdate(campaign.closes_at) - timezone.localdate()).days
    days = ngettext("%(days)s day left", "%(days)s days left", left) % {"days": number(max(left, 0))}
    answered = n_of_with_share(campaign.answers, campaign.population)
    standing = _("%(answered)s answered · %(days)s") % {"answered": answered, "days": days}
    concerns = [
        Concern(
            _("%(edition)s is open") % {"edition": campaign.label},
            " · ".join([standing, *same_day(campaign)]),
            page("surveys_campaign_change", campaign.pk),
        )
    ]
    waiting = campaign.population - campaign.answers
    if waiting:
        title = ngettext(
            "%(count)s organisation has not answered", "%(count)s organisations have not answered", waiting
        )
        url = page("surveys_unit", campaign__id__exact=campaign.pk)
        concerns.append(Concern(title % {"count": number(waiting)}, campaign.label, url))
    return concerns


def same_day(campaign: Campaign) -> list[str]:
    """Say where the edition before stood on the same day, if there was one."""
    before = same_day_before(campaign)
    if before is None:
        return []
    text = _("on the same day of %(edition)s: %(answered)s")
    return [text % {"edition": before.edition, "answered": n_of(before.submitted, before.units)}]


def message_concerns() -> list[Concern]:
    late = timezone.now() - STUCK_AFTER
    waiting = Q(state__in=[MessageState.QUEUED, MessageState.SENDING], queued_at__lt=late)
    counts = Message.objects.aggregate(
        failed=Count("pk", filter=Q(state=MessageState.FAILED)), stuck=Count("pk", filter=waiting)
    )
    return counted(
        counts["failed"],
        lambda n: ngettext("%(count)s message could not be sent", "%(count)s messages could not be sent", n),
        _("Check the addresses, then send again."),
        page("surveys_message", state__exact=MessageState.FAILED),
        "danger",
    ) + counted(
        counts["stuck"],
        lambda n: ngettext("%(count)s message is stuck", "%(count)s messages are stuck", n),
        _("Waiting for more than fifteen minutes: is the worker running?"),
        page("surveys_message", state__exact=MessageState.QUEUED),
        "warning",
    )


def plan_concerns() -> list[Concern]:
    today = timezone.localdate()
    late = Milestone.objects.filter(status=MilestoneStatus.PENDING, due_date__lt=today)
    return counted(
        Node.objects.overdue(today).count(),
        lambda n: ngettext("%(count)s action is overdue", "%(count)s actions are overdue", n),
        _("Finish them, or give them a date that holds."),
        page("actionplan_node", overdue="yes"),
        "warning",
    ) + counted(
        late.count(),
        lambda n: ngettext("%(count)s milestone is overdue", "%(count)s milestones are overdue", n),
        _("Pending after their date."),
        page("actionplan_milestone", overdue="yes"),
        "warning",
    )


def offer_concerns(offers: dict[str, int]) -> list[Concern]:
    return (
        counted(
            OfferRevision.objects.pending().count(),
            lambda n: ngettext(
                "%(count)s change proposed by a provider waits",
                "%(count)s changes proposed by providers wait",
                n,
            ),
            _("Compare, then publish or send back."),
            page("training_offerrevision", state__exact=RevisionState.PENDING),
        )
        + counted(
            Offer.objects.unconfirmed_since(timezone.localdate() - CONFIRM_EVERY).count(),
            lambda n: ngettext(
                "%(count)s offer has not been confirmed for long",
                "%(count)s offers have not been confirmed for long",
                n,
            ),
            _("Their providers have been asked. Visitors read how old the confirmation is."),
            page("training_offer", confirmed="old"),
            "warning",
        )
        + counted(
            offers.get(OfferStatus.IN_REVIEW, 0),
            lambda n: ngettext("%(count)s offer waits for review", "%(count)s offers wait for review", n),
            _("A provider is waiting for you."),
            page("training_offer", status__exact=OfferStatus.IN_REVIEW),
        )
        + counted(
            offers.get(OfferStatus.DRAFT, 0),
            lambda n: ngettext("%(count)s offer is a draft", "%(count)s offers are drafts", n),
            _("Not public yet."),
            page("training_offer", status__exact=OfferStatus.DRAFT),
        )
        + counted(
            HarvestSource.objects.alarming().count(),
            lambda n: ngettext(
                "%(count)s provider's site cannot be harvested",
                "%(count)s providers' sites cannot be harvested",
                n,
            ),
            _("The last visit failed or found too few offers; nothing was changed."),
            page("training_harvestsource"),
            "danger",
        )
        + counted(
            LinkCheck.objects.broken().count(),
            lambda n: ngettext("%(count)s link does not answer", "%(count)s links do not answer", n),
            _("For three days or more; their offers say so to visitors."),
            page("training_linkcheck", answer="broken"),
        )
        + visitor_concerns()
    )


def visitor_concerns() -> list[Concern]:
    """Name what visitors say is wrong, and the offers they may find twice."""
    return counted(
        ProblemReport.objects.open().count(),
        lambda n: ngettext("%(count)s problem reported", "%(count)s problems reported", n),
        _("Visitors say that something of an offer is wrong."),
        page("training_problemreport"),
        "warning",
    ) + counted(
        OfferPair.objects.open().count(),
        lambda n: ngettext(
            "%(count)s pair of offers may be one offer", "%(count)s pairs of offers may be one offer", n
        ),
        _("Compare them; merge, or say that they are two."),
        page("training_offer_duplicates"),
    )


def register_concerns() -> list[Concern]:
    """Name the identities to be changed, and the members that have still to confirm their data."""
    today = timezone.localdate()
    return counted(
        ChangeRequest.objects.pending().count(),
        lambda n: ngettext(
            "%(count)s organisation asks to change its identity",
            "%(count)s organisations ask to change their identity",
            n,
        ),
        _("Compare, then approve or refuse."),
        page("members_changerequest", state__exact=ChangeState.PENDING),
    ) + counted(
        Organisation.objects.unconfirmed(today).count(),
        lambda n: ngettext(
            "%(count)s member has not confirmed its data this year",
            "%(count)s members have not confirmed their data this year",
            n,
        ),
        _("They do it from their account, on one page."),
        page("members_organisation", confirmed="no"),
    )


def agreement_concerns() -> list[Concern]:
    today = timezone.localdate()
    return counted(
        Agreement.objects.lapsed(today).count(),
        lambda n: ngettext(
            "%(count)s agreement has ended without renewal",
            "%(count)s agreements have ended without renewal",
            n,
        ),
        _("Add its renewal, or file it away."),
        page("members_agreement", state="lapsed"),
        "warning",
    ) + counted(
        Agreement.objects.expiring(today).count(),
        lambda n: ngettext("%(count)s agreement is about to end", "%(count)s agreements are about to end", n),
        _("Renew it in time, or let it end."),
        page("members_agreement", state="expiring"),
        "warning",
    )


def gap_concerns(campaigns: list[Campaign]) -> list[Concern]:
    """Look at the newest closed edition: needs that no training covers and no action answers."""
    closed = next((c for c in campaigns if c.state == CampaignState.CLOSED), None)
    gaps = gaps_of(closed) if closed else []
    return counted(
        sum(not gap.supply and not gap.actions for gap in gaps),
        lambda n: ngettext(
            "%(count)s need has neither training nor action",
            "%(count)s needs have neither training nor action",
            n,
        ),
        closed.label if closed else "",
        page("actionplan_plan_gaps"),
        "warning",
    )


def request_concerns() -> list[Concern]:
    """Name the data protection requests that must be answered within ten days, or are late."""
    today = timezone.localdate()
    waiting = DataSubjectRequest.objects.due_by(today + timedelta(days=10))
    counts = waiting.aggregate(due=Count("pk"), late=Count("pk", filter=Q(due_on__lt=today)))
    return counted(
        counts["due"],
        lambda n: ngettext(
            "%(count)s data protection request is due", "%(count)s data protection requests are due", n
        ),
        _("The law gives a month. Answer, or extend with a reason."),
        page("privacy_datasubjectrequest", state__exact=RequestState.OPEN),
        "danger" if counts["late"] else "warning",
    )


def counted(count: int, say, detail: str, url: str, tone: str = "info") -> list[Concern]:
    """Return one concern that names the count, or none when there is nothing to name."""
    return [Concern(say(count) % {"count": number(count)}, detail, url, tone)] if count else []


def page(name: str, *args, **filters) -> str:
    """Return the address of an admin page; a bare model's name means its list."""
    for candidate in (f"admin:{name}", f"admin:{name}_changelist"):
        try:
            address = reverse(candidate, args=args)
        except NoReverseMatch:
            continue
        return f"{address}?{urlencode(filters)}" if filters else address
    return ""
