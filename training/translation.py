from modeltranslation.translator import TranslationOptions, register

from training.models import Edition, Offer, Outcome


@register(Offer)
class OfferTranslation(TranslationOptions):
    fields = (
        "name",
        "abstract",
        "description",
        "learning_outcomes",
        "prerequisites",
        "syllabus",
        "required_equipment",
        "assessment",
        "accessibility",
        "credential",
    )


@register(Edition)
class EditionTranslation(TranslationOptions):
    fields = ("name",)


@register(Outcome)
class OutcomeTranslation(TranslationOptions):
    fields = ("title", "note")
