"""Stage 5, the learned table: how much the words of a line, and of its neighbours, sound like lifted ones.

A line's value is the sum over its words by the root of their number; its rank and its standing are told
among the reviewer's sentences of the same review. For a language that the table was not made for, every
line has the middle value here, and `features` puts the typical one in its place.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from quotecards import grown

if TYPE_CHECKING:
    import numpy.typing as npt

    from quotecards.score.page import Columns, Page

    Numbers = npt.NDArray[np.float64]

_MIDDLE = 0.5
_SPREAD = 16.0  # nats by root of words: lines lie within 8 of 0
_DEVIATIONS = 8.0  # lines lie within 4 standard deviations of their review's mean
_RAREST = 15.0  # nats
_NAMES = (
    "lifted",
    "lifted_rank",
    "lifted_standing",
    "lifted_before",
    "lifted_after",
    "saying",
    "rare",
    "rarest",
    "ends_rare",
    "saying_word",
)


def columns(page: Page) -> Columns:
    """A page becomes its features from the table, one value per line, each in 0..1; a half is no opinion."""
    a, b = page.a, page.b
    if not page.told.known:
        return {**dict.fromkeys(_NAMES, np.full(len(a), _MIDDLE)), "grown": np.zeros(len(a))}
    own = _by_root(page.told.lifted, a, b)
    first = np.array([line.passage.first for line in page.lines])
    last = np.array([line.passage.last for line in page.lines])
    alone = np.array([line.passage.form == "sentence" for line in page.lines])
    by_sentence = np.zeros(page.sentences + 2)  # one more on either side, with no opinion
    by_sentence[first[alone] + 1] = own[alone]
    rank, standing = _among(own, own[alone])
    rare = (page.told.surprise[b] - page.told.surprise[a]) / np.maximum(1, b - a)
    return {
        "lifted": _middled(own / _SPREAD),
        "lifted_rank": rank,
        "lifted_standing": _middled(standing / _DEVIATIONS),
        "lifted_before": _middled(by_sentence[first] / _SPREAD),
        "lifted_after": _middled(by_sentence[last + 2] / _SPREAD),
        "saying": _middled(_by_root(page.told.saying, a, b) / _SPREAD),
        "rare": np.clip(rare / _RAREST, 0, 1),
        **_single(page, a, b),
        "grown": _grown(page, a, b),
    }


def _single(page: Page, a: npt.NDArray[np.intp], b: npt.NDArray[np.intp]) -> Columns:
    """What single words stand out by: the three rarest, the last, and the one most at home in sayings."""
    surprise, saying = np.diff(page.told.surprise, append=0), np.diff(page.told.saying, append=0)
    listed = surprise.tolist()
    three = [sorted(listed[line.a : line.b])[-3:] or [0.0] for line in page.lines]
    rarest = np.array([sum(few) / len(few) for few in three])
    last = np.where(a < b, surprise[b - 1], 0.0)
    most = np.where(a < b, np.maximum.reduceat(saying, np.column_stack([a, b]).ravel())[::2], 0.0)
    return {
        "rarest": np.clip(rarest / _RAREST, 0, 1),
        "ends_rare": np.clip(last / _RAREST, 0, 1),
        "saying_word": _middled(most / _SPREAD),
    }


def _grown(page: Page, a: npt.NDArray[np.intp], b: npt.NDArray[np.intp]) -> Numbers:
    """Whether a line has a word that may be two grown together, and that nobody can part: "ghostkitchen"."""
    doubts = [start for start, _ in grown.doubts(page.review.review.text)]
    if not doubts:
        return np.zeros(len(a))
    looks = np.searchsorted(page.words.starts, doubts, side="right") - 1
    met: Numbers = (np.searchsorted(looks, b) > np.searchsorted(looks, a)).astype(float)
    return met


def _by_root(summed: Numbers, a: npt.NDArray[np.intp], b: npt.NDArray[np.intp]) -> Numbers:
    """The sum over each line's words by the root of their number and two: its edges count as words."""
    values: Numbers = (summed[b] - summed[a]) / np.sqrt(b - a + 2)
    return values


def _among(own: Numbers, sentences: Numbers) -> tuple[Numbers, Numbers]:
    """Which share of the sentences each line is above, and by how many standard deviations above the mean."""
    if len(sentences) < 2:
        return np.full(len(own), _MIDDLE), np.zeros(len(own))
    below = np.searchsorted(np.sort(sentences), own) / len(sentences)
    return below, (own - sentences.mean()) / (sentences.std() + 1e-6)


def _middled(values: Numbers) -> Numbers:
    """Values around 0 become values around a half."""
    return np.clip(_MIDDLE + values, 0, 1)
