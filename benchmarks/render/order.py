"""The same card for everyone: our scenes of the panel layout, told so plainly that any peer can draw them.

Fonts are cut to the very weights that the layout uses, because not every peer knows variable ones; the
grounds and the film grain are also given as pictures, for those who do better with a baked background.
"""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import numpy as np
import stream
from fontTools.ttLib import TTFont
from fontTools.varLib.instancer import instantiateVariableFont
from PIL import Image
from quotecards.colour import ramp
from quotecards.draw import base, grain, light
from quotecards.layout import compose
from quotecards.layout.palettes import palettes

if TYPE_CHECKING:
    from pathlib import Path

    from quotecards.models import Line, Part, Quote, Scene

LAYOUT, SIZE = "panel", "portrait"
PALETTES = ("sun-kissed", "plush-interior", "seaside-new-wave", "velvet-noir")

# Our fonts' files, their weights on this layout, and what the cut ones are called.
FONTS = {
    "serif": ("newsreader/newsreader-roman.ttf", {"wght": 330, "opsz": 72}),
    "sans": ("ysabeau/ysabeau-roman-latin.ttf", {"wght": 560}),
    "sans-italic": ("ysabeau/ysabeau-italic-latin.ttf", {"wght": 560}),
}

STEPS = 24  # of a gradient whose colours are mixed in OKLab and eased, told as plain stops


def composed(quote: Quote, number: int) -> Scene:
    """A quote becomes its scene, in one of four palettes by turns."""
    return compose(quote, palette=PALETTES[number % len(PALETTES)], layout=LAYOUT, size=SIZE)


def write(folder: Path, fonts: Path, count: int) -> Path:
    """Lay out all that peers need, and say where the order for so many cards is."""
    cut = {name: _cut(fonts / path, axes, name, folder) for name, (path, axes) in FONTS.items()}
    scenes = [composed(quote, number) for number, quote in enumerate(stream.quotes(count))]
    film = folder / "film.png"
    _film(scenes[0].grain).save(film)
    order = {
        "width": scenes[0].width,
        "height": scenes[0].height,
        "tile": grain.TILE,
        "film": str(film),
        "fonts": {name: str(path) for name, path in cut.items()},
        "grounds": [_ground(scene, folder) for scene in scenes[: len(PALETTES)]],
        "cards": [
            _card(quote, scene, cut) for quote, scene in zip(stream.quotes(count), scenes, strict=True)
        ],
    }
    path = folder / "order.json"
    path.write_text(json.dumps(order), encoding="utf-8")
    return path


def _cut(source: Path, axes: dict[str, float], name: str, folder: Path) -> Path:
    font = instantiateVariableFont(TTFont(source), axes)
    for number in (1, 4, 16):
        font["name"].setName(f"Card {name}", number, 3, 1, 0x409)
    font["OS/2"].usWeightClass = 400
    path = folder / f"{name}.ttf"
    font.save(path)
    return path


def _film(opacity: float) -> Image.Image:
    """The grain as a picture: black or white, as strong as soft light comes to on these tones."""
    noise = grain.noise().astype(np.float32)
    alpha = np.abs(noise) * np.float32(opacity / 5)
    levels = np.where(noise > 0, 255, 0).astype(np.uint8)
    return Image.fromarray(np.dstack([levels, levels, levels, alpha.astype(np.uint8)]), "RGBA")


def _ground(scene: Scene, folder: Path) -> dict[str, Any]:
    path = folder / f"{scene.palette}.png"
    whole = (0, 0, scene.width, scene.height)
    base.paint(whole, scene.base, scene.grain).save(path, compress_level=1)
    kinds = {part.kind: part for part in scene.base}
    palette = palettes()[scene.palette]
    levels = ramp(palette.stops, STEPS + 1)
    return {
        "picture": str(path),
        "angle": palette.angle,
        "stops": [
            [_hex(level), round(100 * step / STEPS, 2)]
            for step, level in enumerate(np.asarray(levels).round())
        ],
        "lamp": _lamp(kinds["lamp"]),
        "panel": {"box": _edges(kinds["fill"]), "colour": palette.panel, "opacity": palette.panel_opacity},
        "cue": {"box": _edges(kinds["ellipse"]), "colour": palette.ornament},
        "ink": palette.ink,
        "accent": palette.accent,
    }


def _lamp(part: Part) -> dict[str, Any]:
    values, box = dict(part.values), part.box
    x, y = box.width * values["x"], box.height * values["y"]
    far = float(np.hypot(max(x, box.width - x), max(y, box.height - y)))
    glow = [[100 * share, alpha * part.opacity] for share, alpha in light.GLOW]
    return {"x": x, "y": y, "radius": values["radius"] * far, "colour": part.colours[0], "stops": glow}


def _card(quote: Quote, scene: Scene, fonts: dict[str, Path]) -> dict[str, Any]:
    lines = [line for line in scene.lines if line.role == "quote"]
    credit = [line for line in scene.lines if line.role == "credit"]
    ascent = _ascent(fonts["serif"])
    step = lines[1].baseline - lines[0].baseline if len(lines) > 1 else lines[0].size * 1.1
    return {
        "text": "“" + quote.quote + "”",
        "size": lines[0].size,
        "step": step,
        "ascent": (step - lines[0].size) / 2 + ascent * lines[0].size,
        "width": scene.safe.right - lines[0].left,
        "height": credit[0].ink.top - 60 - lines[0].ink.top,
        "lines": [_line(line) for line in lines],
        "credit": [_line(line, told) for line, told in zip(credit, quote.credit.lines, strict=False)],
    }


def _line(line: Line, told: str = "") -> dict[str, Any]:
    """A line's place and words; `told` is a credit with its title between asterisks, here in spans."""
    spans = [[span, number % 2 == 1] for number, span in enumerate(told.split("*")) if span]
    return {
        "x": line.runs[0].pieces[0].x,
        "y": line.baseline,
        "size": line.size,
        "text": line.text,
        "spans": spans,
    }


def _ascent(path: Path) -> float:
    """Where the baseline stands in a line as high as the letters, in em from its top."""
    font = TTFont(path)
    up, down = font["hhea"].ascent, -font["hhea"].descent
    return float(0.5 + (up - down) / 2 / font["head"].unitsPerEm)


def _edges(part: Part) -> list[float]:
    return [part.box.left, part.box.top, part.box.right, part.box.bottom]


def _hex(level: np.ndarray[Any, Any]) -> str:
    return "#" + "".join(f"{int(channel):02x}" for channel in np.clip(level, 0, 255))
