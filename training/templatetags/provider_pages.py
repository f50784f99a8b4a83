"""The way from the account's first page, which knows nothing of training, to a provider's offers."""

from collections.abc import Iterable

from django import template

from members.models import OrganisationUser
from training.models import Provider

register = template.Library()


@register.simple_tag
def providers_among(accounts: Iterable[OrganisationUser]) -> list[Provider]:
    """Return those of the organisations that somebody may look at which give training."""
    keys = [account.organisation_id for account in accounts if account.may_view]
    return list(Provider.objects.filter(organisation__in=keys)) if keys else []
