"""The supply: the published offers of the catalogue, by type of provider and by what they lead to."""

from collections import Counter, defaultdict

from django.utils import timezone

from skills.models import Profile
from study.languages import both, day, said
from training.enums import OfferStatus, ProviderType
from training.models import Offer, OfferProfile


def supply_now() -> dict:
    """Return counts of the offers published at this moment; one query feeds both total and groups."""
    rows = list(
        Offer.objects.filter(status=OfferStatus.PUBLISHED).values_list(
            "pk", "provider_id", "provider__provider_type"
        )
    )
    offers = Counter(kind for _, _, kind in rows)
    providers = defaultdict(set)
    for _, provider, kind in rows:
        providers[kind].add(provider)
    return {
        "as_of": day(timezone.localdate()),
        "offers": len(rows),
        "providers": len({provider for _, provider, _ in rows}),
        "by_type": [
            {
                "code": kind,
                "label": said(lambda kind=kind: ProviderType(kind).label),
                "offers": count,
                "providers": len(providers[kind]),
            }
            for kind, count in sorted(offers.items(), key=lambda item: (-item[1], item[0]))
        ],
        "profiles": profiles_served({pk for pk, _, _ in rows}),
    }


def profiles_served(published: set[int]) -> list[dict]:
    """Return how many published offers lead to each profile, by confirmed links only."""
    links = OfferProfile.objects.filter(offer__in=published, confirmed_on__isnull=False)
    counts = Counter(links.values_list("profile_id", flat=True))
    rows = [
        {"code": profile.code, "label": both(profile, "label"), "offers": counts[profile.pk]}
        for profile in Profile.objects.filter(pk__in=counts)
    ]
    return sorted(rows, key=lambda row: (-row["offers"], row["code"]))
