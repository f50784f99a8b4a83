from modeltranslation.translator import TranslationOptions, register

from privacy.models import Purpose


@register(Purpose)
class PurposeTranslation(TranslationOptions):
    fields = ("name", "categories", "source", "recipients")
