"""Cards to post: from a batch's folder or file by file, with the words that the manifest has."""

from __future__ import annotations

import json

import pytest
from quotecards.errors import DataError, Refused, SourceMissing
from quotecards.post import cards

pytest_plugins = ["servers.fixtures"]


def edit(folder, **changes):
    """The first line of the manifest, changed."""
    path = folder / "manifest.jsonl"
    lines = [json.loads(row) for row in path.read_text(encoding="utf-8").splitlines()]
    lines[0] |= changes
    path.write_text("".join(json.dumps(line, ensure_ascii=False) + "\n" for line in lines), encoding="utf-8")
    return folder


def test_a_folder_gives_its_cards_in_order(some_cards):
    """Each with its picture, alt text, caption and credit."""
    found = cards.read([str(some_cards(3))])
    assert [card.path.name for card in found] == ["card-0.jpg", "card-1.jpg", "card-2.jpg"]
    posting = found[0].posting
    assert posting.pictures[0].kind == "image/jpeg"
    assert posting.pictures[0].alt.startswith("Quote card 0")
    assert posting.credit == ("on Her, 2013",)
    assert posting.film == found[0].film == "Her"


def test_a_file_and_its_folder_are_one_card(some_cards):
    """Named twice, posted once."""
    folder = some_cards(2)
    found = cards.read([str(folder / "card-1.jpg"), str(folder)])
    assert [card.path.name for card in found] == ["card-1.jpg", "card-0.jpg"]


def test_records_that_failed_are_passed_over(some_cards):
    """A line with an error has no card."""
    folder = edit(some_cards(2), card=None, error="these words do not fit.")
    assert [card.path.name for card in cards.read([str(folder)])] == ["card-1.jpg"]


def test_flags_links_and_tags_come_along(some_cards):
    """What the manifest says of a spoiler, a source and tags."""
    credit = {"film": "Her", "lines": [], "url": "https://example.org"}
    folder = edit(
        some_cards(), flags=["spoiler"], tags=["film"], credit=credit, warning="The end", language="de"
    )
    posting = cards.read([str(folder)])[0].posting
    assert posting.spoiler
    assert (posting.link, posting.tags, posting.warning, posting.language) == (
        "https://example.org",
        ("film",),
        "The end",
        "de",
    )


def test_another_dress_is_the_same_card_and_another_content(some_cards):
    """Which card it is follows from its words; what it holds, from every byte of picture and words."""
    folder = some_cards()
    first = cards.read([str(folder)])[0]
    worded = cards.read([str(edit(folder, caption="Other words."))])[0]
    (folder / "card-0.jpg").write_bytes((folder / "card-0.jpg").read_bytes() + b"\0")
    dressed = cards.read([str(folder)])[0]
    assert first.card == worded.card == dressed.card
    assert len({first.content, worded.content, dressed.content}) == 3
    assert cards.read([str(edit(folder, quote="Another line."))])[0].card != first.card
    assert cards.read([str(edit(folder, size="story"))])[0].card != first.card


def test_a_missing_card_is_missing(tmp_path):
    """No such file or folder."""
    with pytest.raises(SourceMissing, match="no such card"):
        cards.read([str(tmp_path / "nothing.jpg")])


def test_a_card_of_the_manifest_that_is_gone_is_told(some_cards):
    """Its line is there, its file is not."""
    folder = some_cards()
    (folder / "card-0.jpg").unlink()
    with pytest.raises(SourceMissing, match=r"card-0\.jpg"):
        cards.read([str(folder)])


def test_a_picture_without_a_manifest_has_no_words(tmp_path, some_cards):
    """No alt text, no post."""
    (tmp_path / "alone.jpg").write_bytes((some_cards() / "card-0.jpg").read_bytes())
    with pytest.raises(DataError, match=r"no readable manifest\.jsonl"):
        cards.read([str(tmp_path / "alone.jpg")])
    folder = some_cards()
    (folder / "stranger.jpg").write_bytes(b"x")
    with pytest.raises(DataError, match="does not name this card"):
        cards.read([str(folder / "stranger.jpg")])


@pytest.mark.parametrize(
    ("changes", "kind", "said"),
    [
        ({"alt": "  "}, DataError, "no alt text"),
        ({"card": "../card-0.jpg"}, DataError, "outside its folder"),
    ],
)
def test_a_line_that_cannot_be_posted_says_why(some_cards, changes, kind, said):
    """With the file, and what to do."""
    folder = edit(some_cards(), **changes)
    (folder.parent / "card-0.jpg").write_bytes((folder / "card-0.jpg").read_bytes())
    with pytest.raises(kind, match=said):
        cards.read([str(folder)])


def test_a_damaged_manifest_says_where(some_cards):
    """File and line."""
    folder = some_cards(2)
    path = folder / "manifest.jsonl"
    path.write_text(path.read_text(encoding="utf-8") + '{"quote": "cut o', encoding="utf-8")
    with pytest.raises(DataError) as told:
        cards.read([str(folder)])
    assert told.value.where == f"{path}:3"


def test_an_empty_manifest_has_no_cards(some_cards):
    """Nothing to post."""
    folder = some_cards()
    (folder / "manifest.jsonl").write_text("")
    with pytest.raises(DataError, match="no finished card"):
        cards.read([str(folder)])


@pytest.mark.parametrize("content", [b"", b"no image", b"\xff\xd8\xff\xe0 half a"])
def test_a_card_that_is_no_picture_is_refused(some_cards, content):
    """Cut off, or something else."""
    folder = some_cards()
    (folder / "card-0.jpg").write_bytes(content)
    with pytest.raises(Refused, match="no whole JPEG, PNG or WebP"):
        cards.read([str(folder)])


def test_a_quote_with_an_odd_line_end_is_one_line(some_cards):
    """U+2028 is a letter of JSON, not the end of a row."""
    folder = edit(some_cards(), quote="one\u2028two")
    assert cards.read([str(folder)])[0].posting.quote == "one\u2028two"
