"""The weights file, written for people to read: what it is, how it came about, the weightiest first."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

HEAD = """\
# What each feature weighs, by taste. A passage's logit is `bias` plus, over all features,
# weight * (value - typical); its score is the logistic function of that. What is not named weighs 0.
# `bar`: below it, the balanced choice does not claim the taste (aphorisms are rare).
# `joins`, `join_cost`: how a passage's logit follows from its sentences', see score/joined.py.
# `leaning`: what only the first sentence of a passage is asked.
# Written by benchmarks/scorer/train.py; what is set by hand there stands in its recipe.toml.
"""


def written(data: Mapping[str, Any]) -> str:
    """The values become the text of the file."""
    return "\n".join([HEAD, *_lines(data)]) + "\n"


def _lines(data: Mapping[str, Any]) -> Iterator[str]:
    yield f'origin = """\n{data["origin"].strip()}\n"""\n'
    yield "leaning = ["
    yield from (f'  "{name}",' for name in data["leaning"])
    yield "]\n"
    yield "[trained]"
    yield from (f"{name} = {_value(value)}" for name, value in data.get("trained", {}).items())
    for taste in ("verdict", "aphorism", "dialogue"):
        table = data[taste]
        yield f"\n[{taste}]"
        yield from (f"{name} = {_value(value)}" for name, value in table.items() if name != "weights")
        yield f"\n[{taste}.weights]"
        weighty = sorted(table["weights"].items(), key=lambda item: -abs(item[1]))
        yield from (f"{name} = {weight:g}" for name, weight in weighty if weight)


def _value(value: Any) -> str:
    return f'"{value}"' if isinstance(value, str) else str(value)
