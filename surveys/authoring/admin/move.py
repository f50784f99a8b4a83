"""The page that moves an edition in the field to a version: what will happen, the button, the log."""

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from django.views.generic import TemplateView
from unfold.views import UnfoldModelAdminViewMixin

from surveys.authoring.moving.actions import MoveRefused, move_edition, refuse_unless_movable
from surveys.authoring.moving.plan import Plan, open_responses, plan_move
from surveys.instrument.wording import differ_in_words_only
from surveys.models import Campaign, QuestionnaireVersion, VersionMove

from .changes import lines_in_words


class MoveEdition(UnfoldModelAdminViewMixin, TemplateView):
    """Choose an edition in the field, see what the version makes of its open responses, confirm."""

    title = gettext_lazy("Move an edition to this version")
    permission_required = "surveys.change_campaign"
    template_name = "admin/surveys/questionnaireversion/move.html"

    @cached_property
    def version(self) -> QuestionnaireVersion:
        versions = QuestionnaireVersion.objects.select_related("questionnaire")
        return get_object_or_404(versions, pk=self.kwargs["object_id"])

    @cached_property
    def editions(self) -> list[Campaign]:
        editions = Campaign.objects.open().filter(questionnaire=self.version.questionnaire_id)
        return list(editions.select_related("version").order_by("-reference_date"))

    @cached_property
    def edition(self) -> Campaign | None:
        wanted = self.request.GET.get("edition")
        if wanted is None:
            return self.editions[0] if self.editions else None
        found = next((edition for edition in self.editions if str(edition.pk) == wanted), None)
        if found is None:
            raise Http404
        return found

    def get_context_data(self, **kwargs) -> dict:
        plan = self.plan()
        moves = VersionMove.objects.filter(campaign__in=self.editions)
        return super().get_context_data(
            version=self.version,
            editions=self.editions,
            edition=self.edition,
            plan=plan,
            lines=lines_in_words(plan.notable) if plan else [],
            in_words=self.in_words(),
            stops=self.stops(),
            moves=moves.select_related("campaign", "version_before", "version", "by")[:20],
            **kwargs,
        )

    def plan(self) -> Plan | None:
        return plan_move(self.edition, self.version) if self.edition and not self.stops() else None

    def in_words(self) -> bool:
        edition = self.edition
        return bool(edition) and differ_in_words_only(edition.version.definition, self.version.definition)

    def stops(self) -> list[str]:
        if self.edition is None:
            return [_("No edition of this questionnaire is in the field.")]
        try:
            refuse_unless_movable(self.edition, self.version)
        except MoveRefused as refused:
            return [str(refused)]
        if self.edition.version_id == self.version.pk and not open_responses(self.edition, self.version):
            return [_("The edition asks this version already, and every open response answers it.")]
        return []

    def post(self, request: HttpRequest, **kwargs) -> HttpResponse:
        if self.edition is None:
            return self.get(request, **kwargs)
        try:
            move = move_edition(self.edition, self.version, by=request.user)
        except MoveRefused as refused:
            messages.error(request, str(refused))
        else:
            messages.success(request, said_of(move))
        address = reverse("admin:surveys_questionnaireversion_move", args=[self.version.pk])
        return redirect(f"{address}?edition={self.edition.pk}")


def said_of(move: VersionMove) -> str:
    text = ngettext(
        "%(edition)s asks version %(version)s now; %(number)s open response went along.",
        "%(edition)s asks version %(version)s now; %(number)s open responses went along.",
        move.counts["companies"],
    )
    return text % {
        "edition": move.campaign,
        "version": move.version.number,
        "number": move.counts["companies"],
    }
