"""Stage 11: a card becomes a post, once, on every network it is meant for.

Cards become payloads within each network's limits (`fit`), payloads become rows of the outbox
(`outbox`), and `delivery` takes due rows through their states; `networks` says how each network is
spoken to, `wire` is the only way out of this machine.
"""
