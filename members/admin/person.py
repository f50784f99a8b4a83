from django.contrib import admin
from django.db.models import Prefetch
from django.utils.translation import gettext_lazy as _
from unfold.admin import ModelAdmin, TabularInline
from unfold.contrib.filters.admin import ChoicesDropdownFilter
from unfold.decorators import display

from members.forms import PostForm
from members.models import Person, Post


class PostInline(TabularInline):
    model = Post
    form = PostForm
    autocomplete_fields = ["organisation"]
    extra = 0
    hide_title = True

    def get_queryset(self, request):
        return super().get_queryset(request).select_related("person", "organisation")


@admin.register(Person)
class PersonAdmin(ModelAdmin):
    list_display = ["__str__", "work_email", "work_phone", "works_at", "language"]
    list_filter = [("posts__role", ChoicesDropdownFilter), ("language", ChoicesDropdownFilter)]
    list_filter_submit = True
    search_fields = [
        "given_name__unaccent__icontains",
        "family_name__unaccent__icontains",
        "work_email",
        "posts__organisation__trade_name__unaccent__icontains",
    ]
    search_help_text = _("Part of a name, an address or an organisation.")
    autocomplete_fields = ["user"]
    inlines = [PostInline]
    fieldsets = [
        (
            None,
            {
                "fields": [
                    ("given_name", "family_name"),
                    ("work_email", "work_phone"),
                    "language",
                    "user",
                ],
                "description": _(
                    "Only what is needed to deal with this person at work: no private addresses. Whoever "
                    "has the role of survey contact receives the links of the survey."
                ),
            },
        )
    ]

    def get_queryset(self, request):
        posts = Prefetch("posts", queryset=Post.objects.select_related("organisation"))
        return super().get_queryset(request).prefetch_related(posts)

    @display(description=_("works at"))
    def works_at(self, person):
        return ", ".join(sorted({str(post.organisation) for post in person.posts.all()})) or None
