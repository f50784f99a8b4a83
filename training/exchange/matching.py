"""What the catalogue has, found by what a row says of it."""

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from members.exchange.cells import fold
from training.models import Offer, Provider

from .columns import BY_KEY
from .records import with_all_columns


class Known:
    """The offers that a file may reach: all of them, or one provider's own."""

    def __init__(self, provider: Provider | None, *, lock: bool = False) -> None:
        self.provider = provider
        self.by_slug: dict[str, Offer] = {}
        self.by_name: dict[tuple[int, str], list[Offer]] = {}
        self.providers: dict[str, Provider] = {}
        self.read_offers(lock)
        self.read_providers()

    def read_offers(self, lock: bool) -> None:
        offers = Offer.objects.order_by("pk")
        if self.provider:
            offers = offers.filter(provider=self.provider)
        if lock:
            list(offers.select_for_update(of=("self",), no_key=True).values_list("pk", flat=True))
        for offer in with_all_columns(offers):
            self.by_slug[offer.slug] = offer
            self.by_name.setdefault((offer.provider_id, fold(offer.name_es or "")), []).append(offer)

    def read_providers(self) -> None:
        """Know the providers by the address and, folded, by the names of their organisations."""
        for each in [self.provider] if self.provider else Provider.objects.all():
            for word in (each.organisation.slug, each.organisation.legal_name, each.organisation.trade_name):
                if word:
                    self.providers.setdefault(fold(word), each)

    def match(self, texts: dict[str, str]) -> tuple[Offer | None, Provider]:
        """Return the row's offer, None for a new one, and its provider; raises ValidationError.

        An offer is known by its address, or else by its provider and its name in Spanish.
        """
        provider = self.provider_in(texts)
        if slug := texts.get("offer"):
            offer = self.offer_at(slug)
            if provider and offer.provider_id != provider.pk:
                raise ValidationError(_("This offer is of another provider."))
            return offer, offer.provider
        if provider is None:
            raise ValidationError(_("Say which provider gives it."))
        name = texts.get("name_es")
        if not name:
            raise ValidationError(_("A row needs the offer's address or its name in Spanish."))
        namesakes = self.by_name.get((provider.pk, fold(name)), [])
        if len(namesakes) > 1:
            raise ValidationError(_("Several offers of this provider have this name: give the address."))
        return (namesakes[0] if namesakes else None), provider

    def offer_at(self, slug: str) -> Offer:
        offer = self.by_slug.get(BY_KEY["offer"].parse(slug))
        if offer:
            return offer
        text = (
            _("None of your offers has the address “%(slug)s”.")
            if self.provider
            else _("No offer has the address “%(slug)s”.")
        )
        raise ValidationError(text % {"slug": slug})

    def provider_in(self, texts: dict[str, str]) -> Provider | None:
        if "provider" not in texts:
            return self.provider
        found = self.providers.get(fold(texts["provider"]))
        if found:
            return found
        text = (
            _("“%(name)s” is not your organisation.")
            if self.provider
            else _("No training provider is called “%(name)s”.")
        )
        raise ValidationError(text % {"name": texts["provider"]})
