from ipaddress import ip_address

import pytest
from django.core.checks import run_checks

from tera.outgoing.addresses import find_target, is_public, resolve
from tera.outgoing.errors import RequestFailed, Trouble

PUBLIC = "93.184.216.34"


def trouble_with(url, resolve=lambda host, port: [PUBLIC]):
    with pytest.raises(RequestFailed) as caught:
        find_target(url, resolve)
    return caught.value.trouble


@pytest.mark.parametrize(
    "address",
    [
        *("127.0.0.1", "10.1.2.3", "172.16.0.1", "192.168.1.1", "169.254.169.254", "100.64.0.1"),
        *("0.0.0.0", "255.255.255.255", "224.0.0.1", "240.0.0.1", "192.0.2.1", "198.18.0.1"),  # noqa: S104
        *("::1", "::", "fe80::1", "fe80::1%eth0", "fc00::1", "fd12::1", "ff02::1", "2001:db8::1"),
        *("::ffff:127.0.0.1", "::ffff:10.0.0.1", "::127.0.0.1", "64:ff9b::7f00:1", "64:ff9b::a00:1"),
        *("2002:7f00:1::", "2001:0:7f00:1::"),
    ],
)
def test_address_inside_a_network_is_not_public(address):
    assert not is_public(ip_address(address))


@pytest.mark.parametrize("address", [PUBLIC, "8.8.8.8", "2606:2800:220:1::1", f"::ffff:{PUBLIC}"])
def test_address_of_the_internet_is_public(address):
    assert is_public(ip_address(address))


@pytest.mark.parametrize(
    ("url", "trouble"),
    [
        ("ftp://example.org/", Trouble.BAD_ADDRESS),
        ("file:///etc/passwd", Trouble.BAD_ADDRESS),
        ("javascript:alert(1)", Trouble.BAD_ADDRESS),
        ("https:///nowhere", Trouble.BAD_ADDRESS),
        ("https://exa mple.org/", Trouble.BAD_ADDRESS),
        ("https://example.org\\@evil.test/", Trouble.BAD_ADDRESS),
        ("https://example.org/\r\nHost: evil.test", Trouble.BAD_ADDRESS),
        ("https://[::1", Trouble.BAD_ADDRESS),
        ("https://example.org:99999/", Trouble.BAD_ADDRESS),
        ("https://[fe80::1%25eth0]/", Trouble.BAD_ADDRESS),
        ("https://example..org/", Trouble.BAD_ADDRESS),
        (f"https://example.org/{'a' * 3000}", Trouble.BAD_ADDRESS),
        ("http://2130706433/", Trouble.BAD_ADDRESS),
        ("http://0x7f000001/", Trouble.BAD_ADDRESS),
        ("http://0177.0.0.1/", Trouble.BAD_ADDRESS),
        ("http://127.1/", Trouble.BAD_ADDRESS),
        ("http://127.1./", Trouble.BAD_ADDRESS),
        ("https://ana:secreto@example.org/", Trouble.PASSWORD),
        ("https://ana@example.org/", Trouble.PASSWORD),
        ("https://example.org:22/", Trouble.BAD_PORT),
        ("https://example.org:5432/", Trouble.BAD_PORT),
    ],
)
def test_doubtful_address_is_refused_before_any_name_is_looked_up(url, trouble):
    assert trouble_with(url) == trouble


@pytest.mark.parametrize(
    "url",
    [
        "http://127.0.0.1/",
        "http://169.254.169.254/latest/meta-data/",
        "http://[::1]/",
        "http://[::ffff:127.0.0.1]/",
        "http://[::ffff:7f00:1]/",
        "http://localhost/",
    ],
)
def test_address_of_this_machine_is_refused(url):
    assert trouble_with(url, resolve) == Trouble.NOT_PUBLIC


@pytest.mark.parametrize("answers", [["10.0.0.5"], [PUBLIC, "10.0.0.5"], ["fd00::5", PUBLIC]])
def test_name_that_stands_for_a_private_address_is_refused(answers):
    assert trouble_with("https://innocent.example/", lambda host, port: answers) == Trouble.NOT_PUBLIC


def test_name_that_stands_for_nothing_is_unknown():
    assert trouble_with("https://nobody.example/", lambda host, port: []) == Trouble.UNKNOWN_NAME


def test_addresses_opened_for_the_tests_stay_closed_by_default(settings):
    assert settings.OUTGOING_PRIVATE_ADDRESSES == []


def test_target_keeps_the_checked_addresses_and_speaks_ascii():
    target = find_target("https://Formación.example:8443/cursos/año?q=ñ#x", lambda host, port: [PUBLIC])

    assert target.addresses == (PUBLIC,)
    assert target.host_header == "xn--formacin-13a.example:8443"
    assert target.path == "/cursos/a%C3%B1o?q=%C3%B1"


@pytest.mark.parametrize(("mode", "found"), [("production", ["tera.E004"]), ("test", []), ("demo", [])])
def test_check_refuses_private_addresses_in_production(settings, mode, found):
    settings.OUTGOING_PRIVATE_ADDRESSES, settings.MODE = ["127.0.0.1"], mode

    assert [error.id for error in run_checks(tags=["security"]) if error.id == "tera.E004"] == found
