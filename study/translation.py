from modeltranslation.translator import TranslationOptions, register

from study.models import Study


@register(Study)
class StudyTranslation(TranslationOptions):
    fields = ("title", "introduction")
