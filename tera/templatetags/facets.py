"""The values of a facet, drawn from a frame: there may be hundreds, which an include each takes long over."""

from collections.abc import Sequence
from functools import lru_cache

from django import template
from django.template.loader import render_to_string
from django.utils.formats import localize
from django.utils.html import escape
from django.utils.safestring import SafeString, mark_safe

from tera.facets import FacetGroup, Option
from tera.stencils import Stencil, hole

register = template.Library()

DIFFERENT = ("slug", "value", "label", "count")
# Smaller numbers have no separator in any language.
SEPARATED_FROM = 1_000


@register.simple_tag
def filter_options(group: FacetGroup, options: Sequence[Option], unit: str) -> SafeString:
    """Draw each value with its count of ``unit``, a word in the plural."""
    return mark_safe("".join(drawn(group.key, option, str(unit)) for option in options))  # noqa: S308


def drawn(key: str, option: Option, unit: str) -> SafeString:
    count = localize(option.count) if option.count >= SEPARATED_FROM else str(option.count)
    return frame_of(key, option.chosen, option.disabled, unit).fill(
        {"slug": option.slug, "value": escape(option.value), "label": escape(option.label), "count": count}
    )


@lru_cache(maxsize=500)
def frame_of(key: str, chosen: bool, disabled: bool, unit: str) -> Stencil:
    option = {name: hole(name) for name in DIFFERENT} | {"chosen": chosen, "disabled": disabled}
    context = {"group": {"key": key}, "option": option, "unit": unit}
    return Stencil(render_to_string("components/filter_option.html", context))
