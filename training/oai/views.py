"""The catalogue's address for harvesters that speak OAI-PMH 2.0, by GET or POST as the protocol wants."""

from urllib.parse import urlsplit

from django.conf import settings
from django.http import HttpRequest, HttpResponse, QueryDict
from django.utils.translation import gettext as _
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods
from oaipmh.error import BadArgumentError, BadResumptionTokenError, BadVerbError, DatestampError
from oaipmh.server import decodeResumptionToken

from .repository import server
from .text import is_sound

# What a list goes on with; the library takes a token's word for anything.
RESUMED = {"metadataPrefix", "from_", "until", "set", "cursor", "batch_size"}
LAST = 2**31


# It reads only, and a harvester has no session that another site could borrow.
@csrf_exempt
@require_http_methods(["GET", "HEAD", "POST"])
def oai(request: HttpRequest) -> HttpResponse:
    """Answer one request of the protocol; what is wrong with it is said in the protocol too."""
    asked = request.POST if request.method == "POST" else request.GET
    served = server(urlsplit(settings.SITE_URL).hostname)
    try:
        content = served.handleRequest(read_arguments(asked))
    except (BadArgumentError, BadResumptionTokenError, BadVerbError) as problem:
        content = served.handleException({}, (type(problem), problem, None))
    response = HttpResponse(content, content_type="text/xml; charset=utf-8")
    response["Access-Control-Allow-Origin"] = "*"
    response["X-Robots-Tag"] = "noindex"
    return response


def read_arguments(asked: QueryDict) -> dict[str, str]:
    """Return the arguments, each once; raise what the protocol calls the rest."""
    arguments = {}
    for name, values in asked.lists():
        if len(values) > 1:
            raise BadArgumentError(_("An argument is repeated."))
        if not is_sound(name + values[0]):
            raise BadArgumentError(_("An argument has characters that XML cannot write."))
        arguments[name] = values[0]
    if arguments.get("verb") == "GetMetadata":
        raise BadVerbError(_("The protocol has no such verb."))
    if "resumptionToken" in arguments:
        check_token(arguments["resumptionToken"])
    return arguments


def check_token(token: str) -> None:
    problem = BadResumptionTokenError(_("This token leads nowhere: start the list again."))
    try:
        resumed, cursor = decodeResumptionToken(token)
    except (ValueError, BadResumptionTokenError, DatestampError) as error:
        raise problem from error
    if not RESUMED >= set(resumed) >= {"metadataPrefix"} or not 0 <= cursor < LAST:
        raise problem
