"""Filters for what a snapshot holds."""

from django import template

from study import languages

register = template.Library()
register.filter("spoken", languages.spoken)
register.filter("day_text", languages.day_text)
