from modeltranslation.translator import TranslationOptions, register

from actionplan.models import Indicator, Milestone, Node, Observation, Plan


@register(Plan)
class PlanTranslation(TranslationOptions):
    fields = ("title", "summary")


@register(Node)
class NodeTranslation(TranslationOptions):
    fields = ("title", "description", "source_note")


@register(Milestone)
class MilestoneTranslation(TranslationOptions):
    fields = ("title", "fulfilled_on_note", "evidence_note")


@register(Indicator)
class IndicatorTranslation(TranslationOptions):
    fields = ("name", "population", "method")


@register(Observation)
class ObservationTranslation(TranslationOptions):
    fields = ("period_label", "note", "source", "method_version")
