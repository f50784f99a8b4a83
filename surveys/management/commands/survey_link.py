from django.core.management.base import BaseCommand, CommandError

from members.models import Post
from surveys.answering.entrance import shows_something
from surveys.enums import ResponseState
from surveys.fielding.links import issue_link, renew_access_code
from surveys.models import Campaign, Unit


class Command(BaseCommand):
    help = (
        "Print a link for a company that has not answered the open edition, and an access code where the "
        "link alone does not open it; no mail is sent."
    )

    def add_arguments(self, parser) -> None:
        parser.add_argument("--edition", help="Edition, such as 2026; without it the newest open one.")

    def handle(self, *args, edition: str | None = None, **options) -> None:
        campaigns = Campaign.objects.open().order_by("-opens_at")
        if edition:
            campaigns = campaigns.filter(edition=edition)
        campaign = next((c for c in campaigns if c.accepts_answers()), None)
        if campaign is None:
            raise CommandError("No edition is open for answers now. Launch one in the admin panel.")
        unit = unanswered(campaign)
        if unit is None:
            raise CommandError("Every company of this edition has answered.")
        contact = Post.objects.survey_contacts().filter(organisation=unit.organisation_id).first()
        self.stdout.write(issue_link(unit, contact.person if contact else None))
        if shows_something(unit.invitations.first()):
            self.stdout.write(renew_access_code(unit, by=None))


def unanswered(campaign: Campaign) -> Unit | None:
    """Return a unit without any answer, or one in progress when there is no other."""
    waiting = campaign.units.in_scope().select_related("campaign")
    return (
        waiting.filter(response=None).first()
        or waiting.exclude(response__state=ResponseState.SUBMITTED).first()
    )
