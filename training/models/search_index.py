from django.db import models
from django.utils.translation import gettext_lazy as _


class SearchIndex(models.Model):
    """The catalogue in one language as sets of offers, for searches of very many; as of one instant."""

    language = models.CharField(_("language"), max_length=2, unique=True)
    day = models.DateField(_("as of"))
    built_at = models.DateTimeField(_("built at"))
    offers = models.PositiveIntegerField(_("offers"))

    class Meta:
        verbose_name = _("search index")
        verbose_name_plural = _("search indexes")

    def __str__(self) -> str:
        return f"{self.language} · {self.day}"


class SearchIndexPart(models.Model):
    """A stretch of the bytes of a search index."""

    index = models.ForeignKey(SearchIndex, models.CASCADE, related_name="parts")
    number = models.PositiveIntegerField()
    content = models.BinaryField()

    class Meta:
        ordering = ["index", "number"]
        verbose_name = _("part of a search index")
        verbose_name_plural = _("parts of a search index")
        constraints = [models.UniqueConstraint(fields=["index", "number"], name="search_index_part_once")]

    def __str__(self) -> str:
        return f"{self.index} · {self.number}"


class SearchChange(models.Model):
    """An offer that was written after the search indexes; without one, they hold for no offer any more.

    0 is none: something else changed that pages of the catalogue show, or older rows were taken away.

    Written by triggers, also while there is no index: the first one could miss what is being written
    while it is built.
    """

    NONE = 0

    offer_id = models.BigIntegerField(_("offer"), null=True)

    class Meta:
        ordering = ["pk"]
        verbose_name = _("change since the search index")
        verbose_name_plural = _("changes since the search index")

    def __str__(self) -> str:
        return str(self.offer_id or "*")
