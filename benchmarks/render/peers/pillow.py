"""Pillow as one would use it at first: naive (all anew for each card), baked (a background and sizes given)."""

from __future__ import annotations

import argparse
import io
import json
import sys
from pathlib import Path
from typing import Any

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

import meter
from PIL import Image, ImageDraw, ImageFont

QUALITY = 92


def main() -> None:
    """Draw the cards that were asked for and print what they cost."""
    asked = meter.asked(argparse.ArgumentParser(description=__doc__))
    order = json.loads(Path(asked.order).read_text(encoding="utf-8"))
    baked = [Image.open(ground["picture"]).convert("RGB") for ground in order["grounds"]]

    def one(number: int) -> bytes:
        at = asked.first + number
        card, ground = order["cards"][at % len(order["cards"])], order["grounds"][at % len(order["grounds"])]
        if asked.mode == "baked":
            picture = baked[at % len(baked)].copy()
            quoted = [(line["text"], line["x"], line["y"]) for line in card["lines"]]
            size = card["size"]
        else:
            picture = painted(order, ground)
            size, quoted = fitted(order, card)
        pen = ImageDraw.Draw(picture)
        font = ImageFont.truetype(order["fonts"]["serif"], size)
        for text, x, y in quoted:
            pen.text((x, y), text, font=font, fill=ground["ink"], anchor="ls")
        credit(pen, order, card, ground)
        if asked.mode == "naive":
            picture = filmed(picture, order)
        out = io.BytesIO()
        more = {} if asked.format == "png" else {"quality": QUALITY}
        picture.save(out, asked.format.upper(), **more)
        return out.getvalue()

    meter.run(one, asked)


def painted(order: dict[str, Any], ground: dict[str, Any]) -> Image.Image:
    """A gradient row by row, a panel and a dot: what a first script draws."""
    width, height = order["width"], order["height"]
    picture = Image.new("RGB", (width, height))
    pen = ImageDraw.Draw(picture)
    stops = [tuple(int(colour[i : i + 2], 16) for i in (1, 3, 5)) for colour, _ in ground["stops"]]
    for row in range(height):
        place = row / height * (len(stops) - 1)
        first, share = int(place), place % 1
        one, two = stops[first], stops[first + 1]
        colour = tuple(round(a + (b - a) * share) for a, b in zip(one, two, strict=True))
        pen.line([(0, row), (width, row)], fill=colour)
    sheet = Image.new("RGBA", (width, height))
    panel = ImageDraw.Draw(sheet)
    panel.rectangle(
        ground["panel"]["box"],
        fill=(*_rgb(ground["panel"]["colour"]), round(255 * ground["panel"]["opacity"])),
    )
    panel.ellipse(ground["cue"]["box"], fill=(*_rgb(ground["cue"]["colour"]), 255))
    return Image.alpha_composite(picture.convert("RGBA"), sheet).convert("RGB")


def filmed(picture: Image.Image, order: dict[str, Any]) -> Image.Image:
    """The grain over all, a tile at a time."""
    tile = Image.open(order["film"])
    for top in range(0, picture.height, order["tile"]):
        for left in range(0, picture.width, order["tile"]):
            picture.paste(tile, (left, top), tile)
    return picture


def fitted(order: dict[str, Any], card: dict[str, Any]) -> tuple[int, list[tuple[str, float, float]]]:
    """The largest size at which the words fit, line by line as far as they go."""
    for size in range(120, 43, -2):
        font = ImageFont.truetype(order["fonts"]["serif"], size)
        lines = [""]
        for word in card["text"].split():
            longer = f"{lines[-1]} {word}".strip()
            if font.getlength(longer) <= card["width"]:
                lines[-1] = longer
            else:
                lines.append(word)
        if len(lines) * size * 1.1 <= card["height"]:
            break
    left, top = card["lines"][0]["x"], card["lines"][0]["y"]
    return size, [(line, left, top + number * size * 1.1) for number, line in enumerate(lines)]


def credit(
    pen: ImageDraw.ImageDraw, order: dict[str, Any], card: dict[str, Any], ground: dict[str, Any]
) -> None:
    """Each credit line, its title in italic."""
    for line in card["credit"]:
        x = line["x"]
        for text, slanted in line["spans"]:
            font = ImageFont.truetype(order["fonts"]["sans-italic" if slanted else "sans"], line["size"])
            pen.text((x, line["y"]), text, font=font, fill=ground["accent"], anchor="ls")
            x += font.getlength(text)


def _rgb(colour: str) -> tuple[int, ...]:
    return tuple(int(colour[i : i + 2], 16) for i in (1, 3, 5))


main()
