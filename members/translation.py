from modeltranslation.translator import TranslationOptions, register

from members.models import MembershipCategory, Organisation


@register(Organisation)
class OrganisationTranslation(TranslationOptions):
    fields = ("description",)


@register(MembershipCategory)
class MembershipCategoryTranslation(TranslationOptions):
    fields = ("name",)
