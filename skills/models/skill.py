from django.db import models
from django.utils.translation import gettext_lazy as _

from skills.enums import Domain


class Skill(models.Model):
    """A skill or piece of knowledge, asked for by companies and taught by offers.

    ``esco_uri`` is empty for a local term that ESCO does not have yet; labels are
    the project's own short wording, so no label is unique.
    """

    code = models.SlugField(_("code"), unique=True)
    esco_uri = models.URLField(_("ESCO URI"), unique=True, null=True, blank=True)
    label = models.CharField(_("label"), max_length=160)
    description = models.TextField(_("description"), blank=True)
    domain = models.CharField(_("domain"), max_length=20, choices=Domain)

    class Meta:
        ordering = ["domain", "code"]
        verbose_name = _("skill")
        verbose_name_plural = _("skills")

    def __str__(self) -> str:
        return self.label
