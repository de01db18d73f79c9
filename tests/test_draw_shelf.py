from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st
from quotecards.draw.shelf import Shelf


def test_a_thing_is_made_once():
    """What is held is not made again."""
    made = []
    shelf = Shelf(100, len)
    for _ in range(3):
        assert shelf.get("key", lambda: made.append(1) or "thing") == "thing"
    assert made == [1]


def test_what_was_unused_for_longest_leaves_first():
    """Asking for a thing keeps it; the others make room in the order of their last use."""
    shelf = Shelf(10, len)
    for name in "abc":
        shelf.get(name, lambda name=name: name * 3)
    shelf.get("a", lambda: "not made")
    shelf.get("d", lambda: "ddd")
    made = []
    for name in "acdb":
        shelf.get(name, lambda name=name: made.append(name) or name * 3)
    assert made == ["b"]


def test_a_thing_heavier_than_the_shelf_is_given_but_not_kept():
    """One large thing never drives out all small ones."""
    shelf = Shelf(5, len)
    shelf.get("small", lambda: "abc")
    assert shelf.get("large", lambda: "abcdefgh") == "abcdefgh"
    assert len(shelf) == 1
    assert shelf.held == 3


def test_peeking_makes_nothing():
    """What is there is given and counts as used, what is not is None."""
    shelf = Shelf(6, len)
    shelf.get("a", lambda: "aaa")
    shelf.get("b", lambda: "bbb")
    assert shelf.peek("a") == "aaa"
    assert shelf.peek("c") is None
    shelf.get("c", lambda: "ccc")
    assert (shelf.peek("a"), shelf.peek("b")) == ("aaa", None)


def test_an_emptied_shelf_holds_nothing():
    """Clearing frees what was held."""
    shelf = Shelf(5, len)
    shelf.get("small", lambda: "abc")
    shelf.clear()
    assert (len(shelf), shelf.held) == (0, 0)


@given(st.lists(st.tuples(st.integers(0, 9), st.integers(0, 12))))
def test_a_shelf_never_holds_more_than_its_limit(asked):
    """Whatever is asked for in whatever order, the bytes held stay under the limit and are counted right."""
    shelf = Shelf(20, len)
    for key, size in asked:
        shelf.get(key, lambda size=size: "x" * size)
        assert shelf.held <= 20
        assert shelf.held == sum(weight for _, weight in shelf._things.values())
