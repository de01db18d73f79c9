"""Instagram, Threads and Facebook against servers that behave as documented."""

from __future__ import annotations

import json
import sys

import pytest
from quotecards.errors import (
    AccountError,
    NotSent,
    OutcomeUnknown,
    Refused,
    SignedOut,
    TryLater,
    UploadGone,
)
from quotecards.post import hosting
from quotecards.post.networks import make
from quotecards.post.seam import Account, Moment

from doubles_meta import Facebook, Instagram, Threads
from loopback import Fault, Said
from on_their_way import NOW, payload, posted, shown

pytest_plugins = ["doubles_fixtures"]
pytestmark = pytest.mark.usefixtures("on_loopback")


# ---------------------------------------------------------------- Instagram and Threads


def test_a_picture_without_a_public_address_is_a_clear_error(up, wire):
    """Without an upload command the message says what to set."""
    server = up(Instagram)
    account = server.account(upload="")
    with pytest.raises(AccountError, match="fetches pictures from a public address"):
        make("instagram", wire).upload(payload("instagram"), (), account)


@pytest.mark.parametrize(
    ("command", "error", "said"),
    [
        ("{python} -c 'raise SystemExit(3)'", NotSent, "ended with 3"),
        ("no-such-program-here {file}", AccountError, "cannot be run"),
        ("echo nothing", AccountError, "printed no address"),
        ("true", AccountError, "printed no address"),
        ("echo http://192.168.1.1/x.jpg", AccountError, "printed no address"),
        ("echo 'half", AccountError, "cannot be read"),
    ],
)
def test_an_upload_command_that_does_not_work_is_told(command, error, said):
    """Each way to fail has its message."""
    account = Account(
        "instagram", "main", "", {"upload": command.format(python=sys.executable, file="{file}")}
    )
    with pytest.raises(error, match=said):
        hosting.publish(payload("instagram").pictures[0], account)


def test_an_upload_command_gets_the_file_and_its_last_line_is_the_address(tmp_path):
    """{file} stands for the picture, named after its content."""
    script = tmp_path / "up.py"
    script.write_text(
        "import pathlib, sys\npath = pathlib.Path(sys.argv[1])\n"
        "print('uploading')\nprint('https://example.com/' + path.name + '?' + path.read_text().replace(' ', '-'))\n",
        encoding="utf-8",
    )
    account = Account("instagram", "main", "", {"upload": f"{sys.executable} {script} {{file}}"})
    address = hosting.publish(payload("instagram").pictures[0], account)
    assert address.startswith("https://example.com/")
    assert address.endswith(".jpg?picture-1")
    assert hosting.publish(payload("instagram").pictures[0], account) == address


@pytest.mark.parametrize(
    ("state", "error"), [("IN_PROGRESS", TryLater), ("EXPIRED", UploadGone), ("ERROR", Refused)]
)
def test_a_container_that_is_not_ready_is_waited_for_or_made_anew(up, wire, state, error):
    """What the network says of a container decides what comes next."""
    server = up(Instagram)
    server.faults.append(Fault("GET", r"/v1/\d+", "say", Said(200, {"status_code": state})))
    with pytest.raises(error):
        posted(server, wire)
    assert server.posts == []


def test_a_published_container_that_is_not_listed_yet_is_no_loss(up, wire):
    """It certainly stands there, so None must not be said."""
    server = up(Threads)
    network, intent, account, _ = posted(server, wire)
    server.posts.clear()
    with pytest.raises(NotSent, match="not listed yet"):
        network.find(intent, account)


def test_threads_veils_a_spoiler(up, wire):
    """A spoiler's picture is veiled where the network can."""
    server = up(Threads)
    posted(server, wire, spoiler=True)
    (container,) = server.containers.values()
    assert container["is_spoiler_media"] == "true"
    assert container["media_type"] == "IMAGE"


@pytest.mark.parametrize(
    ("code", "error"), [(190, SignedOut), (4, TryLater), (2, OutcomeUnknown), (9007, Refused)]
)
def test_metas_codes_mean_what_they_say(up, wire, code, error):
    """Meta answers 400 to almost everything; its code tells."""
    server = up(Instagram)
    said = Said(400, {"error": {"message": "no", "code": code}})
    server.faults.append(Fault(*server.visible, "say", said))
    with pytest.raises(error):
        posted(server, wire)


def test_metas_token_is_in_no_address_that_is_shown(up, wire):
    """What is only read carries the token in its query, and errors leave the query out."""
    server = up(Instagram)
    server.faults.append(
        Fault("GET", r"/v1/\d+", "say", Said(500, {"error": {"message": "tok-PLANTED-1234567890"}}))
    )
    with pytest.raises(NotSent) as caught:
        posted(server, wire)
    assert "PLANTED" not in str(caught.value)


# ---------------------------------------------------------------- Facebook


def test_facebook_photos_that_have_gone_are_uploaded_anew(up, wire):
    """An unpublished photo is kept for a day."""
    server = up(Facebook)
    network, account = make("facebook", wire), server.account()
    intent = network.prepare(
        payload("facebook"), (json.dumps({"photo": "1"}),), account, Moment(NOW, "0" * 32)
    )
    with pytest.raises(UploadGone):
        network.send(intent, account)


def test_facebook_does_not_take_an_older_post_with_the_same_words_for_ours(up, wire):
    """Ours is the one with our photos."""
    server = up(Facebook)
    network, intent, account, _ = posted(server, wire)
    server.posts[0]["attachments"]["data"][0]["target"]["id"] = "1"
    assert network.find(intent, account) is None


def test_facebook_is_asked_for_the_alt_text_of_each_photo(up, wire):
    """A photo that lost its alt text is told; one that cannot be asked is neither same nor different."""
    server = up(Facebook)
    network, intent, account, _ = posted(server, wire, 2)
    assert shown(network.find(intent, account))["alt"] is True
    server.photos[intent.key.split(",")[1]] = "card.png"
    assert shown(network.find(intent, account))["alt"] is False
    server.faults.append(Fault("GET", r"/v1/\d{3,}", "say", Said(500, {})))
    assert shown(network.find(intent, account))["alt"] is None


def test_a_post_tells_where_people_see_it(up, wire):
    """The permalink is asked for at once; without it the post stands there all the same."""
    server = up(Instagram)
    assert posted(server, wire)[3].url == f"{server.url}/p/1"
    server.faults.append(Fault("GET", r"/v1/\d{3,}", "say", Said(200, {"status_code": "FINISHED"}), times=1))
    server.faults.append(Fault("GET", r"/v1/\d{3,}", "say", Said(500, {})))
    assert posted(server, wire)[3].url == ""
