"""Components with a body; the ones without are plain includes in templates/components/."""

from django import template

register = template.Library()
