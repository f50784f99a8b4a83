from modeltranslation.translator import TranslationOptions, register

from skills.models import Occupation, Profile, Skill


@register(Skill)
class SkillTranslation(TranslationOptions):
    fields = ("label", "description")


@register(Profile)
class ProfileTranslation(TranslationOptions):
    fields = ("label", "description")


@register(Occupation)
class OccupationTranslation(TranslationOptions):
    fields = ("label",)
