"""Stage 8, what a plan holds: a layout's boxes, sizes and colours, reckoned; values alone."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from quotecards.fonts import Style
    from quotecards.layout.layouts import Layout
    from quotecards.layout.palettes import Palette
    from quotecards.layout.rules import Costs
    from quotecards.models import Box, Glow, Part
    from quotecards.sizes import Size

FACTS = ("film", "year", "director", "speaker")  # what a label may say of a film, by its name in braces


@dataclass(frozen=True, slots=True)
class QuotePlan:
    """Where the quote stands and how it is set; `after` is what follows its closing mark.

    `small`: its capitals are set as small ones.
    """

    box: Box
    style: Style
    largest: int
    least: int
    leading: float
    weight: float
    reading: bool
    colour: str
    costs: Costs
    after: str
    fill: float
    step: float
    rows: int
    align: str = "left"
    stand: str = "top"
    marks: bool = True
    small: bool = False
    close: float = 0.0
    glow: tuple[Glow, ...] = ()


@dataclass(frozen=True, slots=True)
class CreditPlan:
    """Where the credit stands: on the bottom of `box`; `sizes` in the order they are tried.

    Its first line may have a colour of its own, `lead`, and stand `apart` em more from the others. A `loose`
    one is turned over wherever it must be; where the card's head shows the film, `headed`, a page's does not.
    """

    box: Box
    style: Style
    form: str
    sizes: tuple[float, ...]
    colour: str
    row_letters: int
    rule: float
    align: str = "left"
    pin: str = "bottom"
    most: int = 9
    lead: str = ""
    apart: float = 0.0
    names: Style | None = None
    roles: tuple[tuple[str, str], ...] = ()
    glow: tuple[Glow, ...] = ()
    loose: bool = False
    headed: bool = True


@dataclass(frozen=True, slots=True)
class TitlePlan:
    """The film's title, cropped by `box`: its baseline stands `sink` em below, its end `over` em beyond."""

    box: Box
    style: Style
    largest: float
    left: float
    right: float
    top: float
    sink: float
    over: float
    leading: float
    colour: str


@dataclass(frozen=True, slots=True)
class HeadPlan:
    """The running head: film to the left, year to the right."""

    box: Box
    style: Style
    size: float
    colour: str


@dataclass(frozen=True, slots=True)
class MarkerPlan:
    """The stroke of a marker under words that matter; or a star beside their lines, at x `star`."""

    colour: str
    opacity: float
    star: float = 0.0


@dataclass(frozen=True, slots=True)
class NotePlan:
    """A note in a reader's hand: its room, from the brace on, its sizes and how it is tilted."""

    box: Box
    style: Style
    size: float
    least: float
    colour: str
    angle: float


@dataclass(frozen=True, slots=True)
class DividerPlan:
    """What stands between a quote and the credit under it: an ornament `wide` by `high`, px above and below."""

    wide: float
    high: float
    above: float
    below: float
    colour: str


@dataclass(frozen=True, slots=True)
class TurnPlan:
    """All words of a card turned by `angle` degrees clockwise round x, y."""

    angle: float
    x: float
    y: float


@dataclass(frozen=True, slots=True)
class LabelPlan:
    """Words on a thing: decoration, in the size that fits the box, down to `least`; else left out.

    `flanks` are rules (y, thickness, opacity) that come from the sides of the box to `clear` px before the
    words; right across where there are none.
    """

    text: str
    box: Box
    style: Style
    size: float
    least: float
    colour: str
    align: str
    angle: float
    upper: bool
    glow: tuple[Glow, ...]
    flanks: tuple[tuple[float, ...], ...] = ()
    clear: float = 0.0


@dataclass(frozen=True, slots=True)
class Plan:
    """A layout at a size in a palette."""

    layout: Layout
    size: Size
    palette: Palette
    base: tuple[Part, ...]
    quote: QuotePlan
    credit: CreditPlan
    title: TitlePlan | None = None
    head: HeadPlan | None = None
    marker: MarkerPlan | None = None
    note: NotePlan | None = None
    divider: DividerPlan | None = None
    turn: TurnPlan | None = None
    labels: tuple[LabelPlan, ...] = ()
    things: tuple[tuple[str, float | str], ...] = ()

    def thing(self, name: str) -> float:
        """A further number of the layout's `things`, for the arrangement that asks for it."""
        return float(dict(self.things)[name])

    def paint(self, name: str) -> str:
        """A further colour of the layout's `things`."""
        return str(dict(self.things)[name])
