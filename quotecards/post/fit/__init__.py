"""Stage 11: a posting becomes what a network takes: text, alt texts and pictures within its limits.

words    shorten.py cuts them where it makes sense, count.py counts as the network does
text     compose.py puts words, credit, link and tags together; facets.py says where links stand
picture  picture.py, encoded anew only where a limit demands it
many     parts.py: more pictures than one post holds
"""

from __future__ import annotations

from quotecards.post.fit.parts import parts
from quotecards.post.fit.picture import picture
from quotecards.post.fit.text import text
from quotecards.post.limits import limits

__all__ = ["limits", "parts", "picture", "text"]
