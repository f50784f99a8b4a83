"""What the background worker does for followers: it asks them to confirm, and sends them their link."""

import re
from textwrap import shorten

from django.db import transaction
from django.utils import timezone, translation
from django_tasks import task

from members.accounts.mails import send
from members.accounts.tokens import new_token
from tera.mailing import one_line
from training.models import Follower, SavedSearch

from .links import absolute, confirm_path, hash_token, manage_path, stop_all_path
from .subjects import subject_of

LONGEST_WORDS = 120


def in_a_strangers_mail(words: str) -> str:
    """Return what is followed so that it can be mailed to somebody who may not have asked for it.

    What somebody typed must carry neither an advertisement nor a link: it is cut, and no mail program
    takes for an address what has a space in it.
    """
    return re.sub(r"(?<=\S)([./@:])(?=\S)", r"\1 ", shorten(one_line(words), LONGEST_WORDS, placeholder="…"))


@task()
def send_confirmation(search_id: int) -> None:
    """Make the link and send it; a second sending makes a new link and the earlier one stops working."""
    token = new_token()
    with transaction.atomic():
        searches = SavedSearch.objects.select_for_update(of=("self",)).select_related("follower")
        search = searches.filter(pk=search_id).first()
        if search is None:
            return
        if search.confirmed_at is None:
            search.token_hash = hash_token(token)
            search.save(update_fields=["token_hash"])
    with translation.override(search.language):
        subject = subject_of(search.query, language=search.language, day=timezone.localdate())
        if subject is None:
            return
        context = {
            "words": in_a_strangers_mail(subject.words),
            "frequency": search.get_frequency_display().lower(),
            "expires_at": search.expires_at,
            "link": absolute(confirm_path(token)),
            "manage": absolute(manage_path(search.follower)),
            "stop": absolute(stop_all_path(search.follower)),
        }
    name = "training_follow" if search.confirmed_at is None else "training_followed"
    send(name, to=search.follower.email, language=search.language, context=context)


@task()
def send_manage_link(email: str, language: str) -> None:
    """Send an address that follows something the link to all it follows; any other gets nothing."""
    follower = Follower.objects.filter(email__iexact=email, searches__isnull=False).first()
    if follower is None:
        return
    with translation.override(language):
        context = {"manage": absolute(manage_path(follower)), "stop": absolute(stop_all_path(follower))}
    send("training_follow_link", to=follower.email, language=language, context=context)
