"""What to look at before an edition is launched."""

from collections.abc import Iterable
from dataclasses import dataclass

from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from members.models import Organisation, Post
from surveys.enums import VersionStatus
from surveys.instrument.linter import problems_in
from surveys.instrument.parser import compiled
from surveys.models import Campaign


@dataclass(frozen=True)
class Finding:
    """One line of the check list: whether all is well there, and what to do if not."""

    is_well: bool
    text: str
    names: tuple[str, ...] = ()


def check_list(campaign: Campaign, members: Iterable[Organisation]) -> list[Finding]:
    """Return the state of the questionnaire, the dates, and the contacts of ``members``."""
    members = list(members)
    return [questionnaire(campaign), dates(campaign), *contacts(members), sizes(members)]


def questionnaire(campaign: Campaign) -> Finding:
    if campaign.version.status != VersionStatus.PUBLISHED:
        return Finding(False, _("Publish this version of the questionnaire first."))
    problems = problems_in(compiled(campaign.version))
    if problems:
        return Finding(False, _("The questionnaire has problems:"), tuple(problems))
    return Finding(
        True, _("The questionnaire is published, complete in both languages and without dead ends.")
    )


def dates(campaign: Campaign) -> Finding:
    now = timezone.now()
    if campaign.closes_at <= now:
        return Finding(False, _("The closing date has passed; move it before launching."))
    if campaign.due_at <= now:
        return Finding(False, _("The due date has passed: companies would be asked for answers by then."))
    overlapping = (
        Campaign.objects.open()
        .exclude(questionnaire=campaign.questionnaire_id)
        .filter(opens_at__lt=campaign.closes_at, closes_at__gt=campaign.opens_at)
        .first()
    )
    if overlapping:
        text = _("“%(edition)s” is in the field on the same days; companies would get both.")
        return Finding(False, text % {"edition": overlapping.label})
    return Finding(True, _("The dates are in order and no other edition is in the field then."))


def contacts(members: list[Organisation]) -> list[Finding]:
    posts = Post.objects.survey_contacts().current(timezone.localdate()).filter(organisation__in=members)
    emails: dict[int, list[str]] = {member.pk: [] for member in members}
    for organisation, email in posts.values_list("organisation", "person__work_email"):
        emails[organisation].append(email.lower())
    nobody = [str(member) for member in members if not emails[member.pk]]
    silent = [str(member) for member in members if emails[member.pk] and not any(emails[member.pk])]
    return [
        finding(
            nobody,
            _("Every company has a contact for the survey."),
            ngettext(
                "%(number)s company has no contact for the survey; nobody would be written to there:",
                "%(number)s companies have no contact for the survey; nobody would be written to there:",
                len(nobody),
            ),
        ),
        finding(
            silent,
            _("Every contact has an e-mail address."),
            ngettext(
                "The contact of %(number)s company has no e-mail address:",
                "The contacts of %(number)s companies have no e-mail address:",
                len(silent),
            ),
        ),
        shared_addresses(members, emails),
    ]


def shared_addresses(members: list[Organisation], emails: dict[int, list[str]]) -> Finding:
    """Tell of an address that stands for two companies: its owner gets a message for each of them."""
    owners: dict[str, list[str]] = {}
    for member in members:
        for email in dict.fromkeys(emails[member.pk]):
            if email:
                owners.setdefault(email, []).append(str(member))
    shared = [f"{email}: {', '.join(names)}" for email, names in sorted(owners.items()) if len(names) > 1]
    return finding(
        shared,
        _("No address stands for two companies."),
        ngettext(
            "%(number)s address stands for several companies; it gets a message and a link for each:",
            "%(number)s addresses stand for several companies; they get a message and a link for each:",
            len(shared),
        ),
    )


def sizes(members: list[Organisation]) -> Finding:
    unknown = [str(member) for member in members if member.headcount is None]
    return finding(
        unknown,
        _("The size of every company is known."),
        ngettext(
            "The size of %(number)s company is not known; it counts as “unknown”:",
            "The size of %(number)s companies is not known; they count as “unknown”:",
            len(unknown),
        ),
    )


def finding(names: list[str], well: str, problem: str) -> Finding:
    if not names:
        return Finding(True, well)
    return Finding(False, problem % {"number": len(names)}, tuple(names))
