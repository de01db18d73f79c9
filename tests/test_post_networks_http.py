"""The thin networks against servers that behave as documented: a card goes there whole and is read back whole."""

from __future__ import annotations

import json
from dataclasses import replace

import pytest
from quotecards.errors import (
    AccountError,
    CannotTell,
    NotSent,
    OutcomeUnknown,
    SignedOut,
    TryLater,
    UploadGone,
)
from quotecards.post import accounts, vault
from quotecards.post.networks import NETWORKS, make
from quotecards.post.networks.linkedin import little
from quotecards.post.seam import Account, Moment, Secret

from doubles_all import DOUBLES
from doubles_chat import Discord, Telegram
from doubles_meta import Facebook, Instagram, Threads
from doubles_open import LinkedIn, X
from loopback import Fault, Said, serving
from on_their_way import NOW, TEXT, payload, posted, shown

pytest_plugins = ["doubles_fixtures"]
pytestmark = pytest.mark.usefixtures("on_loopback")


# ---------------------------------------------------------------- every network


def test_every_network_but_the_folder_has_a_double():
    """A network that is added must join the table of failures."""
    assert {double.name for double in DOUBLES} == set(NETWORKS) - {"folder"}


@pytest.mark.parametrize("pictures", [1, 3])
@pytest.mark.parametrize("double", DOUBLES[2:], ids=lambda double: double.name)
def test_a_card_goes_there_whole_and_is_read_back_whole(up, wire, double, pictures):
    """Text and alt texts stand there as they were sent."""
    server = up(double)
    network, intent, account, sent = posted(server, wire, pictures)
    assert len(server.posts) == 1
    found = network.find(intent, account) if server.reads_back else sent
    assert found.id == sent.id or double in (Instagram, Threads)
    assert shown(found)["text"] is True
    assert shown(found)["alt"] in ({None} if double is Telegram else {True})


@pytest.mark.parametrize("double", DOUBLES, ids=lambda double: double.name)
def test_checking_an_account_posts_nothing(up, wire, double):
    """`check` says who the account is."""
    server = up(double)
    standing = make(server.name, wire).check(server.account())
    assert standing.may_post
    assert standing.who.strip("@?")
    assert server.posts == []


@pytest.mark.parametrize("double", DOUBLES[2:], ids=lambda double: double.name)
def test_checking_an_account_that_is_not_let_in_says_so(up, wire, double):
    """A secret that is not taken is an error, not a shrug."""
    server = up(double)
    server.faults += [Fault(method, ".*", "say", server.expired) for method in ("GET", "POST")]
    with pytest.raises(SignedOut):
        make(server.name, wire).check(server.account())


@pytest.mark.parametrize("double", DOUBLES[2:7], ids=lambda double: double.name)
def test_a_changed_alt_text_is_seen(up, wire, double):
    """Reading back is no formality: what does not match is told."""
    server = up(double)
    network, intent, account, _ = posted(server, wire)
    if double is X:
        server.media = dict.fromkeys(server.media, "card.png")
    elif double is LinkedIn:
        server.posts[0]["content"]["media"]["altText"] = "card.png"
    elif double is Facebook:
        server.posts[0]["message"] = "other words"
    else:
        server.posts[0]["alt_text"] = "card.png"
    found = network.find(intent, account)
    assert False in shown(found).values()


# ---------------------------------------------------------------- X


def test_x_renews_its_token_and_keeps_the_new_ones(up, wire, home):
    """A token that has run out is renewed with the refresh token, and both new ones are kept."""
    server = up(X)
    fresh = {"access_token": "tok-PLANTED-1234567890", "refresh_token": "second"}
    server.route("POST", "/2/oauth2/token", lambda _: Said(200, fresh))
    vault.write("x", "main", {"token": "old", "refresh_token": "first"}, "file")
    secrets = {"token": Secret("old"), "refresh_token": Secret("first")}
    account = Account("x", "main", server.url, {"client_id": "app"}, secrets)
    network = make("x", wire)
    assert json.loads(network.upload(payload("x"), (), account))["media"]
    (asked,) = server.asked("POST", "/2/oauth2/token")
    assert asked.form == {"grant_type": "refresh_token", "refresh_token": "first", "client_id": "app"}
    assert vault.read("x", "main", "token") == ("tok-PLANTED-1234567890", "file")
    assert vault.read("x", "main", "refresh_token") == ("second", "file")


def test_x_does_not_renew_what_it_could_not_keep(up, wire):
    """A refresh token works once: from the environment, where nothing can be kept, it is left alone."""
    server = up(X)
    secrets = {"token": Secret("old"), "refresh_token": Secret("first")}
    account = Account("x", "main", server.url, {"client_id": "app"}, secrets)
    with pytest.raises(SignedOut):
        make("x", wire).upload(payload("x"), (), account)
    assert server.asked("POST", "/2/oauth2/token") == []


def test_x_says_of_a_repetition_that_it_stands_there(up, wire):
    """X refuses the same words twice: then the outcome is in doubt, never a plain no."""
    server = up(X)
    network, intent, account, _ = posted(server, wire)
    with pytest.raises(OutcomeUnknown):
        network.send(intent, account)
    assert len(server.posts) == 1


def test_x_without_credits_rests_the_account(up, wire):
    """Nothing stands there, and asking again costs nothing but time."""
    server = up(X)
    server.faults.append(Fault("POST", "/2/tweets", "say", Said(402, {"title": "CreditsDepleted"})))
    with pytest.raises(SignedOut, match="credits"):
        posted(server, wire)


def test_x_media_that_has_gone_is_uploaded_anew(up, wire):
    """An upload is kept for a day; afterwards the post starts again from its pictures."""
    server = up(X)
    network, account = make("x", wire), server.account()
    references = (json.dumps({"media": "1"}), json.dumps({"alt": "1"}))
    intent = network.prepare(payload("x"), references, account, Moment(NOW, "0" * 32))
    with pytest.raises(UploadGone):
        network.send(intent, account)


def test_x_looks_through_all_pages(up, wire):
    """A busy account's posts come in pages; they are followed, but not for ever."""
    server = up(X)
    network, intent, account, _ = posted(server, wire)
    server.faults.append(
        Fault(
            "GET", "/2/users/7/tweets", "say", Said(200, {"data": [], "meta": {"next_token": "n"}}), times=2
        )
    )
    assert network.find(intent, account) is not None
    assert [one.query.get("pagination_token") for one in server.asked("GET", "/2/users/7/tweets")] == [
        None,
        "n",
        "n",
    ]
    server.faults.append(
        Fault("GET", "/2/users/7/tweets", "say", Said(200, {"data": [], "meta": {"next_token": "n"}}))
    )
    with pytest.raises(CannotTell):
        network.find(intent, account)


# ---------------------------------------------------------------- LinkedIn


def test_linkedin_escapes_what_would_mean_something_else():
    """The little text format has its own meanings for brackets; a tag stays a tag."""
    assert little("a (b) [c] {d} <e> @f *g* _h_ ~i~ j|k l\\m #her # 1") == (
        r"a \(b\) \[c\] \{d\} \<e\> \@f \*g\* \_h\_ \~i\~ j\|k l\\m #her \# 1"
    )


def test_linkedin_without_the_right_to_read_leaves_it_to_a_person(up, wire):
    """Most members' tokens may not read posts back."""
    server = up(LinkedIn)
    network, intent, account, _ = posted(server, wire)
    server.readable = False
    with pytest.raises(CannotTell):
        network.find(intent, account)


def test_linkedin_names_the_duplicate_that_it_sees(up, wire):
    """A repetition that LinkedIn refuses is a doubt with an address."""
    server = up(LinkedIn)
    said = Said(422, {"message": "Content is a duplicate of urn:li:share:77"})
    server.faults.append(Fault("POST", "/rest/posts", "say", said))
    with pytest.raises(OutcomeUnknown, match="urn:li:share:77"):
        posted(server, wire)


def test_linkedin_gets_the_pictures_bytes(up, wire):
    """The picture goes where LinkedIn asked for it."""
    server = up(LinkedIn)
    posted(server, wire, 2)
    assert sorted(server.images.values()) == [b"picture 1", b"picture 2"]


# ---------------------------------------------------------------- Telegram and Discord


def test_telegram_waits_as_long_as_it_is_told_to(up, wire):
    """Telegram says in the body how long to wait, not in a header."""
    server = up(Telegram)
    said = Said(429, {"ok": False, "description": "Too Many Requests", "parameters": {"retry_after": 35}})
    server.faults.append(Fault(*server.visible, "say", said))
    with pytest.raises(TryLater) as caught:
        posted(server, wire)
    assert (caught.value.at - NOW).total_seconds() == 35


def test_telegram_veils_a_spoiler_and_sends_albums(up, wire):
    """One picture or several, the veil goes with each."""
    server = up(Telegram)
    posted(server, wire, spoiler=True)
    posted(server, wire, 2, spoiler=True)
    photo, album = server.asked("POST", ".*sendPhoto")[0].parts, server.asked("POST", ".*Group")[0].parts
    assert photo["has_spoiler"][1] == b"true"
    assert photo["photo"][1] == b"picture 1"
    listed = json.loads(album["media"][1])
    assert [one["has_spoiler"] for one in listed] == [True, True]
    assert [one.get("caption") for one in listed] == [TEXT, None]


def test_telegrams_address_keeps_a_place_for_the_token(up, wire):
    """The token is part of Telegram's addresses, and is in none that is written down or shown."""
    server = up(Telegram)
    _, intent, _, sent = posted(server, wire)
    assert intent.url == f"{server.url}/bot<token>/sendPhoto"
    assert sent.url == f"https://t.me/cards/{sent.id}"


def test_discord_carries_alt_texts_and_pings_nobody(up, wire):
    """Every picture has its description; a quote with an @ in it calls no one."""
    server = up(Discord)
    posted(server, wire, 2, spoiler=True)
    told = json.loads(server.asked("POST", ".*")[0].parts["payload_json"][1])
    assert told["allowed_mentions"] == {"parse": []}
    assert [one["description"] for one in told["attachments"]] == [
        "Quote card 1: “We…”",
        "Quote card 2: “We…”",
    ]
    assert all(one["filename"].startswith("SPOILER_") for one in told["attachments"])


def test_discord_waits_as_long_as_it_is_told_to(up, wire):
    """Discord says in the body how long to wait, in fractions of a second."""
    server = up(Discord)
    server.faults.append(Fault(*server.visible, "say", Said(429, {"retry_after": 1.5})))
    with pytest.raises(TryLater) as caught:
        posted(server, wire)
    assert (caught.value.at - NOW).total_seconds() == 1.5


def test_discords_webhook_is_in_nothing_that_is_written_down(up, wire):
    """The webhook's address is the secret."""
    server = up(Discord)
    _, intent, _, sent = posted(server, wire)
    assert "PLANTED" not in repr((intent, sent, intent.url, intent.values))


# ---------------------------------------------------------------- what is missing


@pytest.mark.parametrize("double", DOUBLES[2:], ids=lambda double: double.name)
def test_an_answer_that_names_no_post_is_a_doubt(up, wire, double):
    """200 and an empty object may mean anything."""
    server = up(double)
    server.faults.append(Fault(*server.visible, "say", Said(200, {})))
    with pytest.raises(OutcomeUnknown):
        posted(server, wire)


@pytest.mark.parametrize("double", [X, LinkedIn, Instagram, Facebook], ids=lambda double: double.name)
def test_an_upload_that_names_nothing_is_tried_again(up, wire, double):
    """Nothing can stand there yet."""
    server = up(double)
    server.faults.append(Fault("POST", ".*", "say", Said(200, {})))
    with pytest.raises(NotSent):
        posted(server, wire)


def test_an_account_that_lacks_a_value_says_which(wire):
    """The adapters ask the account, and it knows what to say."""
    account = Account("linkedin", "main", "https://api.linkedin.com", {}, {"token": Secret("t")})
    with pytest.raises(AccountError, match="has no author"):
        make("linkedin", wire).upload(payload("linkedin"), (), account)


def test_accounts_of_the_environment_reach_the_adapters(up, wire, monkeypatch):
    """What accounts.get gives is what the adapters need."""
    server = up(Telegram)
    monkeypatch.setenv("QUOTECARDS_TELEGRAM_TOKEN", "tok-PLANTED-1234567890")
    monkeypatch.setenv("QUOTECARDS_TELEGRAM_CHAT", "@cards")
    monkeypatch.setenv("QUOTECARDS_TELEGRAM_SERVICE", server.url)
    network = make("telegram", wire)
    account = accounts.get("telegram")
    intent = network.prepare(payload("telegram"), (), account, Moment(NOW, "0" * 32))
    assert network.send(replace(intent), account).id
    with serving(Telegram()) as other:
        assert other.posts == []
