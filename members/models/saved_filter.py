from typing import Self

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _


class SavedFilterQuerySet(models.QuerySet):
    def visible_to(self, user) -> Self:
        """Keep one's own and those that colleagues share."""
        return self.filter(Q(owner=user) | Q(is_shared=True))


class SavedFilter(models.Model):
    """A list of the admin panel as somebody wants to see it again: its search, filters and order."""

    owner = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.CASCADE, related_name="saved_filters", verbose_name=_("saved by")
    )
    name = models.CharField(_("name"), max_length=80)
    # Which list, as app_label.model_name; the panel has one list for each model.
    model = models.CharField(_("list"), max_length=100, editable=False)
    query = models.CharField(_("filters"), max_length=1000, editable=False)
    is_shared = models.BooleanField(
        _("share with the team"), default=False, help_text=_("Colleagues see it, only you can change it.")
    )
    is_pinned = models.BooleanField(
        _("show on the overview"), default=False, help_text=_("With how many rows it finds at the moment.")
    )
    created_at = models.DateTimeField(_("saved at"), auto_now_add=True)

    objects = SavedFilterQuerySet.as_manager()

    class Meta:
        ordering = ["name", "pk"]
        verbose_name = _("saved filter")
        verbose_name_plural = _("saved filters")
        constraints = [
            models.UniqueConstraint(
                fields=["owner", "model", "name"],
                name="saved_filter_once",
                violation_error_message=_("You have a filter of this name for this list already."),
            ),
        ]
        indexes = [models.Index(fields=["model"], name="saved_filter_of_list")]

    def __str__(self) -> str:
        return self.name
