"""Secrets on the whole way: cards posted from the command line, and all that this leaves on the disk."""

from __future__ import annotations

import io
import json

import pytest
from PIL import Image
from quotecards.errors import ExitCode
from quotecards.post import accounts

from doubles_all import DOUBLES
from loopback import Fault, Said

pytest_plugins = ["doubles_fixtures"]
pytestmark = pytest.mark.usefixtures("on_loopback")


@pytest.fixture
def cards(inside):
    """A batch's folder with one small card."""
    folder = inside / "cards"
    folder.mkdir()
    stream = io.BytesIO()
    Image.new("RGB", (80, 100), "#f7efe9").save(stream, "PNG")
    (folder / "card.png").write_bytes(stream.getvalue())
    line = {
        "card": "card.png",
        "alt": "Quote card: “We are only here briefly.” Credited: her, 2013.",
        "caption": "",
        "quote": "We are only here briefly.",
        "credit": {"film": "her", "url": "https://example.com/r", "lines": ["*her*, 2013"]},
        "language": "en",
        "size": "portrait",
        "error": None,
    }
    (folder / "manifest.jsonl").write_text(json.dumps(line) + "\n", encoding="utf-8")
    return folder


@pytest.fixture
def known(monkeypatch):
    """A double's account, as the environment tells it."""

    def tell(server):
        account = server.account()
        told = {name: value for name, value in account.values.items() if value}
        told |= {name: secret.reveal() for name, secret in account.secrets.items()}
        if server.name != "discord":
            told["server" if server.name == "mastodon" else "service"] = account.service
        for name, value in told.items():
            monkeypatch.setenv(accounts.variable(server.name, "main", name), value)

    return tell


def planted(place):
    """The files under a place that hold the planted secret."""
    return [path for path in place.rglob("*") if path.is_file() and b"PLANTED" in path.read_bytes()]


@pytest.mark.parametrize("double", DOUBLES, ids=lambda double: double.name)
def test_a_card_goes_the_whole_way_and_leaves_no_secret(up, run, *, home, inside, cards, known, double):
    """Command line, outbox, receipt, dry run: the card stands there once, the secret nowhere."""
    server = up(double)
    known(server)
    dry = run("post", cards, "--to", server.name, "--dry-run")
    done = run("post", cards, "--to", server.name, "--yes")
    assert (dry.code, done.code) == (ExitCode.OK, ExitCode.OK), dry.err + done.err
    assert len(server.posts) == 1
    again = run("post", cards, "--to", server.name, "--yes")
    assert again.code != ExitCode.OK
    assert len(server.posts) == 1
    shown = run("queue", "show", "1")
    assert "PLANTED" not in "".join(one.out + one.err for one in (dry, done, again, shown))
    assert planted(home) == planted(inside) == []


@pytest.mark.parametrize("double", DOUBLES, ids=lambda double: double.name)
def test_a_refusal_that_repeats_the_secret_leaves_none(up, run, *, home, inside, cards, known, double):
    """Whatever a server says, it is written down without the secret."""
    server = up(double)
    known(server)
    (secret,) = (one.reveal().rpartition("/")[2] for one in server.account().secrets.values())
    echo = f"you sent {secret}"
    for status, method in ((400, "POST"), (403, "PUT")):
        said = Said(status, {"error": echo, "message": echo, "detail": echo, "description": echo})
        server.faults.append(Fault(method, ".*", "say", said))
    done = run("post", cards, "--to", server.name, "--yes")
    assert done.code != ExitCode.OK
    shown = run("queue", "show", "1")
    assert "PLANTED" not in done.out + done.err + shown.out + shown.err
    assert planted(home) == planted(inside) == []
