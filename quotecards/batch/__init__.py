"""Many reviews become a folder of cards with its manifest and gallery; an interrupted run goes on."""

from __future__ import annotations

from quotecards.batch.outcome import Outcome
from quotecards.batch.run import of_sources, run, target
from quotecards.batch.verdict import verdict

__all__ = ["Outcome", "of_sources", "run", "target", "verdict"]
