"""How the scorer is trained, read from recipe.toml."""

from __future__ import annotations

from pathlib import Path

from quotecards.datafiles import load

RECIPE = load(Path(__file__).with_name("recipe.toml"))
