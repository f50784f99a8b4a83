"""How long this browser may go on, asked and prolonged by the page while somebody is at it."""

from uuid import UUID

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.middleware.csrf import get_token
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from surveys.answering.ended import say_ended
from surveys.answering.grants import go_on, grant_of
from surveys.answering.sitting import find_sitting


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def session(request: HttpRequest, response_id: UUID) -> HttpResponse:
    """Tell how many seconds are left; POST says that somebody is there, GET only looks.

    The token is for a page that was open while somebody signed in elsewhere: its own is old then.
    """
    sitting = find_sitting(request, response_id)
    if sitting is None:
        return say_ended(request, response_id)
    if request.method == "POST":
        go_on(request.session, sitting.held_by)
    grant = grant_of(request.session, sitting.held_by)
    return JsonResponse({"left": grant.left, "final": grant.is_final, "token": get_token(request)})
