"""Stage 11: a posting's words become the text and alt texts of one network, within its limits.

What gives way first: tags, from the last; then the quote's end. The credit and the link always stay,
and where even they do not fit, nothing is posted.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from quotecards.errors import Refused
from quotecards.marks import outer
from quotecards.post.fit import compose
from quotecards.post.fit.count import count, fits, length
from quotecards.post.fit.facets import facets
from quotecards.post.fit.shorten import shorten, to_sentence
from quotecards.post.fit.tags import chosen, hashtags
from quotecards.post.seam import FittedText

if TYPE_CHECKING:
    from collections.abc import Callable

    from quotecards.post.seam import Limits, Posting

_LINK_SHOWN = 40  # characters of a link that a network with facets shows where there is no room for all


@dataclass(frozen=True, slots=True)
class _Words:
    """What may be cut, and the marks that are set around whatever is left of it."""

    text: str
    marks: tuple[str, str]

    def cut(self, fits: Callable[[str], bool]) -> str:
        left = shorten(self.text, lambda candidate: fits(self.set(candidate)))
        return self.set(left) if left else ""

    def set(self, text: str) -> str:
        return f"{self.marks[0]}{text}{self.marks[1]}"


def text(posting: Posting, limits: Limits) -> FittedText:
    """A posting becomes the text, facets and alt texts that a network takes.

    Raises:
        Refused: a picture has no alt text, or credit and link alone are longer than a post may be.
        DataError: the template does not work.

    """
    alts = tuple(alt(picture.alt, limits) for picture in posting.pictures)
    words = _said(posting)
    tags = hashtags(chosen(posting.tags, limits.network), limits.tags_most)
    write = compose.writer(posting, limits)
    link = _shown(posting.link, words, write, limits)
    whole, kept = _filled(words, tags, lambda said, some: write(said, link, some), limits)
    found = facets(whole, link, posting.link) if limits.facets else ()
    return FittedText(whole, found, alts, kept)


def alt(full: str, limits: Limits) -> str:
    """An alt text becomes one within the network's limit, whole sentences if one can be had.

    Raises:
        Refused: there is none: nothing is posted without.

    """
    full = full.strip()
    if not full:
        raise Refused(
            "a picture has no alt text.", where=limits.network, remedy="Give it one in the manifest."
        )
    if not limits.alt_most:
        return full
    return to_sentence(full, lambda candidate: count(candidate, limits.alt_unit) <= limits.alt_most)


def _filled(
    words: _Words,
    tags: tuple[str, ...],
    write: Callable[[str, tuple[str, ...]], str],
    limits: Limits,
) -> tuple[str, tuple[str, ...]]:
    """The whole quote with as many tags as fit; else as much of it as fits, then what tags still do."""
    whole = words.set(words.text) if words.text else ""
    if not fits(write(whole, ()), limits):
        whole = words.cut(lambda candidate: fits(write(candidate, ()), limits))
    kept = next(kept for kept in _fewer(tags) if not kept or fits(write(whole, kept), limits))
    return write(whole, kept), kept


def _fewer(tags: tuple[str, ...]) -> list[tuple[str, ...]]:
    return [tags[:number] for number in range(len(tags), -1, -1)]


def _said(posting: Posting) -> _Words:
    """What is said above the credit: the quote, or a caption of the user's own words.

    A caption that holds the quote was made from it, so it is made anew; from one's own words the credit
    and the link are taken off the end, where they will stand again.
    """
    own, quote = posting.caption.strip(), posting.quote.strip()
    if quote and (not own or quote in own):
        return _Words(quote, outer(posting.language))
    for line in (posting.link or "", *reversed(posting.credit)):
        own = own.removesuffix(line).rstrip()
    return _Words(own, ("", ""))


def _shown(link: str | None, words: _Words, write: compose.Writer, limits: Limits) -> str | None:
    """How the link stands in the text: whole if all words fit beside it, else shortened where a facet allows.

    Raises:
        Refused: it does not fit, even without the quote.

    """
    ways = [link]
    if link is not None and limits.facets:
        bare = link.partition("://")[2].removeprefix("www.").rstrip("/")
        ways.append(bare if len(bare) <= _LINK_SHOWN else bare[: _LINK_SHOWN - 1] + "…")
    whole = words.set(words.text) if words.text else ""
    for said, way in [*((whole, way) for way in ways), *(("", way) for way in reversed(ways))]:
        if fits(write(said, way, ()), limits):
            return way
    counted = length(write("", ways[-1], ()), limits)
    raise Refused(
        f"credit and link alone have {counted} of at most {limits.text_most} ({limits.text_unit}).",
        where=limits.network,
        remedy="Shorten the credit or the link.",
    )
