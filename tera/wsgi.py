"""The WSGI entry point of the web process."""

import codecs
import os
from collections.abc import Callable, Iterable

from django.core.wsgi import get_wsgi_application
from django.utils.http import parse_header_parameters

from tera.garbage import leave_out_what_is_loaded, tidy_between_requests

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "tera.settings")
handler = get_wsgi_application()
leave_out_what_is_loaded()
tidy_between_requests()


def application(environ: dict, start_response: Callable) -> Iterable[bytes]:
    """Hand a request on, without its type when that claims another character set than UTF-8.

    Django would read the address so too, before any middleware is asked: with "base64" it fails without
    a page, and "unicode_escape" makes text of it that the database cannot store.
    """
    if not is_utf8(environ.get("CONTENT_TYPE", "")):
        environ["CONTENT_TYPE"] = ""
    return handler(environ, start_response)


def is_utf8(content_type: str) -> bool:
    _type, parameters = parse_header_parameters(content_type)
    try:
        return codecs.lookup(parameters.get("charset", "utf-8")).name in ("utf-8", "ascii")
    except (LookupError, ValueError):
        return False
