from modeltranslation.translator import TranslationOptions, register

from members.models import Agreement, Body, MembershipCategory, Organisation


@register(Organisation)
class OrganisationTranslation(TranslationOptions):
    fields = ("description",)


@register(MembershipCategory)
class MembershipCategoryTranslation(TranslationOptions):
    fields = ("name",)


@register(Body)
class BodyTranslation(TranslationOptions):
    fields = ("name", "description")


@register(Agreement)
class AgreementTranslation(TranslationOptions):
    fields = ("title", "summary")
