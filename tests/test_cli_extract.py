"""`extract` prints quotes in the shape that others build on, and explains them in plain words."""

from __future__ import annotations

import dataclasses
import json
import types

import pytest
from quotecards.errors import ExitCode
from quotecards.models import About, Credit, Edit, Label, Quote, Reason

SHAPE = {
    "quote",
    "verbatim",
    "edits",
    "source",
    "record",
    "start",
    "end",
    "kind",
    "credit",
    "score",
    "taste",
    "rank",
} | {
    "reasons",
    "flags",
    "language",
}
CREDIT = {"speaker", "author", "title", "film", "year", "outlet", "url", "lines"}


@pytest.fixture
def one(quick, inside):
    """A review whose one quote has everything that a quote can have."""
    (inside / "a.txt").write_text('Top of page\n"A line that stands."')
    quote = Quote(
        quote="A line that stands.",
        verbatim='"A line that stands."',
        edits=(Edit("trim-quotes", 0, 1, '"', ""), Edit("trim-quotes", 20, 21, '"', "")),
        source="a.txt",
        record=None,
        start=12,
        end=33,
        kind="film",
        credit=Credit(
            film="her", year=2013, director="Spike Jonze", lines=("*her*, 2013", "directed by Spike Jonze")
        ),
        score=0.93456789,
        taste={"verdict": 0.4, "aphorism": 0.9, "dialogue": 0.97},
        rank=1,
        reasons=(
            Reason("pronoun", 0.3123456, "stands alone: no word points back"),
            Reason("length", -0.1, "is rather short"),
        ),
        flags=("spoiler",),
    )

    def extract(review, _settings, **_):
        return types.SimpleNamespace(
            quotes=(quote,),
            candidates=(quote, dataclasses.replace(quote, rank=2, flags=("too-short",))),
            labels=(Label(0, 11, "page-furniture", "stands at the edge of a page"),),
            about=About(
                film="her", origin=(("film", "sidecar"), ("year", "front matter"), ("title", "heading"))
            ),
            review=review,
        )

    quick.extract = extract
    return quote


def test_json_has_the_fixed_shape(run, one):
    """One array; each quote has all keys and no other, with numbers rounded to four places."""
    done = run("extract", "a.txt", "--json")
    (value,) = json.loads(done.out)
    assert set(value) == SHAPE
    assert set(value["credit"]) == CREDIT
    assert (value["quote"], value["start"], value["end"], value["score"]) == (one.quote, 12, 33, 0.9346)
    assert value["reasons"][0] == {
        "feature": "pronoun",
        "effect": 0.3123,
        "says": "stands alone: no word points back",
    }
    assert value["edits"][0] == {"kind": "trim-quotes", "start": 0, "end": 1, "before": '"', "after": ""}
    assert (done.code, done.err) == (ExitCode.OK, "")


@pytest.mark.usefixtures("one")
def test_all_lists_every_candidate_and_labels_what_was_left_out(run):
    """Candidates keep their flags; a label has its place and its reason and no score."""
    values = json.loads(run("extract", "a.txt", "--json", "--all", "--labels").out)
    assert [value.get("flags") for value in values] == [["spoiler"], ["too-short"], None]
    assert values[2] == {
        "label": "page-furniture",
        "why": "stands at the edge of a page",
        "verbatim": "Top of page",
        "source": "a.txt",
        "record": None,
        "start": 0,
        "end": 11,
    }


@pytest.mark.usefixtures("one")
def test_text_is_the_quote_its_score_and_its_credit(run):
    """Short, without asterisks, with the flags."""
    assert run("extract", "a.txt").out == (
        "  1  “A line that stands.”\n      0.93 [spoiler]\n      her, 2013\n      directed by Spike Jonze\n\n"
    )


@pytest.mark.usefixtures("one")
def test_explained_it_says_what_speaks_for_and_against_and_where_the_credit_came_from(run):
    """Reasons by their weight, each part of the credit with its origin, and only what is credited."""
    lines = [
        " ".join(line.split()) for line in run("extract", "a.txt", "--explain", "--labels").out.splitlines()
    ]
    for line in (
        "speaks the film",
        "tastes verdict 0.40, aphorism 0.90, dialogue 0.97",
        "for +0.31 stands alone: no word points back",
        "against −0.10 is rather short",
        "credit film: her (from the sidecar)",
        "year: 2013 (from the front matter)",
        "director: Spike Jonze",
        "flags spoiler",
        "set with trim quotes",
        "place a.txt, characters 12 to 33",
        "page-furnit Top of page (stands at the edge of a page)",
    ):
        assert line in lines
    assert not any("title:" in line for line in lines)


@pytest.mark.usefixtures("inside", "quick")
def test_a_review_with_nothing_quotable_says_what_to_try(run, inside):
    """Exit code 4; with --json the array is empty, not missing."""
    (inside / "a.txt").write_text("A line.")
    import quotecards.pipeline as quick

    quick.extract = lambda review, *_, **__: types.SimpleNamespace(
        quotes=(), candidates=(), labels=(), about=review.about, review=review
    )
    done = run("extract", "a.txt", "--json")
    assert done.code == ExitCode.NOTHING_QUOTABLE
    assert json.loads(done.out) == []
    assert "a.txt" in done.err
    assert "--min-words" in done.err


def test_standard_input_is_a_source(run, quick, monkeypatch):
    """A hyphen reads what is piped in."""
    import io
    import sys

    monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(b"A line that stands.")))
    values = json.loads(run("extract", "-", "--json").out)
    assert [(value["source"], value["quote"]) for value in values] == [("-", "A line that stands.")]
    assert quick.calls == ["-"]
