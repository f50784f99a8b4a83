"""The page that asks once more before a version is frozen."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils.functional import cached_property
from django.utils.translation import get_language, gettext_lazy
from django.utils.translation import gettext as _
from django.views.generic import TemplateView
from unfold.views import UnfoldModelAdminViewMixin

from surveys.authoring.drafts.linting import problems_by_part
from surveys.authoring.drafts.parts import find, label_of
from surveys.authoring.moving.actions import editions_in_field, publish_and_move
from surveys.authoring.moving.plan import plan_move
from surveys.enums import VersionStatus
from surveys.instrument.actions import DefinitionRefused
from surveys.instrument.definition import DefinitionError
from surveys.instrument.parser import compiled, parse_definition
from surveys.instrument.wording import Changes, changes_between, differ_in_words_only
from surveys.models import Campaign, QuestionnaireVersion

from .changes import lines_in_words
from .move import said_of


class PublishVersion(UnfoldModelAdminViewMixin, TemplateView):
    """Ask once more before a version is frozen, and say what stands in the way."""

    title = gettext_lazy("Publish this version")
    permission_required = "surveys.change_questionnaireversion"
    template_name = "admin/surveys/questionnaireversion/publish.html"

    @cached_property
    def version(self) -> QuestionnaireVersion:
        versions = QuestionnaireVersion.objects.select_related("questionnaire")
        return get_object_or_404(versions, pk=self.kwargs["object_id"])

    def get_context_data(self, **kwargs) -> dict:
        problems = self.problems()
        return super().get_context_data(
            version=self.version,
            problems=problems,
            changes=self.changes(),
            asked=self.asked(),
            editions=[] if problems else list(self.editions()),
            **kwargs,
        )

    def asked(self) -> dict | None:
        """Count what a company is asked; None while the version cannot be read."""
        try:
            definition = parse_definition(self.version.definition)
        except DefinitionError:
            return None
        return {"questions": len(definition.questions), "checks": len(definition.checks)}

    def editions(self):
        """Yield each edition in the field, whether it goes along by itself, and the plan if it does not."""
        for edition in editions_in_field(self.version):
            if differ_in_words_only(edition.version.definition, self.version.definition):
                yield edition, None, []
            else:
                plan = plan_move(edition, self.version)
                yield edition, plan, lines_in_words(plan.notable)

    def changes(self) -> Changes | None:
        """What differs from the version published last; None without one, or while this one has none."""
        last = self.version.questionnaire.versions.published().order_by("-number").first()
        try:
            definition = parse_definition(self.version.definition)
        except DefinitionError:
            return None
        return changes_between(compiled(last), definition) if last else None

    def problems(self) -> list[tuple[str, str, str, list[str]]]:
        """Return each part that has problems: kind and name (empty for the whole), label, problems."""
        language, found = get_language() or "es", []
        for (kind, name), problems in problems_by_part(self.version.definition).items():
            label = label_of(find(self.version.definition, kind, name).part, language) if kind else ""
            found.append((kind, name, label, problems))
        return found

    def get(self, request: HttpRequest, *args, **kwargs) -> HttpResponse:
        if self.version.status == VersionStatus.PUBLISHED:
            messages.info(request, _("It is published already, so there is nothing left to publish."))
            return redirect("admin:surveys_questionnaireversion_change", self.version.pk)
        return super().get(request, *args, **kwargs)

    def post(self, request: HttpRequest, **kwargs) -> HttpResponse:
        try:
            published, moves = publish_and_move(self.version, by=request.user)
        except DefinitionRefused as refused:
            context = self.get_context_data(**kwargs)
            context["problems"] = context["problems"] or [("", "", "", refused.problems)]
            return self.render_to_response(context, status=409)
        if published == self.version:
            messages.success(
                request,
                _("Published. From now on nobody can change it; an edition of the survey can ask it."),
            )
        else:
            messages.info(
                request, _("Version %(number)s says the same already.") % {"number": published.number}
            )
        for move in moves:
            messages.success(request, said_of(move))
        if waiting := editions_in_field(published):
            return self.to_plan(published, waiting[0])
        return redirect("admin:surveys_questionnaireversion_change", published.pk)

    def to_plan(self, published: QuestionnaireVersion, edition: Campaign) -> HttpResponse:
        words = {"edition": edition, "number": edition.version.number}
        messages.info(
            self.request,
            _("%(edition)s still asks version %(number)s; look at the plan below to move it.") % words,
        )
        address = reverse("admin:surveys_questionnaireversion_move", args=[published.pk])
        return redirect(f"{address}?edition={edition.pk}")
