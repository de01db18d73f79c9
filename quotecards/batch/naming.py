"""What the name of a card's file says of its scene: size, how many times as sharp, which of several."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from quotecards.models import Scene


def called(scene: Scene) -> str:
    """A scene becomes "portrait", "portrait@2x" or "portrait-2of3"."""
    sharp = f"@{scene.scale}x" if scene.scale > 1 else ""
    return "-".join((scene.size + sharp, *numbered(scene)))


def numbered(scene: Scene) -> tuple[str, ...]:
    """What it says of one of several: "2of3"; nothing of a single one."""
    return (f"{scene.slide}of{scene.slides}",) if scene.slides > 1 else ()
