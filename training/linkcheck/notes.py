"""What the public is told of a link that does not answer; it stays, since the page may be back."""

from collections.abc import Iterable

from django.utils.formats import date_format
from django.utils.translation import gettext as _

from training.models import LinkCheck


def notes_for(urls: Iterable[str]) -> dict[str, str]:
    """Return a sentence for each of these addresses that has not answered for days."""
    broken = LinkCheck.objects.broken().filter(url__in=[url for url in urls if url])
    return {
        link.url: _("This link did not answer on %(day)s.") % {"day": date_format(link.failed_on)}
        for link in broken
        if link.failed_on
    }
