"""The whole way, with nothing replaced: seed reviews become real cards, by one process or by two."""

from __future__ import annotations

import json

import pytest
from PIL import Image
from quotecards.batch import record
from quotecards.errors import ExitCode


@pytest.fixture
def two(inside, seeds):
    """Two seeds in a folder of the test's own."""
    (inside / "reviews").mkdir()
    for name in ("001_b12efe38a41d120f.txt", "004_5fe6c85964812e6c.txt"):
        (inside / "reviews" / name).write_bytes((seeds / name).read_bytes())
    return inside


def lines(folder):
    return [json.loads(row) for row in (folder / "manifest.jsonl").read_text("utf-8").split("\n") if row]


def test_seeds_become_cards_that_are_what_their_lines_say(run, two):
    """Pictures of the size and format named, words that stand in the source, alt text with all of them."""
    done = run(
        "batch",
        "reviews",
        "--out",
        "cards",
        "--top",
        "1",
        "--format",
        "jpeg",
        "--size",
        "square",
        "--jobs",
        "1",
    )
    assert done.code == ExitCode.OK, done.err
    found = lines(two / "cards")
    assert len(found) == 2
    for line in found:
        assert set(line) == {*record.QUOTE_KEYS, *record.CARD_KEYS}
        text = (two / line["source"]).read_bytes().decode("utf-8-sig")
        assert text[line["start"] : line["end"]] == line["verbatim"]
        with Image.open(two / "cards" / line["card"]) as picture:
            assert (picture.size, picture.format) == ((line["width"], line["height"]), "JPEG")
            assert picture.size == (1080, 1080)
        assert line["quote"] in line["alt"]
        assert all(part.replace("*", "") in line["alt"] for part in line["credit"]["lines"])
        assert line["quote"] in line["caption"]
        assert line["version"]


def test_two_processes_make_the_same_folder_as_one(run, two):
    """File by file the same bytes, manifest and gallery included."""
    flags = ("--top", "1", "--size", "landscape", "--format", "jpeg")
    assert run("batch", "reviews", "--out", "one", "--jobs", "1", *flags).code == ExitCode.OK
    assert run("batch", "reviews", "--out", "two", "--jobs", "2", *flags).code == ExitCode.OK
    folders = [{path.name: path.read_bytes() for path in (two / name).iterdir()} for name in ("one", "two")]
    assert folders[0] == folders[1]
    assert len(folders[0]) == 4


def test_a_preview_is_the_card_that_a_batch_makes(run, two):
    """The same quote, the same looks, the same bytes."""
    flags = ("--size", "landscape", "--format", "jpeg")
    run("batch", "reviews/001_b12efe38a41d120f.txt", "--out", "cards", "--top", "1", *flags)
    run("preview", "reviews/001_b12efe38a41d120f.txt", "--out", "card.jpg", *flags)
    assert (two / "card.jpg").read_bytes() == (two / "cards" / lines(two / "cards")[0]["card"]).read_bytes()
