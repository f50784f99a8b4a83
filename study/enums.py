from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy


class StudyState(TextChoices):
    DRAFT = "draft", _("Draft")
    PUBLISHING = "publishing", _("Being published")
    PUBLISHED = "published", pgettext_lazy("study", "Published")
    FAILED = "failed", _("Publication failed")
