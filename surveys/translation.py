from modeltranslation.translator import TranslationOptions, register

from surveys.models import Campaign, Letter, Questionnaire


@register(Questionnaire)
class QuestionnaireTranslation(TranslationOptions):
    fields = ("title",)


@register(Campaign)
class CampaignTranslation(TranslationOptions):
    fields = ("label",)


@register(Letter)
class LetterTranslation(TranslationOptions):
    fields = ("subject", "body")
