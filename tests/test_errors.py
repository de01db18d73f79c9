"""What an error says about a name that is not known."""

from __future__ import annotations

import pytest
from quotecards.errors import near

KNOWN = ("portrait", "square", "squares", "wide")


@pytest.mark.parametrize(
    ("name", "asked"),
    [
        ("sqare", "Did you mean square?"),
        ("portrat", "Did you mean portrait?"),
        ("quill", ""),
        ("", ""),
    ],
)
def test_a_mistyped_name_becomes_a_question(name, asked):
    """The name most like it is asked after; where none is like it, nothing is said."""
    assert near(name, KNOWN) == asked


def test_several_names_may_be_asked_after():
    """The most like it first, and no more than were wanted."""
    assert near("sqare", KNOWN, most=2) == "Did you mean square or squares?"
    assert near("sqare", KNOWN, most=1) == "Did you mean square?"


def test_how_alike_a_name_has_to_be_is_for_the_caller_to_say():
    """A looser likeness finds more."""
    assert near("wd", KNOWN, alike=0.6) == "Did you mean wide?"
    assert near("wd", KNOWN, alike=0.9) == ""
