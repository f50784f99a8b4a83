from datetime import datetime, timedelta
from typing import Self

from django.db import models
from django.db.models import Q
from django.db.models.functions import Lower
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from training.enums import DigestState, Frequency, OfferLanguage

from .edition import Edition
from .offer import Offer

# An address that refuses so many digests in a row is written to no more.
MOST_FAILURES = 3


class Follower(models.Model):
    """An e-mail address that hears of what is new in the catalogue; it goes with its last search."""

    email = models.EmailField(_("e-mail"))
    failures = models.PositiveSmallIntegerField(_("digests refused in a row"), default=0, editable=False)
    created_at = models.DateTimeField(_("created at"), default=timezone.now, editable=False)

    class Meta:
        ordering = ["email"]
        verbose_name = _("follower")
        verbose_name_plural = _("followers")
        constraints = [models.UniqueConstraint(Lower("email"), name="follower_address_once")]

    def __str__(self) -> str:
        return self.email


class SavedSearchQuerySet(models.QuerySet):
    def confirmed(self) -> Self:
        return self.filter(confirmed_at__isnull=False)

    def lapsed(self, now: datetime) -> Self:
        """Keep what nobody confirmed in time."""
        return self.filter(confirmed_at=None, expires_at__lt=now)

    def due(self, now: datetime) -> Self:
        """Keep the confirmed ones whose day has come, counted in days of the cluster's clock."""
        today = timezone.localdate(now)
        daily = Q(frequency=Frequency.DAILY, looked_at__date__lt=today)
        weekly = Q(frequency=Frequency.WEEKLY, looked_at__date__lte=today - timedelta(days=7))
        return self.confirmed().filter(daily | weekly, follower__failures__lt=MOST_FAILURES)


class SavedSearch(models.Model):
    """A list of the catalogue that somebody wants to hear of, as the query string of its page.

    Nothing is sent before its owner confirms it from their mailbox; ``looked_at`` is up to when
    the catalogue's news have been looked through for it.
    """

    follower = models.ForeignKey(
        Follower, models.CASCADE, related_name="searches", verbose_name=_("follower")
    )
    query = models.CharField(_("query string"), max_length=1000, blank=True)
    language = models.CharField(_("language"), max_length=2, choices=OfferLanguage)
    frequency = models.CharField(_("how often"), max_length=10, choices=Frequency, default=Frequency.WEEKLY)
    token_hash = models.CharField(_("link"), max_length=64, blank=True, editable=False)
    expires_at = models.DateTimeField(_("to be confirmed by"), editable=False)
    created_at = models.DateTimeField(_("created at"), default=timezone.now, editable=False)
    confirmed_at = models.DateTimeField(_("confirmed at"), null=True, blank=True, editable=False)
    looked_at = models.DateTimeField(_("looked through until"), null=True, blank=True, editable=False)

    objects = SavedSearchQuerySet.as_manager()

    class Meta:
        ordering = ["created_at", "pk"]
        verbose_name = _("saved search")
        verbose_name_plural = _("saved searches")
        constraints = [
            models.UniqueConstraint(
                fields=["follower", "query", "language"], name="saved_search_once_a_follower"
            ),
            models.UniqueConstraint(
                fields=["token_hash"], condition=~Q(token_hash=""), name="saved_search_link_once"
            ),
            models.CheckConstraint(
                condition=Q(confirmed_at__isnull=True) | Q(looked_at__isnull=False),
                name="saved_search_is_looked_through_since_a_moment",
            ),
        ]

    def __str__(self) -> str:
        return self.query or "?"


class News(models.Model):
    """Something new in the catalogue, noticed once: an offer that came, or a run whose enrolment opened."""

    offer = models.ForeignKey(Offer, models.CASCADE, related_name="news", verbose_name=_("offer"))
    edition = models.ForeignKey(
        Edition,
        models.CASCADE,
        null=True,
        blank=True,
        related_name="news",
        verbose_name=_("edition"),
        help_text=_("The run whose enrolment opened; empty when the offer itself is new."),
    )
    noticed_at = models.DateTimeField(_("noticed at"), default=timezone.now, db_index=True)

    class Meta:
        ordering = ["-noticed_at", "-pk"]
        verbose_name = _("news of the catalogue")
        verbose_name_plural = _("news of the catalogue")
        constraints = [
            models.UniqueConstraint(
                fields=["offer", "edition"], nulls_distinct=False, name="news_noticed_once"
            )
        ]

    def __str__(self) -> str:
        return f"{self.offer} · {timezone.localtime(self.noticed_at):%d/%m/%Y}"


class DigestQuerySet(models.QuerySet):
    def to_send(self, now: datetime) -> Self:
        return self.filter(Q(retry_at=None) | Q(retry_at__lte=now), state=DigestState.QUEUED)


class Digest(models.Model):
    """One mail that tells a follower what is new; a claim is committed before the mail server hears of it."""

    follower = models.ForeignKey(Follower, models.CASCADE, related_name="digests", verbose_name=_("follower"))
    state = models.CharField(_("state"), max_length=10, choices=DigestState, default=DigestState.QUEUED)
    queued_at = models.DateTimeField(_("queued at"), default=timezone.now)
    attempted_at = models.DateTimeField(_("attempted at"), null=True, blank=True)
    attempts = models.PositiveSmallIntegerField(_("attempts"), default=0)
    retry_at = models.DateTimeField(_("again at"), null=True, blank=True)
    sent_at = models.DateTimeField(_("sent at"), null=True, blank=True)
    error = models.CharField(_("error"), max_length=300, blank=True)

    objects = DigestQuerySet.as_manager()

    class Meta:
        ordering = ["-queued_at", "-pk"]
        verbose_name = _("digest")
        verbose_name_plural = _("digests")
        indexes = [
            models.Index(fields=["queued_at"], condition=Q(state=DigestState.QUEUED), name="digest_waiting")
        ]

    def __str__(self) -> str:
        return f"{timezone.localtime(self.queued_at):%d/%m/%Y}"


class ToldNews(models.Model):
    """That a follower was told of one piece of news, in which digest and because of which search."""

    digest = models.ForeignKey(Digest, models.CASCADE, related_name="told", verbose_name=_("digest"))
    follower = models.ForeignKey(Follower, models.CASCADE, related_name="told", verbose_name=_("follower"))
    news = models.ForeignKey(
        News, models.CASCADE, related_name="told", verbose_name=_("news of the catalogue")
    )
    search = models.ForeignKey(
        SavedSearch,
        models.SET_NULL,
        null=True,
        blank=True,
        related_name="told",
        verbose_name=_("saved search"),
    )

    class Meta:
        ordering = ["pk"]
        verbose_name = _("news told")
        verbose_name_plural = _("news told")
        constraints = [models.UniqueConstraint(fields=["follower", "news"], name="news_told_once_a_follower")]

    def __str__(self) -> str:
        return str(self.news)
