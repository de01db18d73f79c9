"""The outbox: what is to be posted, what was, and what may have been. One SQLite file, one row per post.

    planned -> approved -> media_uploaded -> sending -> done
                                 ^              |----> retry_at   it does not stand there: again at its time
                                 |              |----> unknown    it may stand there: read back, then decide
                                 `--------------'----> failed     it does not stand there: a person decides

Every step is one transaction with its line of the row's story; whoever holds a row's lease may take it,
and only as long as the lease is still theirs.
"""

from quotecards.post.outbox.book import Lost, Outbox
from quotecards.post.outbox.plans import Plan
from quotecards.post.outbox.row import OPEN, STATES, Event, Row, State

__all__ = ["OPEN", "STATES", "Event", "Lost", "Outbox", "Plan", "Row", "State"]
