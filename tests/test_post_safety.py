"""Whom we speak to, how long, how much: https, public addresses, no redirects, bounded time and size."""

from __future__ import annotations

import ipaddress
import socket
import time
from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st
from quotecards.errors import NotSent, OutcomeUnknown, PostingError
from quotecards.post import guard
from quotecards.post.wire import Wire, from_environment

from loopback import Fault, Loopback, Said, serving

NOW = datetime(2026, 11, 22, 9, 0, tzinfo=UTC)
PUBLIC = guard.Rules()
TESTS = guard.Rules(loopback=True)


@pytest.fixture
def server():
    with serving(Loopback()) as one:
        one.route("GET", "/", lambda _: Said(200, {"good": True}))
        one.route("POST", "/", lambda _: Said(200, {"good": True}))
        yield one


def wire(rules=TESTS, seconds=2.0):
    return Wire(lambda: NOW, rules=rules, seconds=seconds)


# ---------------------------------------------------------------- addresses


@pytest.mark.parametrize(
    "url", ["https://bsky.social", "https://mastodon.example:8443/a/b", "https://1.1.1.1/x"]
)
def test_public_servers_over_https_may_be_spoken_to(url):
    """What posting is for."""
    assert guard.check(url, PUBLIC) is None


@pytest.mark.parametrize(
    ("url", "said"),
    [
        ("http://bsky.social", "only https"),
        ("ftp://bsky.social", "only https"),
        ("file:///etc/passwd", "no server"),
        ("https://user@bsky.social", "user name or password"),
        ("https://user:word@bsky.social", "user name or password"),
        ("https://@bsky.social", "user name or password"),
        ("https://", "no server"),
        ("https:///path", "no server"),
        ("bsky.social", "no server"),
        ("https://bsky.social:99999", "no address"),
        ("https://[::1", "no address"),
        ("https://127.0.0.1", "this machine"),
        ("https://127.8.9.1", "this machine"),
        ("https://[::1]/", "this machine"),
        ("https://localhost:3000", "this machine"),
        ("http://localhost", "only https"),
        ("", "no server"),
    ],
)
def test_other_addresses_are_refused_before_anything_happens(url, said):
    """Each with its reason, and without a password that stood in it."""
    with pytest.raises(PostingError, match=said) as caught:
        guard.check(url, PUBLIC)
    assert "word" not in caught.value.where


def test_this_machine_may_be_spoken_to_where_tests_ask_for_it():
    """Also without https, and nothing else becomes allowed."""
    assert guard.check("http://127.0.0.1:3000/x", TESTS) is None
    assert guard.check("http://localhost:3000/x", TESTS) is None
    with pytest.raises(PostingError, match="only https"):
        guard.check("http://bsky.social", TESTS)


@pytest.mark.parametrize(
    "address",
    [
        "10.0.0.1",
        "172.16.5.4",
        "192.168.1.1",
        "169.254.169.254",
        "0.0.0.0",
        "224.0.0.1",
        "fc00::1",
        "fe80::1",
        "::",
        "100.64.0.1",
        "::ffff:10.0.0.1",
        "::ffff:127.0.0.1",
        "255.255.255.255",
    ],
)
def test_no_name_leads_to_a_private_address(address):
    """Whatever the name says, the address that it leads to is checked."""
    assert not guard.allowed(ipaddress.ip_address(address), PUBLIC)


def test_private_networks_are_for_those_who_ask():
    """A server at home; never the address from which clouds give out secrets."""
    home = guard.Rules(private=True)
    assert guard.allowed(ipaddress.ip_address("192.168.1.1"), home)
    assert not guard.allowed(ipaddress.ip_address("169.254.169.254"), home)
    assert not guard.allowed(ipaddress.ip_address("127.0.0.1"), home)


@given(st.ip_addresses())
def test_only_global_addresses_pass_without_asking(address):
    """Of all addresses there are."""
    if guard.allowed(address, PUBLIC):
        assert address.is_global
        assert not address.is_private
        assert not address.is_loopback


def test_a_name_that_leads_home_is_refused_when_the_connection_is_made(server, monkeypatch):
    """A public name may point to this machine: the connection checks where it goes."""
    port = int(server.url.rpartition(":")[2])
    found = [(socket.AF_INET, socket.SOCK_STREAM, 6, "", ("127.0.0.1", port))]
    monkeypatch.setattr(socket, "getaddrinfo", lambda *_, **__: found)
    with pytest.raises(PostingError, match=r"leads to 127\.0\.0\.1, which is not a public address"):
        wire(PUBLIC).call("GET", f"https://evil.example:{port}/")
    assert server.log == []


def test_an_unknown_name_was_not_sent(monkeypatch):
    """Nothing can have happened over there."""

    def unknown(*_, **__):
        raise socket.gaierror(-2, "Name or service not known")

    monkeypatch.setattr(socket, "getaddrinfo", unknown)
    with pytest.raises(NotSent, match="no connection"):
        wire(PUBLIC).call("GET", "https://nowhere.example/")


# ---------------------------------------------------------------- redirects, time, size


@pytest.mark.parametrize("status", [301, 302, 303, 307, 308])
@pytest.mark.parametrize("method", ["GET", "POST"])
def test_a_redirect_is_an_answer_not_a_way(server, status, method):
    """Whoever follows one may hand a password to a stranger."""
    away = Said(status, b"", (("location", f"{server.url}/elsewhere"),))
    server.faults.append(Fault(method, "/", "say", away))
    with pytest.raises(PostingError, match="Redirects are not followed"):
        wire().ask(method, f"{server.url}/", risk="harmless")
    assert [one.path for one in server.log] == ["/"]


def test_an_answer_that_is_too_long_to_be_true_is_cut_off(server):
    """Memory is not the server's to fill."""
    server.faults.append(Fault("GET", "/", "say", Said(200, b"x" * 100_000)))
    with pytest.raises(OutcomeUnknown, match="more than 1000 bytes"):
        wire().call("GET", f"{server.url}/", most=1000)


def test_silence_ends_in_time(server):
    """A server that says nothing holds nobody up."""
    server.faults.append(Fault("POST", "/", "mute"))
    begin = time.monotonic()
    with pytest.raises(OutcomeUnknown):
        wire(seconds=0.3).call("POST", f"{server.url}/")
    assert time.monotonic() - begin < 3


def test_a_trickle_ends_in_time():
    """One byte now and then is no answer: the time counts from the first to the last byte."""
    listener = socket.create_server(("127.0.0.1", 0))
    import threading

    def drip():
        connection, _ = listener.accept()
        with connection:
            connection.recv(65536)
            connection.sendall(b"HTTP/1.1 200 OK\r\ncontent-length: 1000\r\n\r\n")
            try:
                for _ in range(200):
                    connection.sendall(b"x")
                    time.sleep(0.05)
            except OSError:
                return

    thread = threading.Thread(target=drip)
    thread.start()
    begin = time.monotonic()
    try:
        with pytest.raises(OutcomeUnknown):
            wire(seconds=0.4).call("GET", f"http://127.0.0.1:{listener.getsockname()[1]}/")
        assert time.monotonic() - begin < 5
    finally:
        thread.join()
        listener.close()


def test_nothing_is_sent_compressed_or_kept_open(server):
    """Bounds on sizes hold, and no stale connection makes an outcome unknown."""
    wire().call("GET", f"{server.url}/")
    heads = server.log[0].headers
    assert heads["connection"] == "close"
    assert heads["accept-encoding"] == "identity"


# ---------------------------------------------------------------- the environment


def test_the_environment_says_what_tests_may_do(server, monkeypatch):
    """QUOTECARDS_ALLOW_LOOPBACK=1, and nothing but 1."""
    with pytest.raises(PostingError, match=r"only https|this machine"):
        from_environment(lambda: NOW).call("GET", f"{server.url}/")
    monkeypatch.setenv("QUOTECARDS_ALLOW_LOOPBACK", "yes")
    with pytest.raises(PostingError, match=r"only https|this machine"):
        from_environment(lambda: NOW).call("GET", f"{server.url}/")
    monkeypatch.setenv("QUOTECARDS_ALLOW_LOOPBACK", "1")
    assert from_environment(lambda: NOW).call("GET", f"{server.url}/").status == 200


@pytest.mark.parametrize("seconds", ["0", "-1", "601", "soon", "nan"])
def test_a_time_limit_that_is_none_is_told(monkeypatch, seconds):
    """There is always one."""
    monkeypatch.setenv("QUOTECARDS_TIMEOUT_SECONDS", seconds)
    with pytest.raises(PostingError, match="is not possible"):
        from_environment(lambda: NOW)
