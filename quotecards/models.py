"""The values that the stages hand on: frozen, typed, no behaviour beyond what follows from their fields.

Every position in a review is a half-open character offset into `Review.text`, the decoded source:
nothing is ever cut out of or put into that text, so the way back to the source is the offset itself.
What a card shows instead of the source's own characters is made last and recorded as `Edit`s.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Literal

Kind = Literal["reviewer", "film", "quoted"]
MarkupKind = Literal["blockquote", "italic", "bold", "quotation", "link", "item", "spoiler"]
Taste = Literal["balanced", "verdict", "aphorism", "dialogue"]
TASTES: tuple[Taste, ...] = ("verdict", "aphorism", "dialogue")

# ---------------------------------------------------------------- stage 1: read


@dataclass(frozen=True, slots=True)
class About:
    """What is known of a review and its film; None is unknown, never guessed.

    `origin` tells for each filled field where it came from ("sidecar", "front matter", "heading", ...).
    """

    speaker: str | None = None
    author: str | None = None
    title: str | None = None
    film: str | None = None
    year: int | None = None
    director: str | None = None
    writer: str | None = None
    outlet: str | None = None
    url: str | None = None
    published: str | None = None
    rating: str | None = None
    language: str | None = None
    origin: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True, slots=True)
class Markup:
    """What the source's markup says of a stretch of its prose: how it stands on the page it was written for."""

    start: int
    end: int
    kind: MarkupKind


@dataclass(frozen=True, slots=True)
class Review:
    """One review as it was read: `text` is the decoded source, untouched.

    `labels` are what its format already tells is not prose: front matter, a page's menus. `markup` is what
    it tells of the prose itself, in order, and may be nested. `encoding` is how the text was decoded;
    `chosen`: the text is the quote: a highlight that a reader has picked, a review of one line.
    """

    text: str
    source: str
    record: str | None = None
    about: About = About()
    labels: tuple[Label, ...] = ()
    markup: tuple[Markup, ...] = ()
    encoding: str = "utf-8"
    chosen: bool = False


# ---------------------------------------------------------------- stage 2: clean


@dataclass(frozen=True, slots=True)
class Label:
    """What a stretch of the source is when it is not the reviewer's prose, and why we think so."""

    start: int
    end: int
    label: str
    why: str


@dataclass(frozen=True, slots=True)
class Block:
    """A stretch of prose: one paragraph, or what is left of it between labelled stretches.

    `section` is the heading it stands under, if any.
    """

    start: int
    end: int
    section: str | None = None


@dataclass(frozen=True, slots=True)
class Cleaned:
    """A review told apart: `blocks` are prose, `labels` all the rest; both in order, never overlapping.

    `headings` are the labels that can name the review or its film, first the topmost.
    """

    review: Review
    blocks: tuple[Block, ...]
    labels: tuple[Label, ...]
    language: str = "en"


@dataclass(frozen=True, slots=True)
class Edit:
    """One typographic repair: `verbatim[start:end]` stands as `after` on the card (offsets into the verbatim)."""

    kind: str
    start: int
    end: int
    before: str
    after: str


# ---------------------------------------------------------------- stage 3: voices


@dataclass(frozen=True, slots=True)
class Voice:
    """A stretch that is not the reviewer speaking, or that only looks as if it were not.

    `kind` is "film" (dialogue), "quoted" (a third person), "title" or "scare" (the last two are the
    reviewer's own words in quotation marks). The offsets hold the words inside the marks.
    """

    start: int
    end: int
    kind: Literal["film", "quoted", "title", "scare"]
    confidence: float
    why: str
    speaker: str | None = None


# ---------------------------------------------------------------- stage 4: segment


@dataclass(frozen=True, slots=True)
class Passage:
    """A candidate: one sentence, a clause of a long one, or several sentences that belong together.

    `first` and `last` number the sentences it covers (inclusive, counted over the whole review);
    `complete` is False for a clause, which needs a visible mark where it was cut.
    """

    start: int
    end: int
    form: Literal["sentence", "clause", "passage"]
    kind: Kind
    block: int
    first: int
    last: int
    confidence: float = 1.0
    complete: bool = True


# ---------------------------------------------------------------- stage 5: score


@dataclass(frozen=True, slots=True)
class Reason:
    """One term of a score: what it is called, how much it moved the score, and that in plain words."""

    feature: str
    effect: float
    says: str


@dataclass(frozen=True, slots=True)
class Postable:
    """How likely an editor would post a verdict as it stands, in 0..1, and the weightiest reasons."""

    chance: float
    reasons: tuple[Reason, ...] = ()


@dataclass(frozen=True, slots=True)
class Scored:
    """A passage with its numbers: `score` by the taste asked for and each of `taste` in 0..1.

    `postable` is known of lines that can be a verdict: not of the film's own.
    """

    passage: Passage
    text: str
    score: float
    taste: dict[str, float]
    reasons: tuple[Reason, ...]
    flags: tuple[str, ...] = ()
    postable: Postable | None = None


# ---------------------------------------------------------------- stages 6 and 7: select, credit


@dataclass(frozen=True, slots=True)
class Credit:
    """Who and what a quote is credited to; `lines` are the credit as it stands on a card, first line first.

    In `lines` a stretch between two asterisks is a film title, set in true italic: "on *her*, 2013".
    """

    speaker: str | None = None
    author: str | None = None
    title: str | None = None
    film: str | None = None
    year: int | None = None
    director: str | None = None
    outlet: str | None = None
    url: str | None = None
    lines: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Quote:
    """A line worth quoting, with everything that proves it: `review.text[start:end] == verbatim`.

    `quote` is what stands on the card, without the outer quotation marks that the card adds.
    `type_sizes` are the px its words are to be set in where it can be, by size and layout of the card.
    """

    quote: str
    verbatim: str
    edits: tuple[Edit, ...]
    source: str
    record: str | None
    start: int
    end: int
    kind: Kind
    credit: Credit
    score: float
    taste: dict[str, float]
    rank: int
    reasons: tuple[Reason, ...]
    flags: tuple[str, ...] = ()
    language: str = "en"
    emphasis: str | None = None
    palette: str | None = None
    layout: str | None = None
    type_sizes: tuple[tuple[str, str, int], ...] = ()
    note: str | None = None
    postable: Postable | None = None


# ---------------------------------------------------------------- stage 8: layout


@dataclass(frozen=True, slots=True)
class Box:
    """left, top, right, bottom in px; fractions allowed."""

    left: float
    top: float
    right: float
    bottom: float

    @property
    def width(self) -> float:
        return self.right - self.left

    @property
    def height(self) -> float:
        return self.bottom - self.top


@dataclass(frozen=True, slots=True)
class Part:
    """One drawn thing of a scene that is not text: `kind` names its drawing in `draw.parts`.

    `values` are its further numbers by name, sorted, so that equal parts are equal keys. `source` is the
    path of a picture, for the kinds that show one.
    """

    kind: str
    box: Box
    colours: tuple[str, ...] = ()
    opacity: float = 1.0
    values: tuple[tuple[str, float], ...] = ()
    source: str = ""


@dataclass(frozen=True, slots=True)
class Face:
    """A font file at a point of its design space: `path` on disk, `axes` as (tag, value), sorted."""

    path: str
    axes: tuple[tuple[str, float], ...] = ()


@dataclass(frozen=True, slots=True)
class Still:
    """A picture of the user's own: `focus` is the point that stays in sight, as fractions of it.

    `scrim` is how dark the scrim over it is, in scrims of the layout.
    """

    path: str
    focus: tuple[float, float] = (0.5, 0.4)
    scrim: float = 1.0


@dataclass(frozen=True, slots=True)
class Piece:
    """What Pillow draws in one go: the text of one cluster (or of one word, where its letters join).

    `x`, `y`: the pen in px at the start of the baseline; `rtl` for right-to-left runs.
    """

    text: str
    x: float
    y: float
    rtl: bool = False


@dataclass(frozen=True, slots=True)
class Glow:
    """Light or shadow of letters: blurred by `sigma` px (half of CSS's blur), `down` px below them."""

    colour: str
    sigma: float
    opacity: float = 1.0
    down: float = 0.0


@dataclass(frozen=True, slots=True)
class Run:
    """Pieces of one face, size and colour. `features` are OpenType switches, e.g. ("-dlig", "onum").

    The run is turned by `angle` degrees clockwise round `pivot` (x, y in px); `clip` is not turned.
    `glow` lies under all its letters, the first lowest.
    """

    face: Face
    size: float
    colour: str
    pieces: tuple[Piece, ...]
    features: tuple[str, ...] = ()
    clip: Box | None = None
    angle: float = 0.0
    pivot: tuple[float, float] = (0.0, 0.0)
    glow: tuple[Glow, ...] = ()


@dataclass(frozen=True, slots=True)
class Line:
    """One set line. `role`: "quote", "credit", "title", "note", "head".

    `left`..`right` is the advance of the line without its hanging marks; `baseline` is its y;
    `ink` is the box of all that it inks, marks included.
    """

    role: str
    text: str
    left: float
    right: float
    baseline: float
    size: float
    ink: Box
    runs: tuple[Run, ...]


@dataclass(frozen=True, slots=True)
class Scene:
    """A card as plain data: draw `base`, then `parts`, then the runs of `lines`.

    `base` never depends on the words, so it is drawn once per palette, layout and size;
    `grain` is the opacity of the film grain over everything (0 for none). `slide` is which it is of the
    `slides` that hold a quote, each with its `words`; empty for all of them.
    `scale` is how many times as large it is as its size says.
    """

    width: int
    height: int
    palette: str
    layout: str
    size: str
    base: tuple[Part, ...]
    parts: tuple[Part, ...]
    lines: tuple[Line, ...]
    safe: Box
    grain: float
    why: str = ""
    notes: dict[str, float] = field(default_factory=dict)
    slide: int = 1
    slides: int = 1
    words: str = ""
    scale: int = 1
