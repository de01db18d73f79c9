"""Film reviews in, quote cards out."""

from __future__ import annotations

__version__ = "0.1.0"
