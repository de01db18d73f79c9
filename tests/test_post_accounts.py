"""Accounts: where their values and secrets come from, in which order, and what is not believed."""

from __future__ import annotations

import os
import stat

import keyring
import pytest
from hypothesis import given
from hypothesis import strategies as st
from keyring.backends import fail
from keyring.errors import KeyringLocked, PasswordDeleteError
from quotecards.errors import AccountError, OutputError, UsageError
from quotecards.post import accounts, vault

SECRET = "tok-PLANTED-1234567890"


class Memory(keyring.backend.KeyringBackend):
    """A keyring that forgets when the test is over."""

    priority = 1

    def __init__(self, *, locked=False):
        super().__init__()
        self.kept = {}
        self.locked = locked

    def get_password(self, service, username):
        if self.locked:
            raise KeyringLocked("locked")
        return self.kept.get((service, username))

    def set_password(self, service, username, password):
        if self.locked:
            raise KeyringLocked("locked")
        self.kept[service, username] = password

    def delete_password(self, service, username):
        if self.kept.pop((service, username), None) is None:
            raise PasswordDeleteError("not found")


@pytest.fixture(autouse=True)
def no_keyring(monkeypatch):
    """No test sees the machine's own keyring."""
    monkeypatch.setattr(keyring, "get_keyring", fail.Keyring)
    monkeypatch.setattr(keyring.core, "_keyring_backend", fail.Keyring())


@pytest.fixture
def memory(monkeypatch):
    """A keyring of the test's own."""
    backend = Memory()
    monkeypatch.setattr(keyring.core, "_keyring_backend", backend)
    monkeypatch.setattr(keyring, "get_keyring", lambda: backend)
    return backend


@pytest.fixture
def environment(monkeypatch):
    """The environment of a Mastodon account."""
    monkeypatch.setenv("QUOTECARDS_MASTODON_SERVER", "https://mastodon.example")
    monkeypatch.setenv("QUOTECARDS_MASTODON_TOKEN", SECRET)


ANSWERS = {"server": "https://mastodon.example/", "token": SECRET}

# ---------------------------------------------------------------- names


@pytest.mark.parametrize(
    ("text", "parts"),
    [
        ("bluesky", ("bluesky", None)),
        ("mastodon:work", ("mastodon", "work")),
        (" x:a.b-c_1 ", ("x", "a.b-c_1")),
    ],
)
def test_an_account_is_named_network_and_account(text, parts):
    """NETWORK or NETWORK:ACCOUNT."""
    assert accounts.parse(text) == parts


@pytest.mark.parametrize("text", ["bluesky:", "bluesky:My Account", "bluesky:a:b", "bluesky:../x"])
def test_a_name_that_is_none_is_told(text):
    """With an example."""
    with pytest.raises(AccountError, match="no name for an account"):
        accounts.parse(text)


def test_an_unknown_network_is_told():
    """With the known ones."""
    with pytest.raises(UsageError, match="no network 'myspace'"):
        accounts.parse("myspace:me")


# ---------------------------------------------------------------- the environment


def test_an_account_can_come_from_the_environment_alone(environment):
    """Nothing needs to be written down."""
    account = accounts.get("mastodon")
    assert (account.network, account.name) == ("mastodon", "main")
    assert account.service == "https://mastodon.example"
    assert account.value("visibility") == "public"
    assert account.secret("token") == SECRET


def test_the_blueskys_variables_are_those_of_the_manual(monkeypatch):
    """HANDLE, APP_PASSWORD, SERVICE."""
    monkeypatch.setenv("QUOTECARDS_BLUESKY_HANDLE", "card.bsky.social")
    monkeypatch.setenv("QUOTECARDS_BLUESKY_APP_PASSWORD", SECRET)
    assert accounts.get("bluesky").service == "https://bsky.social"
    monkeypatch.setenv("QUOTECARDS_BLUESKY_SERVICE", "https://pds.example")
    assert accounts.get("bluesky").service == "https://pds.example"


def test_a_second_account_has_its_name_in_its_variables(environment, monkeypatch):
    """And never takes the first one's token."""
    monkeypatch.setenv("QUOTECARDS_MASTODON_FILM_CLUB_SERVER", "https://film.example")
    with pytest.raises(AccountError, match=r"lacks: token.*QUOTECARDS_MASTODON_FILM_CLUB_TOKEN"):
        accounts.get("mastodon", "film-club")
    monkeypatch.setenv("QUOTECARDS_MASTODON_FILM_CLUB_TOKEN", "other")
    assert accounts.get("mastodon", "film-club").secret("token") == "other"


def test_a_secret_may_stand_in_a_file_that_the_environment_names(environment, monkeypatch, tmp_path):
    """..._FILE, as containers hand secrets over; the line end is not part of it."""
    monkeypatch.delenv("QUOTECARDS_MASTODON_TOKEN")
    (tmp_path / "token").write_text(f"{SECRET}\n", encoding="utf-8")
    monkeypatch.setenv("QUOTECARDS_MASTODON_TOKEN_FILE", str(tmp_path / "token"))
    assert accounts.get("mastodon").secret("token") == SECRET


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (None, "cannot be read: no such file"),
        (b"", "is empty"),
        (b"\xff\xfe" + SECRET.encode(), "not a text in utf-8"),
    ],
)
def test_a_file_that_holds_no_secret_is_told_by_its_variable(
    environment, monkeypatch, tmp_path, content, said
):
    """Which variable, which file, and nothing of what is in it."""
    monkeypatch.delenv("QUOTECARDS_MASTODON_TOKEN")
    if content is not None:
        (tmp_path / "token").write_bytes(content)
    monkeypatch.setenv("QUOTECARDS_MASTODON_TOKEN_FILE", str(tmp_path / "token"))
    with pytest.raises(AccountError, match=said) as caught:
        accounts.get("mastodon")
    assert "QUOTECARDS_MASTODON_TOKEN_FILE" in caught.value.where
    assert "PLANTED" not in str(caught.value)


@pytest.mark.parametrize(
    ("server", "said"),
    [
        ("http://mastodon.example", "only https"),
        ("https://me:secret@mastodon.example", "user name or password"),
        ("https://127.0.0.1", "this machine is no network"),
        ("https://localhost", "this machine is no network"),
        ("https://mastodon.example/?a=1", "must have no"),
        ("ftp://mastodon.example", "only https"),
        ("https://", "no server"),
    ],
)
def test_a_server_that_must_not_be_spoken_to_is_refused(environment, monkeypatch, server, said):
    """Before a single byte goes anywhere."""
    monkeypatch.setenv("QUOTECARDS_MASTODON_SERVER", server)
    with pytest.raises(AccountError, match=said):
        accounts.get("mastodon")


def test_a_server_without_a_scheme_is_spoken_to_over_https(environment, monkeypatch):
    """mastodon.example is what people type."""
    monkeypatch.setenv("QUOTECARDS_MASTODON_SERVER", "mastodon.example/")
    assert accounts.get("mastodon").service == "https://mastodon.example"


def test_loopback_is_for_tests(environment, monkeypatch):
    """Only when asked for."""
    monkeypatch.setenv("QUOTECARDS_MASTODON_SERVER", "http://127.0.0.1:3000")
    monkeypatch.setenv("QUOTECARDS_ALLOW_LOOPBACK", "1")
    assert accounts.get("mastodon").service == "http://127.0.0.1:3000"


@pytest.mark.parametrize("secret", ["two\nlines", "bell\x07", "x" * 20_000])
def test_a_secret_that_no_request_can_hold_is_told_without_showing_it(environment, monkeypatch, secret):
    """A line break would end a header."""
    monkeypatch.setenv("QUOTECARDS_MASTODON_TOKEN", secret)
    with pytest.raises(AccountError, match="the token cannot be right") as caught:
        accounts.get("mastodon")
    assert secret not in str(caught.value)


def test_no_account_says_how_to_add_one():
    """The command and the variables."""
    with pytest.raises(
        AccountError, match=r"no such account.*accounts add bluesky.*QUOTECARDS_BLUESKY_HANDLE"
    ):
        accounts.get("bluesky")


def test_a_folder_needs_no_account(home):
    """The folder to post from by hand has its default."""
    assert accounts.get("folder").value("path") == "posts"


# ---------------------------------------------------------------- kept accounts


def test_an_account_that_is_added_can_be_used(home, memory):
    """Public values in accounts.toml, secrets in the keyring."""
    added = accounts.add("mastodon", None, ANSWERS, "keyring")
    assert added.values == accounts.get("mastodon").values
    assert accounts.get("mastodon").secret("token") == SECRET
    assert added.service == "https://mastodon.example"
    assert memory.kept == {("quotecards", "mastodon:main:token"): SECRET}
    assert SECRET not in (home / "accounts.toml").read_text(encoding="utf-8")


def test_the_environment_wins_over_the_keyring_and_that_over_the_file(home, memory, monkeypatch):
    """In this order."""
    accounts.add("mastodon", None, ANSWERS | {"token": "from file"}, "file")
    assert accounts.get("mastodon").secret("token") == "from file"
    vault.write("mastodon", "main", {"token": "from keyring"}, "keyring")
    assert accounts.get("mastodon").secret("token") == "from keyring"
    monkeypatch.setenv("QUOTECARDS_MASTODON_TOKEN", "from environment")
    assert accounts.get("mastodon").secret("token") == "from environment"


def test_the_files_are_private_to_the_user(home):
    """0600 from their first moment on, whatever the umask."""
    before = os.umask(0)
    try:
        accounts.add("mastodon", None, ANSWERS, "file")
    finally:
        os.umask(before)
    for name in ("accounts.toml", "secrets.toml"):
        assert stat.S_IMODE((home / name).stat().st_mode) == 0o600


@pytest.mark.parametrize("mode", [0o640, 0o604, 0o644, 0o660, 0o620])
def test_a_file_of_secrets_that_others_can_read_is_refused(home, mode):
    """Not read, not written to, and told what to do."""
    accounts.add("mastodon", None, ANSWERS, "file")
    (home / "secrets.toml").chmod(mode)
    with pytest.raises(AccountError, match=r"others can read this file.*chmod 600"):
        accounts.get("mastodon")
    with pytest.raises(AccountError, match="others can read this file"):
        accounts.add("x", None, {"token": "t"}, "file")


def test_a_file_of_secrets_that_is_damaged_shows_nothing_of_itself(home):
    """The message has the line's number, not the line."""
    accounts.add("mastodon", None, ANSWERS, "file")
    path = home / "secrets.toml"
    path.write_text(f"{path.read_text(encoding='utf-8')}\n{SECRET} x\n", encoding="utf-8")
    with pytest.raises(AccountError, match=r"secrets\.toml:\d+: this is not valid TOML") as caught:
        accounts.get("mastodon")
    assert "PLANTED" not in repr(caught.value) + str(caught.value.__cause__)


def test_a_locked_keyring_is_told_unless_the_secret_is_elsewhere(home, monkeypatch):
    """It is no reason to stop while the file has what is needed."""
    accounts.add("mastodon", None, ANSWERS, "file")
    monkeypatch.setattr(keyring.core, "_keyring_backend", Memory(locked=True))
    assert accounts.get("mastodon").secret("token") == SECRET
    (home / "secrets.toml").unlink()
    with pytest.raises(AccountError, match=r"the keyring does not open \(KeyringLocked\)"):
        accounts.get("mastodon")
    with pytest.raises(AccountError, match="does not open"):
        accounts.add("mastodon", None, ANSWERS, "keyring")


def test_a_machine_without_a_keyring_says_so(home):
    """With what else can be done."""
    with pytest.raises(AccountError, match=r"no keyring.*--keep file"):
        accounts.add("mastodon", None, ANSWERS, "keyring")
    assert not vault.has_keyring()


def test_an_answer_that_is_missing_keeps_nothing(home):
    """Half an account is none."""
    with pytest.raises(AccountError, match="lacks: token"):
        accounts.add("mastodon", None, {"server": "https://mastodon.example"}, "file")
    assert list(home.iterdir()) == []


def test_adding_again_changes_what_is_given(home):
    """What is not given stays."""
    accounts.add("mastodon", "work", ANSWERS, "file")
    accounts.add("mastodon", "work", {"server": "https://other.example", "visibility": "unlisted"}, "file")
    account = accounts.get("mastodon", "work")
    assert account.service == "https://other.example"
    assert account.value("visibility") == "unlisted"
    assert account.secret("token") == SECRET


def test_the_only_account_needs_no_name(home):
    """With two, a name is needed, unless one of them is main."""
    accounts.add("mastodon", "work", ANSWERS, "file")
    assert accounts.get("mastodon").name == "work"
    accounts.add("mastodon", "home", ANSWERS, "file")
    with pytest.raises(AccountError, match=r"several accounts: home, work.*mastodon:home"):
        accounts.get("mastodon")
    accounts.add("mastodon", None, ANSWERS, "file")
    assert accounts.get("mastodon").name == "main"


def test_removing_forgets_all_of_it(home, memory):
    """Values and secrets, in every place."""
    accounts.add("mastodon", None, ANSWERS, "keyring")
    vault.write("mastodon", "main", {"token": "also"}, "file")
    assert accounts.remove("mastodon")
    assert memory.kept == {}
    assert "mastodon" not in (home / "secrets.toml").read_text(encoding="utf-8")
    assert accounts.known() == ()
    assert not accounts.remove("mastodon")


def test_a_renewed_secret_takes_the_place_of_the_old_one(home, memory, monkeypatch):
    """Where it was kept; the environment cannot be written to, and that is told."""
    account = accounts.add("mastodon", None, ANSWERS, "keyring")
    assert accounts.is_kept(account, "token")
    accounts.keep(account, {"token": "new"})
    assert memory.kept == {("quotecards", "mastodon:main:token"): "new"}
    memory.kept.clear()
    with pytest.raises(AccountError, match="came from the environment"):
        accounts.keep(account, {"token": "newer"})


def test_the_list_shows_where_things_come_from_and_what_is_missing(home, environment, monkeypatch):
    """And never a secret."""
    accounts.add("x", "old", {"token": SECRET}, "file")
    monkeypatch.setenv("QUOTECARDS_TELEGRAM_CHAT", "@cards")
    found = {f"{one.network}:{one.name}": one for one in accounts.known()}
    assert list(found) == ["mastodon:main", "x:old", "telegram:main"]
    assert dict(found["mastodon:main"].origins)["token"] == "environment"
    assert dict(found["x:old"].origins)["token"] == "file"
    assert found["telegram:main"].missing == ("token",)
    assert "PLANTED" not in repr(found)


def test_a_home_that_cannot_be_written_is_told(home, monkeypatch):
    """Nothing half-written is left behind."""

    def refuse(*_):
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(os, "fsync", refuse)
    with pytest.raises(OutputError, match="no space left"):
        accounts.add("mastodon", None, ANSWERS, "file")
    assert list(home.iterdir()) == []


names = st.text(min_size=1, max_size=30)


@given(st.dictionaries(names, names, min_size=1, max_size=4))
def test_whatever_is_kept_comes_back(values):
    """The files are TOML, whatever is in them."""
    import tomllib

    known = {
        name: value
        for name, value in values.items()
        if not any("\ud800" <= one <= "\udfff" for one in name + value)
    }
    assert tomllib.loads(vault.toml({"x": {"a.b": known}})).get("x", {}).get("a.b", {}) == known
