"""Many reviews become a folder of cards with its manifest and gallery; an interrupted run goes on."""

from __future__ import annotations

from quotecards.batch.run import Failure, Outcome, run

__all__ = ["Failure", "Outcome", "run"]
