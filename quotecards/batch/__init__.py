"""Many reviews become a folder of cards with its manifest and gallery; an interrupted run goes on."""

from __future__ import annotations

from quotecards.batch.run import Outcome, run
from quotecards.batch.verdict import verdict

__all__ = ["Outcome", "run", "verdict"]
