"""What every template may use, beside Django's own context."""

from django.conf import settings
from django.http import HttpRequest


def site(request: HttpRequest) -> dict:
    return {
        "demo": settings.DEMO,
        "support_email": settings.SUPPORT_EMAIL,
        "request_id": getattr(request, "request_id", ""),
    }
