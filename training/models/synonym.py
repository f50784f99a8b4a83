from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.utils.translation import gettext_lazy as _

from training.enums import OfferLanguage


class QueryField(models.Field):
    """A text-search query; only the database writes and reads it."""

    def db_type(self, connection) -> str:
        return "tsquery"


class Synonym(models.Model):
    """Words and phrases of one language that the search takes for one another.

    A trigger keeps the rules that ``offer_search_es`` and ``offer_search_en`` rewrite a query by
    (migration ``training.0006``).
    """

    language = models.CharField(
        _("language"), max_length=2, choices=OfferLanguage, default=OfferLanguage.SPANISH
    )
    words = ArrayField(
        models.CharField(max_length=60),
        verbose_name=_("words"),
        help_text=_("Separated by commas: “IA, inteligencia artificial, AI”."),
        size=12,
    )

    class Meta:
        ordering = ["language", "words"]
        verbose_name = _("synonym")
        verbose_name_plural = _("synonyms")
        constraints = [
            models.UniqueConstraint(
                fields=["language", "words"],
                name="synonym_once",
                violation_error_message=_("These words are in the list already."),
            ),
            models.CheckConstraint(
                condition=models.Q(words__len__gte=2),
                name="synonym_has_two_words",
                violation_error_message=_("Give at least two words that mean the same."),
            ),
        ]

    def __str__(self) -> str:
        return " · ".join(self.words)


class ShippedSynonym(models.Model):
    """A group of synonyms as the application last gave it; what is in it and in no synonym was taken out."""

    language = models.CharField(max_length=2, choices=OfferLanguage)
    words = ArrayField(models.CharField(max_length=60))

    class Meta:
        ordering = ["language", "words"]
        verbose_name = _("shipped synonym")
        verbose_name_plural = _("shipped synonyms")

    def __str__(self) -> str:
        return " · ".join(self.words)


class SynonymRule(models.Model):
    """One rewriting of a query that a synonym asks for: this, or any of those. Written by a trigger."""

    synonym = models.ForeignKey(Synonym, models.CASCADE, related_name="rules", editable=False)
    target = QueryField(_("for"), editable=False)
    substitute = QueryField(_("search for"), editable=False)

    class Meta:
        ordering = ["synonym", "pk"]
        verbose_name = _("synonym rule")
        verbose_name_plural = _("synonym rules")

    def __str__(self) -> str:
        return str(self.synonym)
