"""Stage 7: whose words they are and which film they are about, from what the source says and nothing else."""

from __future__ import annotations

from quotecards.credit.about import about
from quotecards.credit.lines import credit
from quotecards.credit.proof import quote

__all__ = ["about", "credit", "quote"]
