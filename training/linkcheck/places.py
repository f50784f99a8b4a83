"""Where the catalogue links to other sites."""

from collections import defaultdict
from collections.abc import Iterable

from django.db.models import Q, QuerySet

from training.models import Edition, LinkCheck, Offer, Provider

LOOKUPS = ("url", "source_url", "editions__enrol_url", "provider__contact_url")


def linked_addresses() -> set[str]:
    """Return every address that a public page leads to."""
    public = Offer.objects.published()
    found: set[str] = set()
    for column in ("url", "source_url"):
        found |= set(public.values_list(column, flat=True))
    found |= set(Edition.objects.filter(offer__in=public).values_list("enrol_url", flat=True))
    found |= set(Provider.objects.filter(offers__in=public).values_list("contact_url", flat=True))
    return found - {""}


def offers_with(urls: Iterable[str]) -> dict[str, dict[int, str]]:
    """Return the public offers that lead to each of these addresses, by key and name."""
    wanted = set(urls)
    found: dict[str, dict[int, str]] = defaultdict(dict)
    public = Offer.objects.published()
    for lookup in LOOKUPS:
        rows = public.filter(**{f"{lookup}__in": wanted}).values_list(lookup, "pk", "name")
        for url, key, name in rows.order_by("name"):
            found[url][key] = name
    return found


def with_broken_links(offers: QuerySet[Offer]) -> QuerySet[Offer]:
    """Keep the offers that lead to a page which has not answered for days."""
    broken = LinkCheck.objects.broken().values("url")
    leads = Q()
    for lookup in LOOKUPS:
        leads |= Q(pk__in=Offer.objects.filter(**{f"{lookup}__in": broken}).order_by().values("pk"))
    return offers.filter(leads)
