from django import forms
from django.db.models import Count
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext_lazy as _
from django.utils.translation import override
from unfold.widgets import (
    UnfoldAdminCheckboxSelectMultipleWidget,
    UnfoldAdminSelectWidget,
    UnfoldAdminTextareaWidget,
    UnfoldAdminTextInputWidget,
    UnfoldBooleanWidget,
)

from actionplan.enums import PARENT_KINDS, NodeKind, PartyRole
from actionplan.gaps import Gap
from actionplan.models import Node, Plan
from members.models import Organisation
from training.models import Offer


class DayInput(UnfoldAdminTextInputWidget):
    """The browser's own calendar, which speaks ISO dates."""

    input_type = "date"
    supports_microseconds = False

    def format_value(self, value) -> str | None:
        return value.isoformat() if hasattr(value, "isoformat") else value


class GapActionForm(forms.Form):
    """Turn a gap into an action; everything is prefilled but the due date."""

    title_es = forms.CharField(label=_("Title (Spanish)"), max_length=240, widget=UnfoldAdminTextInputWidget)
    title_en = forms.CharField(label=_("Title (English)"), max_length=240, widget=UnfoldAdminTextInputWidget)
    parent = forms.ModelChoiceField(
        label=_("Part of"),
        queryset=Node.objects.none(),
        widget=UnfoldAdminSelectWidget,
        help_text=_("The package or line it goes in; its code follows from it."),
    )
    lead = forms.ModelChoiceField(
        label=_("Lead"),
        queryset=Organisation.objects.all(),
        required=False,
        empty_label=_("To be confirmed"),
        widget=UnfoldAdminSelectWidget,
    )
    due_date = forms.DateField(
        label=_("Due"),
        required=False,
        widget=DayInput,
        help_text=_("Leave it empty while the board has not set it."),
    )
    offers = forms.ModelMultipleChoiceField(
        label=_("Training to go through"),
        queryset=Offer.objects.none(),
        required=False,
        widget=UnfoldAdminCheckboxSelectMultipleWidget,
    )
    rationale = forms.CharField(
        label=_("Why it answers the need"),
        max_length=300,
        widget=UnfoldAdminTextareaWidget(attrs={"rows": 2}),
    )
    is_public = forms.BooleanField(
        label=_("Show it on the public plan"),
        required=False,
        initial=True,
        widget=UnfoldBooleanWidget,
        help_text=_("Its evidence stays hidden until the study of the edition is published."),
    )

    def __init__(self, *args, gap: Gap, plan: Plan, **kwargs):
        super().__init__(*args, initial=prefilled(gap, plan), **kwargs)
        self.fields["parent"].queryset = plan.nodes.filter(
            kind__in=PARENT_KINDS[NodeKind.ACTION]
        ).in_tree_order()
        self.fields["offers"].queryset = (
            Offer.objects.filter(pk__in=[supply.offer.pk for supply in gap.supply])
            .select_related("provider__organisation")
            .order_by("name")
        )
        if not gap.supply:
            del self.fields["offers"]

    def choices_made(self) -> dict:
        """Return the answers as the action takes them."""
        answers = self.cleaned_data.copy()
        titles = {language: answers.pop(f"title_{language}") for language in ("es", "en")}
        return {"titles": titles, **answers}


def prefilled(gap: Gap, plan: Plan) -> dict:
    """Return the form's first values: a title in each language, the first package, the usual lead."""
    titles = {}
    for language in ("es", "en"):
        with override(language):
            titles[f"title_{language}"] = str(_("Training for: %(subject)s") % {"subject": gap.subject})
    return {
        **titles,
        "parent": plan.nodes.filter(kind=NodeKind.PACKAGE).in_tree_order().first(),
        "lead": usual_lead(plan),
        "offers": [supply.offer.pk for supply in gap.supply],
        "rationale": _("%(state)s on %(date)s.")
        % {"state": gap.state.label, "date": date_format(timezone.localdate(), "DATE_FORMAT")},
    }


def usual_lead(plan: Plan) -> Organisation | None:
    """Return the organisation that leads most actions of the plan."""
    leads = Organisation.objects.filter(node_parties__node__plan=plan, node_parties__role=PartyRole.LEAD)
    return leads.annotate(actions=Count("node_parties")).order_by("-actions", "slug").first()
