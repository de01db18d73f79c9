"""Letting us in by the network's own page: what goes out, what comes back, what is not believed."""

from __future__ import annotations

import threading
import urllib.error
import urllib.request
from datetime import UTC, datetime
from urllib.parse import parse_qs, urlsplit

import pytest
from quotecards.errors import AccountError, Refused
from quotecards.post import guard, oauth
from quotecards.post.seam import Account
from quotecards.post.wire import Wire

from loopback import Fault, Loopback, Said, serving

SECRET = "tok-PLANTED-1234567890"


@pytest.fixture
def wire():
    return Wire(lambda: datetime(2026, 11, 22, tzinfo=UTC), rules=guard.Rules(loopback=True), seconds=5)


@pytest.fixture
def server():
    with serving(Loopback()) as one:
        one.route("POST", "/token", lambda _: Said(200, {"access_token": SECRET, "refresh_token": "r1"}))
        yield one


def query(url):
    return {name: values[0] for name, values in parse_qs(urlsplit(url).query).items()}


def test_the_page_asks_for_no_more_than_posting_needs():
    """Scopes from the file, a fresh state, a challenge whose answer stays here."""
    door = oauth.start("x", "my-app")
    asked = query(door.url)
    assert door.url.startswith("https://x.com/i/oauth2/authorize?")
    assert asked["client_id"] == "my-app"
    assert asked["redirect_uri"] == oauth.REDIRECT
    assert asked["scope"].split() == [
        "tweet.read",
        "tweet.write",
        "users.read",
        "media.write",
        "offline.access",
    ]
    assert (asked["code_challenge_method"], asked["response_type"]) == ("S256", "code")
    assert asked["state"] == door.state
    assert door.verifier not in door.url
    assert oauth.start("x", "my-app").state != door.state
    assert door.state not in repr(door).replace(door.url, "")


def test_a_network_without_such_a_page_says_so():
    """A token is pasted there."""
    with pytest.raises(AccountError, match="no page to agree on"):
        oauth.start("telegram", "app")


def test_the_address_one_comes_back_to_becomes_tokens(wire, server):
    """The code goes out with the verifier; the tokens come back by the names of the account's needs."""
    door = oauth.start("x", "my-app")
    back = f"{oauth.REDIRECT}?state={door.state}&code=abc"
    assert oauth.finish(wire, door, back, token_url=f"{server.url}/token") == {
        "token": SECRET,
        "refresh_token": "r1",
    }
    assert server.log[0].form == {
        "grant_type": "authorization_code",
        "code": "abc",
        "redirect_uri": oauth.REDIRECT,
        "client_id": "my-app",
        "code_verifier": door.verifier,
    }


def test_the_code_alone_will_do(wire, server):
    """Some pages only show a code."""
    door = oauth.start("x", "my-app")
    oauth.finish(wire, door, " abc ", "shh", token_url=f"{server.url}/token")
    assert (server.log[0].form["code"], server.log[0].form["client_secret"]) == ("abc", "shh")


@pytest.mark.parametrize(
    "back", ["?state=other&code=abc", "?code=abc", "?state={state}", "?state={state}&error=access_denied"]
)
def test_an_answer_that_is_not_one_to_our_question_is_refused(wire, server, back):
    """Another state is another's answer; no is no."""
    door = oauth.start("x", "my-app")
    with pytest.raises(AccountError, match="no agreement came back") as caught:
        oauth.finish(
            wire, door, oauth.REDIRECT + back.format(state=door.state), token_url=f"{server.url}/token"
        )
    assert server.log == []
    assert door.state not in str(caught.value)


@pytest.mark.parametrize("said", [Said(200, {"error": "x"}), Said(200, {"access_token": 7})])
def test_an_answer_without_a_token_is_told(wire, server, said):
    """A good answer may hold nothing of use."""
    server.faults.append(Fault("POST", "/token", "say", said))
    with pytest.raises(AccountError, match="no token"):
        oauth.finish(wire, oauth.start("x", "a"), "abc", token_url=f"{server.url}/token")


def test_a_code_that_is_not_taken_is_told(wire, server):
    """As the network says it."""
    server.faults.append(Fault("POST", "/token", "say", Said(400, {"error": "invalid_grant"})))
    with pytest.raises(Refused, match="invalid_grant"):
        oauth.finish(wire, oauth.start("x", "a"), "abc", token_url=f"{server.url}/token")


def test_a_refresh_token_becomes_new_ones(wire, server):
    """Where no new refresh token comes, the old one stays."""
    account = Account("x", "main", server.url, {"client_id": "app"}, {})
    server.route("POST", "/2/oauth2/token", lambda _: Said(200, {"access_token": SECRET}))
    assert oauth.renew(wire, account, "old") == {"token": SECRET, "refresh_token": "old"}


def free_port():
    import socket

    with socket.socket() as one:
        one.bind(("127.0.0.1", 0))
        return one.getsockname()[1]


def test_the_answer_is_taken_on_loopback():
    """Other requests (a browser's icon) are passed over; the path is in no log."""
    door = oauth.start("x", "a", f"http://127.0.0.1:{free_port()}/")
    seen = []

    def visit():
        for path in ("favicon.ico", f"?state={door.state}&code=abc"):
            request = urllib.request.Request(door.redirect + path)
            try:
                with urllib.request.urlopen(request, timeout=5) as page:
                    seen.append(page.status)
            except urllib.error.HTTPError as error:
                seen.append(error.code)
                error.close()

    browser = threading.Thread(target=visit)
    back = oauth.listen(door, lambda _: browser.start(), seconds=10)
    browser.join()
    assert seen == [404, 200]
    assert back == f"{door.redirect}?state={door.state}&code=abc"


def test_nobody_is_waited_for_for_ever():
    """The message says what else to do."""
    door = oauth.start("x", "a", f"http://127.0.0.1:{free_port()}/")
    with pytest.raises(AccountError, match=r"nobody came back in time.*Paste the code"):
        oauth.listen(door, lambda _: None, seconds=0.1)


def test_a_port_that_is_taken_is_told(server):
    """Another program sits there."""
    door = oauth.start("x", "a", f"{server.url}/")
    with pytest.raises(AccountError, match="is taken on this machine"):
        oauth.listen(door, lambda _: None)
