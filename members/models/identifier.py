from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from members.cnae import format_cnae, title_of
from members.enums import ActivityClassification, IdentifierScheme
from members.validators import normalise_cnae, normalise_identifier

from .organisation import Organisation


class Identifier(models.Model):
    """A number that names an organisation in some register, stored in its normal form."""

    organisation = models.ForeignKey(Organisation, models.CASCADE, related_name="identifiers")
    scheme = models.CharField(
        _("scheme"), max_length=10, choices=IdentifierScheme, default=IdentifierScheme.NIF
    )
    value = models.CharField(_("value"), max_length=40)

    class Meta:
        ordering = ["scheme", "value"]
        verbose_name = _("identifier")
        verbose_name_plural = _("identifiers")
        constraints = [
            models.UniqueConstraint(
                fields=["scheme", "value"],
                name="identifier_once",
                violation_error_message=_("Another organisation already has this identifier."),
            ),
        ]
        # For the beginning of a number, as it is typed into a search.
        indexes = [models.Index(fields=["value"], name="identifier_value", opclasses=["varchar_pattern_ops"])]

    def __str__(self) -> str:
        return f"{self.scheme} {self.value}"

    def clean(self) -> None:
        if not self.value:
            return
        try:
            self.value = normalise_identifier(self.scheme, self.value)
        except ValidationError as error:
            raise ValidationError({"value": error}) from None


class Activity(models.Model):
    """One economic activity of an organisation, in one edition of the classification."""

    organisation = models.ForeignKey(Organisation, models.CASCADE, related_name="activities")
    classification = models.CharField(
        _("classification"),
        max_length=10,
        choices=ActivityClassification,
        default=ActivityClassification.CNAE_2025,
        help_text=_("The same digits mean other things in each edition."),
    )
    code = models.CharField(_("code"), max_length=4, help_text=_("Two to four digits, such as 62.01."))
    is_principal = models.BooleanField(_("main activity"), default=False)

    class Meta:
        ordering = ["organisation", "classification", "-is_principal", "code"]
        verbose_name = _("activity")
        verbose_name_plural = _("activities")
        constraints = [
            models.UniqueConstraint(
                fields=["organisation", "classification", "code"],
                name="activity_once",
                violation_error_message=_("This activity is already listed."),
            ),
            models.UniqueConstraint(
                fields=["organisation", "classification"],
                condition=Q(is_principal=True),
                name="activity_one_principal",
                violation_error_message=_("Each classification has one main activity only."),
            ),
            models.CheckConstraint(
                condition=Q(code__regex=r"^[0-9]{2,4}$"),
                name="activity_code_sane",
                violation_error_message=_("The code of an activity has two to four digits."),
            ),
        ]

    def __str__(self) -> str:
        title = title_of(self.classification, self.code)
        named = f"{format_cnae(self.code)} {title}".strip()
        return f"{named} ({self.get_classification_display()})"

    def clean(self) -> None:
        if not self.code:
            return
        try:
            self.code = normalise_cnae(self.code)
        except ValidationError as error:
            raise ValidationError({"code": error}) from None
