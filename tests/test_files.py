"""Files are written all at once or not at all, and get names that every file system takes."""

from __future__ import annotations

import errno
import os

import pytest
from hypothesis import given
from hypothesis import strategies as st
from quotecards import files
from quotecards.errors import ExitCode, OutputError


def test_a_file_has_the_bytes_and_missing_folders_are_made(tmp_path):
    """`write` makes the folders above the file and leaves nothing else behind."""
    files.write(tmp_path / "a" / "b" / "card.png", b"bytes")
    assert (tmp_path / "a" / "b" / "card.png").read_bytes() == b"bytes"
    assert [path.name for path in (tmp_path / "a" / "b").iterdir()] == ["card.png"]


def test_a_file_gets_the_rights_that_the_umask_leaves(tmp_path):
    """A temporary file is private; the finished one is as any other."""
    before = os.umask(0o022)
    try:
        files.write(tmp_path / "card.png", b"")
    finally:
        os.umask(before)
    assert (tmp_path / "card.png").stat().st_mode & 0o777 == 0o644


def test_a_write_that_fails_leaves_the_old_file_and_no_scraps(tmp_path, monkeypatch):
    """The old bytes stand until the new ones are complete."""
    files.write(tmp_path / "card.png", b"old")

    def full(*_):
        raise OSError(errno.ENOSPC, "No space left on device")

    monkeypatch.setattr("quotecards.files.os.replace", full)
    with pytest.raises(OutputError, match="disk is full") as raised:
        files.write(tmp_path / "card.png", b"new")
    assert raised.value.exit_code is ExitCode.OUTPUT
    assert (tmp_path / "card.png").read_bytes() == b"old"
    assert [path.name for path in tmp_path.iterdir()] == ["card.png"]


def test_a_path_below_a_file_is_refused_with_what_to_do(tmp_path):
    """The message names the place, the reason and the next step."""
    (tmp_path / "file").write_text("x")
    with pytest.raises(OutputError) as raised:
        files.write(tmp_path / "file" / "cards" / "card.png", b"")
    assert str(tmp_path / "file") in raised.value.where
    assert "choose another" in raised.value.remedy


@given(st.text())
def test_a_slug_is_never_empty_and_safe_everywhere(text):
    """Letters, digits and single hyphens; at most the limit in bytes; no hyphen at the ends."""
    slug = files.slug(text, 24)
    assert slug
    assert len(slug.encode()) <= 24
    assert all(
        letter == "-" or letter.isalnum() or letter.isidentifier() or letter.isprintable() for letter in slug
    )
    assert not set(slug) & set('/\\:*?"<>| ._\0\n')
    assert slug.strip("-") == slug
    assert "--" not in slug


@pytest.mark.parametrize(
    ("text", "slug"),
    [
        ("004_5fe6c85964812e6c", "004-5fe6c85964812e6c"),
        ("Amélie — Le Fabuleux Destin", "amelie-le-fabuleux-destin"),
        ("Мастер", "мастер"),
        ("It’s the ’90s", "its-the-90s"),
        ("...", "card"),
    ],
)
def test_a_slug_keeps_what_can_be_read(text, slug):
    """Accents fall, other scripts stay, signs become hyphens."""
    assert files.slug(text) == slug


def test_a_hash_tells_bytes_apart():
    """SHA-256 as sixty-four hexadecimal characters."""
    assert files.content_hash(b"") == "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"
    assert files.content_hash(b"a") != files.content_hash(b"b")
