"""What templates become, and how a mistake in one is told."""

from __future__ import annotations

import pytest
from quotecards.errors import DataError
from quotecards.filled import filled, plain


@pytest.fixture
def own(home):
    """The user's folder of templates."""
    place = home / "templates"
    place.mkdir()
    return place


def test_the_first_template_that_is_there_is_filled(own):
    """The others stand in for it where it is missing."""
    (own / "two.j2").write_text("{{ word }}, again")
    assert filled({"word": "So"}, "one.j2", "two.j2") == "So, again"
    (own / "one.j2").write_text("{{ word }}")
    assert filled({"word": "So"}, "one.j2", "two.j2") == "So"


def test_only_html_is_escaped(own):
    """A film title between asterisks becomes one of HTML, and its line is escaped all the same."""
    (own / "a.j2").write_text("{{ word }} {{ line | titled }}")
    words = {"word": "<b>", "line": "on *her & him*"}
    assert filled(words, "a.j2", html=True) == "&lt;b&gt; on <cite>her &amp; him</cite>"
    (own / "b.j2").write_text("{{ word }}")
    assert filled(words, "b.j2") == "<b>"


@pytest.mark.parametrize(
    ("text", "where"), [("a\n{% for %}", "a.j2:2"), ("{{ nothing }}", "a.j2"), ("{{ 1 / 0 }}", "a.j2")]
)
def test_a_mistake_is_told_with_its_template(own, text, where):
    """Its line too, where the template cannot be read at all."""
    (own / "a.j2").write_text(text)
    with pytest.raises(DataError, match="this template does not work") as raised:
        filled({}, "a.j2")
    assert raised.value.where == where


def test_a_plain_line_has_no_asterisks():
    """They mark a film title, which is set in italic on a card."""
    assert plain("Lee Marsh on *her*, 2013") == "Lee Marsh on her, 2013"
