"""Stage 11: what a posting has to say becomes a text, by the network's template.

The templates are in templates/post: NETWORK.txt.j2 if there is one, else text.txt.j2; the user's folder
is searched before the package.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING, Any

from quotecards.filled import filled

if TYPE_CHECKING:
    from quotecards.post.seam import Limits, Posting

_SPOILER = "Spoilers ahead."


Writer = Callable[[str, str | None, Sequence[str]], str]


def writer(posting: Posting, limits: Limits) -> Writer:
    """A posting becomes a function that writes its text: words, link and tags in, the whole text out."""
    warning = heading(posting, limits)

    def write(words: str, link: str | None, tags: Sequence[str]) -> str:
        return render(
            limits.network,
            {
                "network": limits.network,
                "words": words,
                "lines": list(posting.credit),
                "link": link,
                "tags": [f"#{tag}" for tag in tags],
                "warning": warning,
                "film": posting.film,
                "language": posting.language,
            },
        )

    return write


def heading(posting: Posting, limits: Limits) -> str | None:
    """What a text must open with: a warning that the network has no field for."""
    if posting.warning and not limits.warning:
        return posting.warning
    hidden = limits.spoiler or limits.warning
    return _SPOILER if posting.spoiler and not hidden and not posting.warning else None


def render(network: str, words: dict[str, Any]) -> str:
    """The text that a network's template makes of the words given to it.

    Raises:
        DataError: the template does not work; `where` holds its name and line.

    """
    return filled(words, f"post/{network}.txt.j2", "post/text.txt.j2").strip()
