import logging

import pytest
from django.conf import settings
from django.core.signing import Signer

from surveys.tokens import new_token
from tera.logs import KeyFilter


def logged(text: str, *args) -> str:
    record = logging.LogRecord("django.request", logging.WARNING, "", 1, text, args, None)
    assert KeyFilter().filter(record)
    return record.getMessage()


@pytest.mark.parametrize(
    "key",
    [new_token(), Signer(salt="x").sign_object(7), "1-d5abcd-0123456789abcdef0123456789abcdef"],
    ids=["survey link", "signed", "password"],
)
def test_log_line_keeps_no_key_of_an_address(key):
    assert logged("Method Not Allowed (%s): %s", "PUT", f"/e/{key}/") == "Method Not Allowed (PUT): /e/…/"
    assert logged("Not Found: %s", f"/cuenta/clave/{key}") == "Not Found: /cuenta/clave/…"


@pytest.mark.parametrize(
    "path",
    [
        "/formacion/certificado-administracion-de-servicios-de-internet/",
        "/encuesta/2442d7a7-cc8c-48a0-bf8e-5cbfa57997d6/secciones/",
        "/estudio/2025.pdf",
    ],
)
def test_log_line_keeps_what_helps_to_find_a_fault(path):
    assert logged("Internal Server Error: %s", path) == f"Internal Server Error: {path}"


def test_every_line_that_is_written_goes_through_the_filter():
    assert "keys" in settings.LOGGING["handlers"]["console"]["filters"]
    assert settings.LOGGING["root"]["handlers"] == ["console"]
