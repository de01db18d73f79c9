"""From every format the way back is the offset: a quote's words stand in the text that was read."""

from __future__ import annotations

import csv
import html
import io
import json
import zipfile

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from quotecards import pipeline
from quotecards.settings import load

from sources import good, kept_whole

SENTENCES = st.lists(
    st.sampled_from(
        [
            "A film that keeps its voice down is the one you hear longest.",
            "The city glows like an aquarium, and everyone in it is kind.",
            "“Nobody leaves the harbour,” says the pilot.",
            "Elle n’attend rien & personne — pas même la mer.",
            "I laughed, I < 3 wept.It was late.",
            "Das Meer schweigt, „und wir auch“.",
            "🌊 The tide goes out, and stays out.",
        ]
    ),
    min_size=1,
    max_size=5,
)


def zipped(text):
    written = io.BytesIO()
    with zipfile.ZipFile(written, "w") as archive:
        archive.writestr("a.txt", text)
    return written.getvalue()


def table(text):
    written = io.StringIO(newline="")
    csv.writer(written).writerows([["text", "film"], [text, "Her"]])
    return written.getvalue()


def page(text):
    return (
        "<html><body><article>"
        + "".join(f"<p>{html.escape(p)}</p>" for p in text.split("\n\n"))
        + "</article></body></html>"
    )


def feed(text):
    return f"<rss version='2.0'><channel><item><description>{html.escape(page(text))}</description></item></channel></rss>"


WRITTEN = {
    "a.txt": str,
    "a.md": str,
    "a.jsonl": lambda text: json.dumps({"text": text}),
    "a.json": lambda text: json.dumps([{"text": text}]),
    "a.csv": table,
    "reviews.csv": lambda text: table(text).replace("text,film", "Review,Letterboxd URI"),
    "a.html": page,
    "a.xml": feed,
    "a.zip": zipped,
}


@pytest.mark.parametrize("name", WRITTEN)
@settings(max_examples=8, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(paragraphs=st.lists(SENTENCES, min_size=1, max_size=3))
def test_every_quote_stands_where_it_says(name, paragraphs):
    """`text[start:end] == verbatim`; a record's text is its field, a file's its decoded content."""
    text = "\n\n".join(" ".join(sentences) for sentences in paragraphs)
    (review,) = good(WRITTEN[name](text), name)
    assert review.text == text
    assert kept_whole(review)
    found = pipeline.extract(review, load(), everything=True)
    assert all(review.text[one.start : one.end] == one.verbatim for one in found.candidates)
