from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from unfold.admin import TabularInline
from unfold.decorators import display

from surveys.enums import Wave
from surveys.fielding.recipients import WAVES
from surveys.models import ScheduledWave

from .states import is_closed


class ScheduledWaveForm(forms.ModelForm):
    class Meta:
        model = ScheduledWave
        fields = ["wave", "at"]

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        if "wave" in self.fields:
            self.fields["wave"].choices = [("", "—"), *((wave, Wave(wave).label) for wave in WAVES)]


class ScheduledWaveInline(TabularInline):
    """The messages that go out by themselves; what has gone out stays as it was."""

    model = ScheduledWave
    form = ScheduledWaveForm
    extra = 0
    fields = ["wave", "at", "came_of_it"]
    readonly_fields = ["came_of_it"]
    verbose_name_plural = gettext_lazy("messages that go out by themselves")

    def has_change_permission(self, request, obj=None) -> bool:
        return super().has_change_permission(request, obj) and not is_closed(obj)

    def has_add_permission(self, request, obj=None) -> bool:
        return super().has_add_permission(request, obj) and not is_closed(obj)

    @display(description=gettext_lazy("what came of it"))
    def came_of_it(self, scheduled: ScheduledWave) -> str:
        if scheduled.done_at is None:
            return _("not yet")
        if scheduled.refusal:
            return scheduled.refusal
        prepared = ngettext("%(number)s message prepared", "%(number)s messages prepared", scheduled.queued)
        return prepared % {"number": scheduled.queued}
