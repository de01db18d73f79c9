"""Secrets stay where they belong: planted ones are looked for in all that is written, said or kept."""

from __future__ import annotations

import json
import logging
import os
import pickle
import subprocess
import sys
import traceback
from datetime import UTC, datetime
from pathlib import Path

import pytest
from quotecards.errors import PostingError
from quotecards.post import accounts
from quotecards.post.networks import make
from quotecards.post.seam import Moment, Secret

from doubles import TOKEN
from doubles_all import DOUBLES
from loopback import Fault, Said
from on_their_way import payload, posted

pytest_plugins = ["doubles_fixtures"]
pytestmark = pytest.mark.usefixtures("on_loopback")
ROOT = Path(__file__).resolve().parent.parent
ECHO = f"you sent {TOKEN}"
# answers in which a server repeats the secret, as some do
ECHOES = (
    Said(400, {"error": ECHO, "message": ECHO, "detail": ECHO, "description": ECHO}),
    Said(400, {"error": {"message": ECHO, "code": 100}}),
    Said(401, {"error": ECHO, "message": ECHO, "description": ECHO}),
    Said(403, {"message": ECHO, "detail": ECHO}),
    Said(404, {"message": ECHO, "description": ECHO}),
    Said(422, {"message": f"duplicate {ECHO}", "error": ECHO}),
    Said(429, {"error": ECHO, "description": ECHO, "parameters": {"retry_after": 3}, "retry_after": 3}),
    Said(500, {"error": ECHO, "message": ECHO}),
    Said(200, ECHO.encode()),
    Said(302, {"error": ECHO}, (("location", f"https://example.com/?{TOKEN}"),)),
)


@pytest.mark.parametrize("said", ECHOES, ids=lambda said: f"{said.status}-{str(said.body)[:24]}")
@pytest.mark.parametrize("double", DOUBLES[2:], ids=lambda double: double.name)
def test_no_error_repeats_a_secret_that_a_server_repeats(up, wire, double, said, caplog):
    """Neither the message nor the whole traceback, nor a log at its most talkative."""
    server = up(double)
    server.faults.append(Fault(*server.visible, "say", said))
    with caplog.at_level(logging.DEBUG), pytest.raises(PostingError) as caught:
        posted(server, wire)
    shown = "".join(traceback.format_exception(caught.value))
    assert "PLANTED" not in shown
    assert "PLANTED" not in repr(caught.value) + str(vars(caught.value))
    assert "PLANTED" not in caplog.text


@pytest.mark.parametrize("double", DOUBLES, ids=lambda double: double.name)
def test_a_post_that_goes_well_leaves_no_secret_in_log_request_or_answer(up, wire, double, caplog):
    """What the outbox keeps (payload, request, answer) can be read by whoever reads the outbox."""
    server = up(double)
    with caplog.at_level(logging.DEBUG):
        network, intent, account, sent = posted(server, wire, 2)
        standing = network.check(account)
        found = network.find(intent, account) if server.reads_back else None
    kept = repr((intent, intent.body, dict(intent.values), sent, standing, found))
    assert "PLANTED" not in kept
    assert "PLANTED" not in caplog.text


@pytest.mark.parametrize("double", DOUBLES, ids=lambda double: double.name)
def test_a_dry_run_shows_no_secret(up, wire, double):
    """The exact request, and a place where the authorization goes."""
    server = up(double)
    intent = make(server.name, wire).prepare(
        payload(server.name), (), server.account(), Moment(datetime(2026, 11, 22, tzinfo=UTC), "0" * 32)
    )
    shown = f"{intent.method} {intent.url} {intent.headers} {intent.body!r} {intent.values}"
    assert "PLANTED" not in shown


@pytest.mark.parametrize("double", DOUBLES, ids=lambda double: double.name)
def test_an_account_shows_its_secrets_to_nobody(up, double):
    """Not when printed, formatted, put into JSON, or into an error's locals."""
    account = up(double).account()
    assert "PLANTED" not in f"{account} {account!r} {account.secrets} {account.values}"
    with pytest.raises(TypeError):
        json.dumps(dict(account.secrets))
    (secret,) = account.secrets.values()
    assert "PLANTED" not in f"{secret} {secret!r} {[secret]} {secret:}"
    try:
        raise_with(account)
    except ValueError as error:
        shown = traceback.TracebackException.from_exception(error, capture_locals=True)
        assert "PLANTED" not in "".join(shown.format())


def raise_with(account):
    secrets = account.secrets
    raise ValueError(str(account) + str(secrets))


def test_a_secret_has_no_other_way_out():
    """No equality by which it could be guessed, no length, nothing to iterate."""
    secret = Secret(TOKEN)
    assert secret != TOKEN
    assert not hasattr(secret, "__len__")
    assert not hasattr(secret, "__dict__")
    with pytest.raises(TypeError):
        list(secret)


@pytest.fixture
def somebody(home, monkeypatch):
    """An account that is kept in files, with a secret in it."""
    monkeypatch.setenv("PYTHON_KEYRING_BACKEND", "keyring.backends.fail.Keyring")
    accounts.add("mastodon", None, {"server": "https://mastodon.example", "token": TOKEN}, "file")
    return home


@pytest.mark.parametrize(
    "arguments",
    [
        ("accounts", "list"),
        ("accounts", "list", "--json"),
        ("accounts", "check", "mastodon"),
        ("accounts", "add", "mastodon", "--keep", "nowhere"),
        ("accounts", "add", "mastodon", "--keep", "file"),
        ("post", "nowhere.png", "--to", "mastodon", "--dry-run"),
        ("queue", "list"),
    ],
)
def test_no_command_prints_a_secret(somebody, arguments):
    """Whether it works or fails, as a process of its own."""
    environment = {**os.environ, "QUOTECARDS_TIMEOUT_SECONDS": "0.2"}
    done = subprocess.run(
        [sys.executable, "-X", "dev", "-m", "quotecards", *arguments],
        capture_output=True,
        cwd=ROOT,
        env=environment | {"QUOTECARDS_MASTODON_SERVER": "https://127.0.0.1:9"},
        timeout=60,
        check=False,
        stdin=subprocess.DEVNULL,
    )
    assert b"PLANTED" not in done.stdout + done.stderr
    assert b"Traceback" not in done.stderr


def test_a_secret_is_in_one_file_only(somebody):
    """The one that only its user can read."""
    holders = [
        path.name for path in somebody.rglob("*") if path.is_file() and TOKEN.encode() in path.read_bytes()
    ]
    assert holders == ["secrets.toml"]


def test_no_flag_takes_a_secret():
    """The shell's history and every other process could read it."""
    import typer.main
    from quotecards.cli import app

    root = typer.main.get_command(app())
    flags = {
        flag
        for command in root.commands.values()
        for one in getattr(command, "commands", {"": command}).values()
        for parameter in one.params
        for flag in parameter.opts
    }
    assert flags
    assert not [
        flag for flag in flags if any(word in flag for word in ("token", "secret", "password", "webhook"))
    ]


def test_an_errors_pickle_holds_no_account():
    """An error that crosses to another process takes its words along and nothing else."""
    error = PostingError("no.", where="x:main", remedy="Try again.")
    assert b"PLANTED" not in pickle.dumps(error)
