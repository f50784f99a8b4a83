from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from surveys.enums import Difficulty

from .response import Response

LONGEST = 600


class Feedback(models.Model):
    """What a company said of the survey itself after sending its answers; it may leave anything out."""

    response = models.OneToOneField(
        Response, models.CASCADE, related_name="feedback", verbose_name=_("response")
    )
    difficulty = models.CharField(
        _("How was it to answer?"), max_length=10, choices=Difficulty, blank=True, default=""
    )
    minutes = models.PositiveSmallIntegerField(
        _("Minutes it took, with everybody who helped"),
        null=True,
        blank=True,
        validators=[MinValueValidator(1), MaxValueValidator(LONGEST)],
    )
    comment = models.TextField(_("What should we change?"), max_length=2000, blank=True, default="")
    at = models.DateTimeField(_("at"), default=timezone.now, editable=False)

    class Meta:
        ordering = ["-at"]
        verbose_name = _("opinion of the survey")
        verbose_name_plural = _("opinions of the survey")
        constraints = [
            models.CheckConstraint(
                condition=Q(minutes=None) | Q(minutes__gte=1, minutes__lte=LONGEST),
                name="feedback_minutes_in_bounds",
            ),
        ]

    def __str__(self) -> str:
        return str(self.response)
