"""Word from the mail provider that a message came back."""

import json
import re
import secrets

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_POST

from surveys.models import Message
from tera.criteria import clean_text

from .chasing import mark_bounced

LONGEST_BODY = 20_000
OURS = re.compile(r"<?survey-message-(\d{1,18})@")


# Exempt because a machine calls it, with a token instead of a cookie.
@csrf_exempt
@require_POST
def bounced(request: HttpRequest) -> HttpResponse:
    """Note a message as come back: ``{"message_id": "<survey-message-…>", "reason": "550 …"}``.

    Needs ``Authorization: Bearer`` with SURVEY_BOUNCE_TOKEN; without that setting there is no such page.
    Answers 202 whether it was news or not, and 422 for what it cannot read.
    """
    if not settings.SURVEY_BOUNCE_TOKEN:
        raise Http404
    given = request.headers.get("Authorization", "").removeprefix("Bearer ")
    if not secrets.compare_digest(given.encode(), settings.SURVEY_BOUNCE_TOKEN.encode()):
        return JsonResponse({"error": "The token is not right."}, status=403)
    message = message_named_in(request)
    if message is None:
        return JsonResponse({"error": "No message of ours is named in message_id."}, status=422)
    return JsonResponse({"noted": mark_bounced(message, reason=reason_in(request))}, status=202)


def message_named_in(request: HttpRequest) -> Message | None:
    found = OURS.match(text_of(request, "message_id"))
    return Message.objects.filter(pk=int(found[1])).first() if found else None


def reason_in(request: HttpRequest) -> str:
    return clean_text(text_of(request, "reason"))


def text_of(request: HttpRequest, key: str) -> str:
    try:
        body = json.loads(request.body) if len(request.body) <= LONGEST_BODY else {}
    except (ValueError, RecursionError):
        return ""
    value = body.get(key) if isinstance(body, dict) else None
    return value if isinstance(value, str) else ""
