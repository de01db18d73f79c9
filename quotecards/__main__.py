"""`python -m quotecards` is the same as `quotecards`."""

from __future__ import annotations

import sys

from quotecards.cli import main

if __name__ == "__main__":
    sys.exit(main())
