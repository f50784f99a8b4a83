import ssl
from datetime import UTC, datetime, timedelta

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID

from tera.outgoing.client import Client
from tera.outgoing.errors import RequestFailed, Trouble
from tests.sites import LocalSite


@pytest.fixture(scope="module")
def certificate(tmp_path_factory):
    """A certificate that vouches for itself, in the name of site.example."""
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "site.example")])
    now = datetime.now(UTC)
    made = (
        x509.CertificateBuilder(name, name, key.public_key(), x509.random_serial_number())
        .not_valid_before(now - timedelta(days=1))
        .not_valid_after(now + timedelta(days=1))
        .add_extension(x509.SubjectAlternativeName([x509.DNSName("site.example")]), critical=False)
        .add_extension(x509.BasicConstraints(ca=True, path_length=0), critical=True)
        .sign(key, hashes.SHA256())
    )
    folder = tmp_path_factory.mktemp("certificate")
    (folder / "public.pem").write_bytes(made.public_bytes(serialization.Encoding.PEM))
    (folder / "private.pem").write_bytes(
        key.private_bytes(
            serialization.Encoding.PEM,
            serialization.PrivateFormat.PKCS8,
            serialization.NoEncryption(),
        )
    )
    return folder


@pytest.fixture
def secure_site(certificate, settings):
    settings.OUTGOING_PRIVATE_ADDRESSES = ["127.0.0.1"]
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(certificate / "public.pem", certificate / "private.pem")
    site = LocalSite(context=context)
    site.page("/a", "hola")
    yield site
    site.close()


def client():
    return Client(resolve=lambda host, port: ["127.0.0.1"])


def test_certificate_is_checked_against_the_name_not_the_address(secure_site, certificate, monkeypatch):
    monkeypatch.setenv("SSL_CERT_FILE", str(certificate / "public.pem"))

    assert client().get(f"https://site.example:{secure_site.port}/a").text == "hola"
    with pytest.raises(RequestFailed) as caught:
        client().get(f"https://other.example:{secure_site.port}/a")
    assert caught.value.trouble == Trouble.CERTIFICATE


def test_certificate_that_nobody_vouches_for_is_refused(secure_site):
    with pytest.raises(RequestFailed) as caught:
        client().get(f"https://site.example:{secure_site.port}/a")

    assert caught.value.trouble == Trouble.CERTIFICATE
