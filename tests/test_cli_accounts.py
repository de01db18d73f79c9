"""`quotecards accounts`: hidden questions, standard input, lists without secrets, checks that post nothing."""

from __future__ import annotations

import io
import json

import keyring
import pytest
import typer
from keyring.backends import fail
from quotecards.cli import console
from quotecards.errors import ExitCode
from quotecards.post import accounts

from doubles import TOKEN
from doubles_chat import Telegram
from doubles_open import Mastodon
from loopback import Fault, Said, serving


@pytest.fixture(autouse=True)
def no_keyring(monkeypatch):
    """No test sees the machine's own keyring."""
    monkeypatch.setattr(keyring, "get_keyring", fail.Keyring)
    monkeypatch.setattr(keyring.core, "_keyring_backend", fail.Keyring())
    monkeypatch.setenv("QUOTECARDS_ALLOW_LOOPBACK", "1")


@pytest.fixture
def typed(monkeypatch):
    """Standard input holds these lines."""

    def put(text):
        monkeypatch.setattr("sys.stdin", io.StringIO(text))

    return put


@pytest.fixture
def answered(monkeypatch):
    """A person at a terminal; what was asked, and whether the answer was hidden, comes back."""
    asked = []

    def answer(answers):
        def prompt(question, *, hide_input=False, default=None, **_):
            asked.append((question, hide_input))
            return next((value for key, value in answers.items() if key in question), default)

        terminal = io.StringIO()
        terminal.isatty = lambda: True
        monkeypatch.setattr("sys.stdin", terminal)
        monkeypatch.setattr(typer, "prompt", prompt)
        return asked

    return answer


def test_an_account_is_added_from_standard_input(home, run, typed):
    """Lines name=value; nothing of a secret is printed."""
    typed(f"# mine\nserver = https://mastodon.example\n\ntoken={TOKEN}\n")
    done = run("accounts", "add", "mastodon", "--stdin", "--keep", "file")
    assert done.code == ExitCode.OK
    assert "PLANTED" not in done.out + done.err
    assert accounts.get("mastodon").secret("token") == TOKEN


def test_a_lone_line_is_the_only_secret(home, run, typed, monkeypatch):
    """pass show mastodon | quotecards accounts add mastodon --stdin"""
    monkeypatch.setenv("QUOTECARDS_MASTODON_SERVER", "https://mastodon.example")
    typed(f"{TOKEN}\n")
    assert run("accounts", "add", "mastodon", "--stdin", "--keep", "file").code == ExitCode.OK
    assert accounts.get("mastodon").secret("token") == TOKEN


def test_a_line_that_is_not_understood_is_not_shown(home, run, typed):
    """It may be the secret."""
    typed(f"handle=a.b\napp_password=x\n{TOKEN}\n")
    done = run("accounts", "add", "bluesky", "--stdin", "--keep", "file")
    assert done.code == ExitCode.USAGE
    assert "line 3 is not understood" in done.err
    assert "PLANTED" not in done.err


def test_questions_hide_what_is_secret(home, run, answered):
    """And offer what is usual."""
    asked = answered({"Server": "mastodon.example", "token": TOKEN})
    assert run("accounts", "add", "mastodon:club", "--keep", "file").code == ExitCode.OK
    assert [hidden for _, hidden in asked] == [False, True, False]
    assert accounts.get("mastodon", "club").value("visibility") == "public"


def test_where_nobody_can_be_asked_it_says_what_to_do(home, run, typed):
    """A script without answers."""
    typed("")
    done = run("accounts", "add", "mastodon", "--keep", "file")
    assert done.code == ExitCode.POSTING
    assert "--stdin" in done.err


def test_without_a_keyring_the_file_must_be_asked_for(home, run, typed):
    """Opt-in is a decision."""
    typed("token=x\n")
    done = run("accounts", "add", "x", "--stdin")
    assert done.code == ExitCode.POSTING
    assert "--keep file" in done.err
    assert run("accounts", "add", "x", "--stdin", "--keep", "paper").code == ExitCode.USAGE


def test_the_list_is_empty_at_first(home, run):
    """And says how to begin."""
    done = run("accounts", "list")
    assert (done.code, done.out) == (ExitCode.OK, "")
    assert "accounts add bluesky" in done.err


def test_the_list_names_origins_and_gaps(home, run, typed, monkeypatch):
    """For people and as JSON; no secret in either."""
    typed(f"server=https://mastodon.example\ntoken={TOKEN}\n")
    run("accounts", "add", "mastodon", "--stdin", "--keep", "file")
    monkeypatch.setenv("QUOTECARDS_TELEGRAM_TOKEN", TOKEN)
    done = run("accounts", "list")
    assert "token from file" in done.out
    assert "lacks chat" in done.out
    listed = json.loads(run("accounts", "list", "--json").out)
    assert [one["network"] for one in listed] == ["mastodon", "telegram"]
    assert listed[0]["origins"]["token"] == "file"
    assert "PLANTED" not in done.out + json.dumps(listed)


def test_check_asks_the_network_and_posts_nothing(home, run, monkeypatch):
    """Who the account is, and whether it may post."""
    with serving(Telegram()) as server:
        monkeypatch.setenv("QUOTECARDS_TELEGRAM_TOKEN", TOKEN)
        monkeypatch.setenv("QUOTECARDS_TELEGRAM_CHAT", "@cards")
        monkeypatch.setenv("QUOTECARDS_TELEGRAM_SERVICE", server.url)
        done = run("accounts", "check", "telegram")
        assert done.code == ExitCode.OK
        assert "@b  may post (administrator of @cards)" in done.out
        (found,) = json.loads(run("accounts", "check", "--json").out)
        assert found == {
            "account": "telegram",
            "who": "@b",
            "may_post": True,
            "notes": ["administrator of @cards"],
        }
        assert server.posts == []


def test_one_account_that_cannot_post_does_not_hide_the_others(home, run, monkeypatch):
    """Each is told; the exit code says that something is wrong, the message no secret."""
    with serving(Mastodon()) as server:
        server.faults.append(Fault("GET", ".*", "say", Said(401, {"error": f"no such token {TOKEN}"})))
        monkeypatch.setenv("QUOTECARDS_MASTODON_SERVER", server.url)
        monkeypatch.setenv("QUOTECARDS_MASTODON_TOKEN", TOKEN)
        done = run("accounts", "check", "mastodon", "telegram")
    assert done.code == ExitCode.PARTIAL
    assert "no such account" in done.err
    assert "answered 401" in done.err
    assert "2 of 2 accounts cannot post" in done.err
    assert "PLANTED" not in done.err


def test_check_without_any_account_says_how_to_begin(home, run):
    """An empty list is no success."""
    assert run("accounts", "check").code == ExitCode.USAGE


def test_remove_asks_before_it_forgets(home, run, typed, monkeypatch):
    """--yes does not."""
    typed(f"token={TOKEN}\n")
    run("accounts", "add", "x", "--stdin", "--keep", "file")
    monkeypatch.setattr(typer, "confirm", lambda *_, **__: False)
    assert "Kept." in run("accounts", "remove", "x").err
    assert accounts.known()
    assert run("accounts", "remove", "x", "--yes").code == ExitCode.OK
    assert accounts.known() == ()
    assert run("accounts", "remove", "x", "--yes").code == ExitCode.POSTING


def test_an_unknown_network_is_a_usage_error(home, run):
    """With the known ones."""
    done = run("accounts", "add", "myspace", "--stdin")
    assert done.code == ExitCode.USAGE
    assert "bluesky, mastodon" in done.err


def test_agreeing_on_the_networks_page_gives_a_token(home, run, answered, monkeypatch):
    """--agree --code: a page to open, an address to paste, tokens that are kept."""
    from quotecards.post import oauth

    answered({"Client ID": "app", "Client secret": "", "address": "code-from-there"})
    given = {}

    def finish(_wire, door, answer, client_secret):
        given.update(network=door.network, answer=answer, secret=client_secret)
        return {"token": TOKEN, "refresh_token": "r"}

    monkeypatch.setattr(oauth, "finish", finish)
    done = run("accounts", "add", "x", "--agree", "--code", "--keep", "file")
    assert done.code == ExitCode.OK
    assert "https://x.com/i/oauth2/authorize?" in done.err
    assert given == {"network": "x", "answer": "code-from-there", "secret": ""}
    account = accounts.get("x")
    assert (account.secret("token"), account.value("client_id")) == (TOKEN, "app")
    assert console.in_colour() is False
