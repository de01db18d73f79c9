"""Which addresses may be spoken to."""

from __future__ import annotations

import ipaddress
import socket

import httpcore
import pytest
from hypothesis import given
from hypothesis import strategies as st
from quotecards.addresses import Backend, Rules, allowed, fault

INSIDE = [
    "127.0.0.1", "127.8.8.8", "::1", "0.0.0.0", "::", "10.0.0.1", "172.16.0.1", "192.168.1.1", "169.254.169.254", "fe80::1",
    "fc00::1", "100.64.0.1", "224.0.0.1", "ff02::1", "255.255.255.255", "::ffff:127.0.0.1", "::ffff:10.0.0.1",
    "64:ff9b::7f00:1", "64:ff9b::a00:1", "2002:7f00:1::", "2002:a00:1::", "192.0.2.1", "198.18.0.1", "240.0.0.1",
]  # fmt: skip
OUTSIDE = [
    "93.184.216.34",
    "8.8.8.8",
    "2606:2800:220:1:248:1893:25c8:1946",
    "64:ff9b::808:808",
    "::ffff:8.8.8.8",
]


@pytest.mark.parametrize("address", INSIDE)
def test_what_is_not_public_is_refused(address):
    """However it is written: mapped, translated, tunnelled."""
    assert not allowed(ipaddress.ip_address(address), Rules())


@pytest.mark.parametrize("address", OUTSIDE)
def test_what_is_public_is_allowed(address):
    """In both families."""
    assert allowed(ipaddress.ip_address(address), Rules())


def test_loopback_and_private_networks_are_allowed_each_by_its_own_rule():
    """Link-local addresses, where clouds keep their secrets, by none."""
    here, network = Rules(loopback=True), Rules(private=True)
    addresses = {
        name: ipaddress.ip_address(name)
        for name in ("127.0.0.1", "::1", "10.0.0.1", "169.254.169.254", "0.0.0.0", "224.0.0.1")
    }
    assert [name for name, one in addresses.items() if allowed(one, here)] == ["127.0.0.1", "::1"]
    assert [name for name, one in addresses.items() if allowed(one, network)] == ["10.0.0.1"]


@given(address=st.ip_addresses())
def test_only_global_addresses_are_allowed_without_rules(address):
    """Whatever the address."""
    assert not allowed(address, Rules()) or address.is_global or getattr(address, "ipv4_mapped", None)


@pytest.mark.parametrize(
    ("url", "says"),
    [
        ("https://x.example/a", None),
        ("http://x.example/a", "only https is spoken"),
        ("ftp://x.example/a", "only https is spoken"),
        ("https:///a", "no server"),
        ("https://a:b@x.example/", "user name or password"),
        ("https://x.example:99999/", "no address"),
        ("https://[x/", "no address"),
    ],
)
def test_a_url_is_faulted_before_its_name_is_looked_up(url, says):
    """Scheme, server, credentials, port."""
    assert (says or "") in (fault(url) or "")
    assert (fault(url) is None) == (says is None)


def test_the_schemes_are_the_callers_choice():
    """A page may be read over http, a password may not be sent over it."""
    assert fault("http://x.example/", ("http", "https")) is None
    assert fault("file:///etc/passwd", ("http", "https")) == "only http and https are spoken"
    assert fault("gopher://x.example/", ("http", "https")) == "only http and https are spoken"


class Refusal(Exception):
    """What this test calls a refusal."""


def names(monkeypatch, *addresses):
    """Every name leads to these."""
    found = [(socket.AF_INET, socket.SOCK_STREAM, 6, "", (address, 80)) for address in addresses]
    monkeypatch.setattr(socket, "getaddrinfo", lambda *_args, **_more: found)


def backend(rules=None, seconds=5.0):
    return Backend(rules or Rules(), seconds, lambda host, addresses: Refusal(f"{host} {addresses}"))


def test_a_name_that_leads_inside_is_refused_in_the_callers_words(monkeypatch):
    """After it was looked up, whatever it is called."""
    names(monkeypatch, "10.0.0.1", "169.254.169.254")
    with pytest.raises(Refusal, match=r"harmless.example .*10.0.0.1.*169.254.169.254"):
        backend().connect_tcp("harmless.example", 80)


def test_the_connection_goes_to_the_very_address_that_was_checked(monkeypatch):
    """The name is not looked up again, and of several addresses only the allowed ones are tried."""
    names(monkeypatch, "127.0.0.1", "93.184.216.34")
    tried = []

    class Plain:
        def connect_tcp(self, host, *_):
            tried.append(host)
            raise httpcore.ConnectError("refused")

    one = backend()
    monkeypatch.setattr(one, "_plain", Plain())
    with pytest.raises(httpcore.ConnectError):
        one.connect_tcp("x.example", 80)
    assert tried == ["93.184.216.34"]


def test_a_name_that_nobody_knows_is_no_connection(monkeypatch):
    """Nor is one that is no name."""

    def unknown(*_args, **_more):
        raise socket.gaierror

    monkeypatch.setattr(socket, "getaddrinfo", unknown)
    with pytest.raises(httpcore.ConnectError, match="not known"):
        backend().connect_tcp("x.example", 80)


def test_time_is_up_for_good():
    """A backend whose time is over connects nowhere."""
    with pytest.raises(httpcore.ConnectTimeout):
        backend(Rules(loopback=True), seconds=0.0).connect_tcp("127.0.0.1", 1)
