from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.utils.translation import gettext_lazy as _

from skills.enums import Domain


class Skill(models.Model):
    """A skill or piece of knowledge, asked for by companies and taught by offers.

    ``esco_uri`` is empty for a local term that ESCO does not have yet; labels are
    the project's own short wording, so no label is unique. ``aliases`` are what people call it or a part
    of it by (products, languages): they name the skill, and say nothing of what an offer teaches.
    """

    code = models.SlugField(_("code"), unique=True)
    esco_uri = models.URLField(_("ESCO URI"), unique=True, null=True, blank=True)
    label = models.CharField(_("label"), max_length=160)
    description = models.TextField(_("description"), blank=True)
    domain = models.CharField(_("domain"), max_length=20, choices=Domain)
    aliases = ArrayField(
        models.CharField(max_length=60),
        verbose_name=_("also named by"),
        default=list,
        db_default=[],
        blank=True,
        help_text=_(
            "Products, languages and short names that people search for, in any language, separated by "
            "commas: “HTML, CSS, PHP”. Whoever searches for one of them is shown this skill."
        ),
    )
    # What the application has given once; what somebody takes out stays out.
    shipped_aliases = ArrayField(
        models.CharField(max_length=60), default=list, db_default=[], blank=True, editable=False
    )

    class Meta:
        ordering = ["domain", "code"]
        verbose_name = _("skill")
        verbose_name_plural = _("skills")

    def __str__(self) -> str:
        return self.label
