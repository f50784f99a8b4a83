from django.contrib import admin
from django.db.models import Prefetch
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from modeltranslation.admin import TranslationAdmin
from unfold.admin import ModelAdmin, TabularInline
from unfold.contrib.filters.admin import ChoicesDropdownFilter, RelatedDropdownFilter
from unfold.decorators import display

from members.enums import BodyRole
from members.forms import BodyPostForm, last_day
from members.models import Body, BodyPost

from .filters import PeriodNowFilter


class BodyPostInline(TabularInline):
    model = BodyPost
    form = BodyPostForm
    fields = ["role", "person", "organisation", "period"]
    autocomplete_fields = ["person", "organisation"]
    extra = 0
    hide_title = True

    def get_queryset(self, request):
        return super().get_queryset(request).select_related("person", "organisation", "body")


@admin.register(Body)
class BodyAdmin(ModelAdmin, TranslationAdmin):
    list_display = ["name", "kind", "chair", "seats", "is_demo"]
    list_filter = [("kind", ChoicesDropdownFilter), "is_demo"]
    list_filter_submit = True
    search_fields = ["name_es__unaccent__icontains", "name_en__unaccent__icontains"]
    search_help_text = _("Part of the name, with or without accents.")
    inlines = [BodyPostInline]
    fieldsets = [
        (
            None,
            {
                "fields": ["name", "kind", "description", "is_demo"],
                "description": _(
                    "The assembly, the board, the commissions and the working groups. Below, who sits in "
                    "each and since when: when somebody leaves, write the last day and add a row for "
                    "whoever comes. Chair, secretary, treasurer and manager are one person at a time."
                ),
            },
        )
    ]

    def get_queryset(self, request):
        posts = BodyPost.objects.current(timezone.localdate()).select_related("person")
        return super().get_queryset(request).prefetch_related(Prefetch("posts", posts, to_attr="seated"))

    @display(description=_("chair"), empty_value=_("Nobody"))
    def chair(self, body):
        return ", ".join(str(post.person) for post in body.seated if post.role == BodyRole.CHAIR) or None

    @display(description=_("people today"))
    def seats(self, body):
        return len({post.person_id for post in body.seated})


@admin.register(BodyPost)
class BodyPostAdmin(ModelAdmin):
    form = BodyPostForm
    list_display = ["person", "role", "body", "organisation", "first_day", "last_day"]
    list_select_related = ["person", "body", "organisation"]
    list_filter = [PeriodNowFilter, ("body", RelatedDropdownFilter), ("role", ChoicesDropdownFilter)]
    list_filter_submit = True
    search_fields = [
        "person__given_name__unaccent__icontains",
        "person__family_name__unaccent__icontains",
        "organisation__trade_name__unaccent__icontains",
    ]
    search_help_text = _("Part of a person's or an organisation's name.")
    autocomplete_fields = ["person", "organisation"]

    @display(description=_("first day"), ordering="period")
    def first_day(self, post):
        return post.period.lower

    @display(description=_("last day"), empty_value=_("Lasts"))
    def last_day(self, post):
        return last_day(post.period)
