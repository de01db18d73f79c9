"""A quote too long for one card becomes several: in a preview, in a batch, on the page and in a post."""

from __future__ import annotations

import json

import pytest
import quotecards as qc
from quotecards.errors import DataError, ExitCode, Refused
from quotecards.post import cards as post_cards
from quotecards.post import payload
from quotecards.post.limits import limits

SENTENCE = "The film is a quiet wonder, and every light in it remembers the one before."
LONG = " ".join([SENTENCE] * 6)


def lines(folder):
    return [json.loads(row) for row in (folder / "manifest.jsonl").read_text(encoding="utf-8").splitlines()]


@pytest.fixture
def folder(run, inside):
    """A folder with one quote of several cards and one of a single card."""
    rows = [{"quote": LONG, "film": "Her", "author": "Ann Reader"}, {"quote": "A short one.", "film": "Her"}]
    (inside / "quotes.jsonl").write_text("".join(json.dumps(row) + "\n" for row in rows))
    done = run("render", "quotes.jsonl", "--out", "cards", "--palette", "flashback", "--format", "webp")
    assert done.code == ExitCode.OK, done.err
    return inside / "cards"


def test_a_preview_writes_each_card_and_names_it(run, inside):
    """The number stands before the suffix, also of a name that was given."""
    done = run("preview", "--text", LONG, "--layout", "plain", "--format", "webp", "--out", "card.webp")
    assert done.out.split() == [
        f"card-{at}of{len(done.out.split())}.webp" for at in (1, 2, 3, 4)[: len(done.out.split())]
    ]
    assert all((inside / name).exists() for name in done.out.split())
    assert len(done.out.split()) > 1


def test_without_a_carousel_it_is_an_error(run, inside):
    """Exit code 6, and the remedy."""
    done = run("preview", "--text", LONG, "--no-carousel")
    assert done.code == ExitCode.DOES_NOT_FIT
    assert "--carousel" in done.err
    assert list(inside.iterdir()) == []


def test_a_layout_without_what_it_shows_is_an_error_and_no_carousel(run, inside):
    """Room is not what it lacks."""
    done = run("preview", "--text", LONG, "--layout", "poster", "--credit", "on *Her*")
    assert done.code == ExitCode.DOES_NOT_FIT
    assert "--still" in done.err or "film" in done.err
    assert list(inside.iterdir()) == []


def test_the_manifest_tells_order_and_total(folder):
    """Each slide has a file and a line of its own, the words of the whole quote, and its own alt text."""
    found = lines(folder)
    slides = [line for line in found if line["slides"] > 1]
    count = slides[0]["slides"]
    assert [line["slide"] for line in slides] == list(range(1, count + 1))
    assert all(f"-{line['slide']}of{count}-" in line["card"] for line in slides)
    assert {line["quote"] for line in slides} == {LONG}
    assert len({line["alt"] for line in slides}) == count
    assert all(line["alt"].startswith(f"Quote card {line['slide']} of {count}: ") for line in slides)
    assert ["Ann Reader" in line["alt"] for line in slides] == [False] * (count - 1) + [True]
    assert (found[-1]["slide"], found[-1]["slides"]) == (1, 1)


def test_the_page_shows_them_together(folder):
    """One quote, its cards in order, each told."""
    page = (folder / "index.html").read_text(encoding="utf-8")
    assert page.count("<article") == 2
    count = lines(folder)[0]["slides"]
    at = [page.index(f"portrait, {number} of {count} ·") for number in range(1, count + 1)]
    assert at == sorted(at)


def test_they_are_posted_as_one(folder):
    """One card of several pictures, in order, with an alt text each; also when the files are named."""
    whole, single = post_cards.read([str(folder)])
    slides = lines(folder)[:-1]
    assert [picture.alt for picture in whole.posting.pictures] == [line["alt"] for line in slides]
    assert len(single.posting.pictures) == 1
    named = [str(folder / line["card"]) for line in reversed(slides)]
    assert post_cards.read(named) == [whole]


def test_a_part_of_them_is_not_posted(folder):
    """A fragment of a quote would stand alone."""
    with pytest.raises(DataError, match="belong together") as caught:
        post_cards.read([str(folder / lines(folder)[0]["card"])])
    assert "Name all" in caught.value.remedy


def test_a_network_that_takes_fewer_pictures_says_so(folder):
    """With the number it takes, the number there are, and the remedy."""
    from dataclasses import replace

    whole, _ = post_cards.read([str(folder)])
    with pytest.raises(Refused, match="1 pictures at most") as caught:
        payload.make(whole.posting, replace(limits("bluesky"), pictures_most=1))
    assert "shorter" in caught.value.remedy


def test_a_dry_run_tells_each_card(run, folder):
    """As many lines as there would be files."""
    done = run("render", "quotes.jsonl", "--out", "other", "--dry-run")
    assert done.code == ExitCode.OK
    assert not (folder.parent / "other").exists()


def test_python_gets_all_cards(seeds):
    """One card where one holds the quote; render makes a single one."""
    quote = qc.extract(str(seeds / "004_5fe6c85964812e6c.txt"), top=1)[0]
    (card,) = qc.carousel(quote, palette="flashback")
    assert card.scene == qc.render(quote, palette="flashback").scene


def test_a_single_card_goes_to_a_roomier_layout_and_no_further():
    """A quote for several cards is an error that names the way to have them all."""
    from quotecards.batch.chosen import by_hand
    from quotecards.errors import DoesNotFit

    fifty = by_hand(" ".join(LONG.split()[:50]), [])
    card = qc.render(fifty, palette="flashback", layout="panel")
    assert card.scene.layout == "margin"
    assert "panel has no room for 50 words" in card.scene.why
    with pytest.raises(DoesNotFit, match="too long for one card; 2 would hold it"):
        qc.render(by_hand(LONG, []), palette="flashback", layout="panel")
    with pytest.raises(DoesNotFit, match="do not fit on panel"):
        qc.render(fifty, palette="flashback", layout="panel", carousel=False)
