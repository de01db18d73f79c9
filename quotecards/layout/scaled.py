"""Stage 8, its sharper cards: a scene becomes the same scene so many times as large, every px of it."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import TYPE_CHECKING

from quotecards.models import Box

if TYPE_CHECKING:
    from quotecards.models import Glow, Line, Part, Piece, Run, Scene

# Numbers of parts that are px, by name; all others are angles, shares or counts.
_LENGTHS = frozenset(
    {
        "stroke",
        "blur",
        "right",
        "down",
        "pivot_x",
        "pivot_y",
        "width",
        "end_width",
        "height",
        "pitch",
        "notch",
    }
)
_POINT = re.compile(r"[xy]\d+")
_SHARES = {"lamp": frozenset({"radius"})}  # of these kinds a radius is a share of the card
_NOTES = frozenset({"size"})


def scaled(scene: Scene, times: int) -> Scene:
    """A scene becomes one of so many times its width and height; its line breaks and proportions stay."""
    if times == 1:
        return scene
    return replace(
        scene,
        width=scene.width * times,
        height=scene.height * times,
        base=tuple(_part(part, times) for part in scene.base),
        parts=tuple(_part(part, times) for part in scene.parts),
        lines=tuple(_line(line, times) for line in scene.lines),
        safe=box(scene.safe, times),
        scale=scene.scale * times,
        notes={name: value * times if name in _NOTES else value for name, value in scene.notes.items()},
    )


def box(one: Box, times: int) -> Box:
    """A box so many times as large, as far from the corner of the card."""
    return Box(one.left * times, one.top * times, one.right * times, one.bottom * times)


def _part(part: Part, times: int) -> Part:
    shares = _SHARES.get(part.kind, frozenset())
    values = tuple((name, value * times if _length(name, shares) else value) for name, value in part.values)
    return replace(part, box=box(part.box, times), values=values)


def _length(name: str, shares: frozenset[str]) -> bool:
    return (name in _LENGTHS or name == "radius" or bool(_POINT.fullmatch(name))) and name not in shares


def _line(line: Line, times: int) -> Line:
    return replace(
        line,
        left=line.left * times,
        right=line.right * times,
        baseline=line.baseline * times,
        size=line.size * times,
        ink=box(line.ink, times),
        runs=tuple(_run(run, times) for run in line.runs),
    )


def _run(run: Run, times: int) -> Run:
    return replace(
        run,
        size=run.size * times,
        pieces=tuple(_piece(piece, times) for piece in run.pieces),
        clip=run.clip and box(run.clip, times),
        pivot=(run.pivot[0] * times, run.pivot[1] * times),
        glow=tuple(_glow(glow, times) for glow in run.glow),
    )


def _piece(piece: Piece, times: int) -> Piece:
    return replace(piece, x=piece.x * times, y=piece.y * times)


def _glow(glow: Glow, times: int) -> Glow:
    return replace(glow, sigma=glow.sigma * times, down=glow.down * times)
