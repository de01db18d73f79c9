"""Stage 1: the bytes or the text of a web page become a tree, whatever is wrong with them."""

from __future__ import annotations

import re
from typing import Any

from quotecards.errors import SourceEmpty, SourceError
from quotecards.read.decode import Decoded, decode

_CHARSET = re.compile(
    rb"<meta[^>]{0,300}?charset\s*=\s*[\"']?\s*([\w-]{2,40})|<\?xml[^>]{0,100}encoding=[\"']([\w-]{2,40})",
    re.IGNORECASE,
)
_NO_TEXT = re.compile(r"[\x00-\x08\x0b\x0e-\x1f]")  # what a tree cannot hold; a form feed is a space


def page(content: bytes, where: str, charset: str | None = None) -> tuple[Any, str]:
    """The bytes of a page become its tree, and the name of their encoding: as the server or the page says.

    Raises:
        SourceError: they are no text, empty, or nested deeper than any page.

    """
    said = _CHARSET.search(content[:4096])
    own = (said[1] or said[2]).decode("ascii") if said else None
    # A page that declares UTF-16 within itself was read as something else to get there.
    own = None if own and own.lower().startswith("utf-16") else own
    decoded: Decoded = decode(content, where, charset or own)
    return tree(decoded.text, where), decoded.encoding


def tree(text: str, where: str) -> Any:
    """The text of a page, or of a part of one, becomes its tree.

    Raises:
        SourceError: it is nested deeper than any page, or has no element.

    """
    from lxml import etree, html

    # The parser's own limit of depth; it stops there, and what follows is lost.
    parser = html.HTMLParser(encoding="utf-8", huge_tree=True, remove_comments=True, remove_pis=True)
    plain = _NO_TEXT.sub("\ufffd", text).encode("utf-8", "replace")
    try:
        root = html.document_fromstring(plain, parser=parser)
    except etree.ParserError as error:
        raise SourceEmpty("the page is empty.", where=where, remedy="Save it anew.") from error
    if any(entry.type_name == "ERR_RESOURCE_LIMIT" for entry in parser.error_log):
        raise SourceError(
            "the elements of this page are nested deeper than a page’s can be.",
            where=where,
            remedy="Save the page’s text as a .txt file.",
        )
    return root
