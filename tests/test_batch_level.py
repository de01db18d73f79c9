"""Cards that are seen together can be set in one size of type."""

from __future__ import annotations

import json

import pytest
from quotecards import pipeline
from quotecards.batch import record
from quotecards.batch.level import levelled, of_items
from quotecards.errors import ExitCode, SourceError
from quotecards.settings import load

from layout_cases import case

NAMES = ("life", "brief", "bare", "machines", "media")


def sizes(quotes, settings, size="portrait"):
    """The px of each quote's type."""
    return [pipeline.scene(quote, settings, size=size).notes["size"] for quote in quotes]


@pytest.mark.parametrize("layout", ["panel", "split", "ticket", "title-card"])
@pytest.mark.parametrize("size", ["portrait", "landscape"])
def test_cards_of_one_layout_get_one_size(layout, size):
    """That of the one that was smallest; unlevelled they differ."""
    settings = load({"layout": layout, "palette": "flashback", "size": [size], "carousel": False})
    quotes = [quote for name in NAMES if fits(quote := case(name), settings, size)]
    assert len(quotes) >= 2
    before = sizes(quotes, settings, size)
    assert len(set(before)) > 1
    assert set(sizes(levelled(quotes, settings), settings, size)) == {min(before)}


def fits(quote, settings, size):
    from quotecards.errors import DoesNotFit

    try:
        return pipeline.scene(quote, settings, size=size)
    except DoesNotFit:
        return None


def test_each_layout_has_a_size_of_its_own():
    """A short card is not made small by a long one of another design, and keeps its layout."""
    settings = load({"palette": "flashback"})
    quotes = [case(name) for name in ("life", "brief", "bare", "space")]
    before = [pipeline.scene(quote, settings) for quote in quotes]
    after = [pipeline.scene(quote, settings) for quote in levelled(quotes, settings)]
    assert [scene.layout for scene in after] == [scene.layout for scene in before]
    for layout in {scene.layout for scene in before}:
        smallest = min(scene.notes["size"] for scene in before if scene.layout == layout)
        assert {scene.notes["size"] for scene in after if scene.layout == layout} == {smallest}


def test_twice_the_pixels_keep_the_size():
    """The size that is shared is that of the card before it is scaled."""
    settings = load({"layout": "panel", "palette": "flashback"})
    sharp = load({"layout": "panel", "palette": "flashback", "scale": 2})
    quotes = [case("life"), case("bare")]
    assert levelled(quotes, sharp) == levelled(quotes, settings)


def test_one_quote_alone_is_as_it_was():
    """And what could not be read stays where it was."""
    settings = load({"layout": "panel"})
    assert levelled([case("life")], settings) == (case("life"),)
    error = SourceError("broken.")
    items = of_items([case("life"), error, case("bare")], settings)
    assert items[1] is error
    assert items[0].type_sizes == items[2].type_sizes != ()


def test_a_quote_keeps_its_size_as_json():
    """Through the file of picks, from one process to another."""
    (quote, _) = levelled([case("life"), case("bare")], load({"layout": "panel"}))
    line = json.loads(json.dumps(record.of(quote) | {"type_sizes": quote.type_sizes}))
    assert record.quote_of(line).type_sizes == quote.type_sizes


def test_the_command_line_levels_a_file_of_quotes(run, inside):
    """The dry run and the cards say the same; other sizes make other cards."""
    rows = [
        "quote",
        "A quiet wonder that stays for days.",
        '"' + "A longer line about light, " * 6 + 'and rain."',
    ]
    (inside / "quotes.csv").write_text("\n".join(rows) + "\n")
    flags = ("--layout", "panel", "--palette", "flashback", "--format", "webp")
    assert run("render", "quotes.csv", "--out", "one", *flags).code == ExitCode.OK
    assert run("render", "quotes.csv", "--out", "two", *flags, "--same-size").code == ExitCode.OK
    one, two = (
        [json.loads(row) for row in (inside / name / "manifest.jsonl").read_text().splitlines()]
        for name in ("one", "two")
    )
    assert one[0]["sha256"] != two[0]["sha256"]
    assert one[1]["sha256"] == two[1]["sha256"]


def test_a_batch_levels_the_quotes_of_each_review(run, inside, seeds):
    """By itself and on request."""
    seed = str(seeds / "004_5fe6c85964812e6c.txt")
    flags = ("--layout", "panel", "--palette", "flashback", "--format", "webp", "--top", "2")
    assert run("batch", seed, "--out", "one", *flags, "--same-size").code == ExitCode.OK
    assert run("batch", seed, "--out", "two", *flags).code == ExitCode.OK
    one, two = ((inside / name / "manifest.jsonl").read_text() for name in ("one", "two"))
    assert one.count("\n") == two.count("\n") == 2
    assert one != two
