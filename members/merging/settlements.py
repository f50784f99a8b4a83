"""Which settlement each reference to an organisation or a person has; a test fails when one is missing.

The apps above are named by text only: nothing of theirs is imported.
"""

from django.db import models
from django.utils.translation import gettext_lazy as _

from .outcomes import (
    Settlement,
    absorb,
    accounts,
    activities,
    cautious,
    change_requests,
    discard,
    facts,
    invitations,
    memberships,
    move,
    stop_at_twins,
    without_twins,
)
from .references import label_of

SETTLEMENTS: dict[str, Settlement] = {
    "members.AccessInvitation.organisation": invitations,
    "members.AccessRequest.organisation": move,
    "members.Activity.organisation": activities,
    "members.Agreement_parties.organisation": without_twins("agreement_id"),
    "members.BodyPost.organisation": move,
    "members.ChangeRequest.organisation": change_requests,
    "members.DataConfirmation.organisation": without_twins("year"),
    "members.DuplicatePair.first": discard,
    "members.DuplicatePair.second": discard,
    "members.Identifier.organisation": move,
    "members.Membership.organisation": memberships,
    "members.Organisation_technologies.organisation": without_twins("skill_id"),
    "members.OrganisationUser.organisation": accounts,
    "members.Post.organisation": without_twins("person_id", "role", fill=["period"]),
    "members.YearlyFact.organisation": facts,
    # The frame of an edition was fixed at its launch: no unit may disappear from it.
    "surveys.Unit.organisation": stop_at_twins(
        "campaign_id",
        reason=_(
            "Both are in the frame of the same survey edition (%(row)s), which is fixed. They can only be "
            "told apart: end the membership of one, so that the next edition has one of them."
        ),
    ),
    "training.Provider.organisation": absorb,
    "actionplan.NodeParty.organisation": without_twins("node_id", "role"),
}


def settlement_of(reference: models.ForeignKey) -> Settlement:
    return SETTLEMENTS.get(label_of(reference)) or cautious(reference)
