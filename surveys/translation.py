from modeltranslation.translator import TranslationOptions, register

from surveys.models import Campaign, Questionnaire


@register(Questionnaire)
class QuestionnaireTranslation(TranslationOptions):
    fields = ("title",)


@register(Campaign)
class CampaignTranslation(TranslationOptions):
    fields = ("label",)
