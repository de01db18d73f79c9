"""The order of the stages, on one screen.

read -> clean -> voices -> segment -> score -> select -> credit -> layout -> draw -> caption

Stages never know each other: each takes the frozen values of the one before and returns new ones.
A dry run is the same list without its end. What makes pictures is imported where one is made: whoever only
wants lines need not wait for it.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import cached_property
from typing import TYPE_CHECKING

from quotecards import clean, credit, score, segment, select, voices
from quotecards.errors import DoesNotFit
from quotecards.files import write
from quotecards.models import Block, Passage, Still
from quotecards.sizes import MOST_WORDS, most_words

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from PIL.Image import Image

    from quotecards.models import About, Box, Cleaned, Label, Quote, Review, Scene, Scored
    from quotecards.settings import Settings


SPARE = "panel"  # the layout with room for a signature, where the one that was chosen has none


@dataclass(frozen=True, slots=True)
class Extraction:
    """What a review yields: the best quotes, every candidate with its flags, and what was left out."""

    review: Review
    about: About
    quotes: tuple[Quote, ...]
    candidates: tuple[Quote, ...]
    labels: tuple[Label, ...]
    language: str


@dataclass(frozen=True)
class Card:
    """A finished card: `scene` is the plain data that its picture is drawn from when it is asked for.

    `boxes` are those of its layout, where the picture is to show them.
    """

    quote: Quote
    scene: Scene
    alt: str
    caption: str
    boxes: tuple[tuple[str, Box], ...] = ()

    @cached_property
    def image(self) -> Image:
        """The picture (RGB), drawn once."""
        from quotecards import draw
        from quotecards.draw.overlay import over

        picture = draw.draw(self.scene)
        return over(picture, self.scene, self.boxes) if self.boxes else picture

    def encoded(self, format: str = "png") -> bytes:  # noqa: A002 - the word the command line uses
        """The picture as the bytes of a PNG, JPEG or WebP file."""
        from quotecards import draw

        return draw.encode(self.image, format) if self.boxes else draw.file(self.scene, format)

    def save(self, path: str | Path) -> None:
        """Write the picture, in the format that the file's suffix names."""
        from pathlib import Path

        suffix = Path(path).suffix.lower().lstrip(".")
        write(Path(path), self.encoded("jpeg" if suffix == "jpg" else suffix or "png"))


def extract(review: Review, settings: Settings, *, everything: bool = False) -> Extraction:
    """A review becomes its best quotes; `everything` also turns each candidate into a quote with its flags."""
    cleaned = clean.clean(review)
    spoken = voices.voices(cleaned)
    passages = segment.passages(cleaned, spoken)
    if review.chosen:
        cleaned, passages = _whole(cleaned)
    values = score.score(cleaned, spoken, passages, settings.taste)
    for gates in _gates(cleaned, settings):
        scored = select.gate(cleaned, values, gates)
        if review.chosen:
            best = tuple(one for one in scored if not select.blocked(one, gates))
        else:
            best = select.best(scored, settings.top, gates, settings.taste)
        if best:
            break
    about = credit.about(cleaned, spoken)

    def quote(one: Scored, rank: int) -> Quote:
        passage = one.passage
        verbatim = review.text[passage.start : passage.end]
        text, edits = clean.display(
            verbatim, language=cleaned.language, kind=passage.kind, complete=passage.complete
        )
        if settings.profanity == "mask":
            text, edits = select.masked(verbatim, edits)
        said_by = next((v.speaker for v in spoken if v.start <= passage.start < v.end), None)
        return credit.quote(cleaned, one, text, edits, credit.credit(passage.kind, about, said_by), rank)

    ranked = select.ranked(scored, gates) if everything else ()
    return Extraction(
        review=review,
        about=about,
        quotes=tuple(quote(one, rank) for rank, one in enumerate(best, 1)),
        candidates=tuple(quote(one, rank) for rank, one in enumerate(ranked, 1)),
        labels=cleaned.labels,
        language=cleaned.language,
    )


def _gates(cleaned: Cleaned, settings: Settings) -> Iterator[select.Gates]:
    """What may stand on a card; where nothing does, what may once lines that need several cards are let in.

    Without a greatest length of the user's a line has to have room on one card of every size asked for.
    """
    asked = settings.max_words or most_words(settings.sizes)
    if not settings.max_words and settings.min_words > asked:
        asked = MOST_WORDS
    gates = select.Gates.of(replace(settings, max_words=asked), cleaned.language)
    if cleaned.review.chosen:
        yield replace(gates, min_words=1, max_words=1000, min_score=0.0, bar=0.0)
        return
    yield gates
    if not settings.max_words and asked < MOST_WORDS:
        yield replace(gates, max_words=MOST_WORDS)


def _whole(cleaned: Cleaned) -> tuple[Cleaned, tuple[Passage, ...]]:
    """A text that is a quote already becomes one passage, whatever its parts may look like."""
    text = cleaned.review.text
    start, end = len(text) - len(text.lstrip()), len(text.rstrip())
    whole = Passage(start, end, "passage", "reviewer", 0, 0, 0)
    return replace(cleaned, blocks=(Block(start, end),), labels=()), (whole,)


def scene(quote: Quote, settings: Settings, *, size: str | None = None) -> Scene:
    """A quote becomes a scene: words, shapes and colours with their places, as plain data."""
    from quotecards.layout.scaled import scaled

    made = _scene(quote, settings, size or settings.size, quote.layout or settings.layout)
    return scaled(made, settings.scale)


def scenes(quote: Quote, settings: Settings, *, size: str | None = None) -> tuple[Scene, ...]:
    """A quote becomes a scene, or several numbered ones where it is too long for one (and they are wanted)."""
    if not settings.carousel:
        return (scene(quote, settings, size=size),)
    from quotecards import layout
    from quotecards.brand import Brand, together
    from quotecards.layout.scaled import scaled

    def make(quote: Quote, layout: str | None) -> Scene:
        return _scene(quote, settings, size or settings.size, layout)

    named, still = quote.layout or settings.layout, settings.still is not None
    found = layout.carousel(quote, make, layout=named, seed=settings.seed, still=still)
    if len(found) > 1:
        brand = Brand(settings.handle, settings.logo)
        found = together(found, brand) or _all_credited(quote, settings, found) or found
    return tuple(scaled(one, settings.scale) for one in found)


def _all_credited(quote: Quote, settings: Settings, found: tuple[Scene, ...]) -> tuple[Scene, ...] | None:
    """Where some cards of a carousel have the handle below their credit, all have; None where that has no room."""
    from quotecards import layout
    from quotecards.brand import tells

    size, named = found[0].size, found[0].layout

    def make(quote: Quote, layout: str | None) -> Scene:
        return _credited(quote, settings, size, layout or named)

    if not settings.handle or not any(tells(scene, settings.handle) for scene in found):
        return None
    try:
        made = layout.carousel(
            quote, make, layout=named, seed=settings.seed, still=settings.still is not None
        )
    except DoesNotFit:
        return None
    return made if len(made) > 1 and made[0].layout == named else None


def card(quote: Quote, settings: Settings, *, size: str | None = None) -> Card:
    """A quote becomes a single card: the scene, its picture, alt text and caption.

    Raises:
        DoesNotFit: neither the layout that was asked for nor a roomier one holds it.

    """
    found = scenes(quote, settings, size=size)
    if len(found) > 1:
        what = f"this quote is too long for one card; {len(found)} would hold it."
        raise DoesNotFit(what, remedy="Make them all with carousel, or quote less.")
    return _card(quote, found[0], settings)


def cards(quote: Quote, settings: Settings, *, size: str | None = None) -> tuple[Card, ...]:
    """A quote becomes its card, or the cards of a carousel in their order."""
    return tuple(_card(quote, one, settings) for one in scenes(quote, settings, size=size))


def _scene(quote: Quote, settings: Settings, size: str, named: str | None) -> Scene:
    from quotecards.brand import Brand, signed

    made = _unsigned(quote, settings, size, named)
    brand = Brand(settings.handle, settings.logo)
    if brand.handle or brand.logo:
        return signed(made, brand) or _elsewhere(quote, settings, size, made.layout, named)
    return made


def _elsewhere(quote: Quote, settings: Settings, size: str, chosen: str, named: str | None) -> Scene:
    """Without a quiet place the handle goes below the credit; failing that, to another layout if none was named."""
    from quotecards.brand import Brand, signed

    try:
        return _credited(quote, settings, size, chosen)
    except DoesNotFit:
        if named is not None:
            raise
        other = _unsigned(quote, settings, size, SPARE)
        if (found := signed(other, Brand(settings.handle, settings.logo))) is None:
            raise
        return found


def _credited(quote: Quote, settings: Settings, size: str, named: str) -> Scene:
    """Where a card has no quiet place for the handle, it stands below the credit."""
    from quotecards.brand import tells

    if settings.handle:
        lines = (*quote.credit.lines, settings.handle)
        whose = replace(quote, credit=replace(quote.credit, lines=lines))
        made = _unsigned(whose, settings, size, named)
        if tells(made, settings.handle):
            return made
    raise DoesNotFit(
        f"there is no quiet place for your {'handle' if settings.handle else 'logo'} on {named} ({size}).",
        remedy="Use another layout or size, or a handle where there is a logo alone.",
    )


def _unsigned(quote: Quote, settings: Settings, size: str, named: str | None) -> Scene:
    from quotecards import layout
    from quotecards.scrim import legible

    def compose(scrim: float) -> Scene:
        still = Still(settings.still, settings.focus, scrim) if settings.still else None
        return layout.compose(
            quote,
            palette=quote.palette or settings.palette or layout.choose_palette(quote, settings.seed),
            layout=named,
            size=size,
            seed=settings.seed,
            still=still,
        )

    made = compose(1.0)
    if any(part.kind == "still" for part in made.base):
        return legible(compose)
    return made


def _card(quote: Quote, composed: Scene, settings: Settings) -> Card:
    from quotecards import caption
    from quotecards.layout.boxes import boxes
    from quotecards.layout.palettes import palette

    return Card(
        quote=quote,
        scene=composed,
        alt=caption.alt(
            _shown(quote, composed),
            mood=palette(composed.palette).mood,
            slide=(composed.slide, composed.slides),
            handle=settings.handle or "",
        ),
        caption=caption.caption(quote),
        boxes=boxes(composed) if settings.debug else (),
    )


def _shown(quote: Quote, composed: Scene) -> Quote:
    """What of a quote and its credit stands on a card."""
    if composed.slides == 1:
        return quote
    lines = quote.credit.lines if composed.slide == composed.slides else ()
    return replace(quote, quote=composed.words, credit=replace(quote.credit, lines=lines))
