"""Stage 11: a user lets us in: a page to open, an answer on a loopback port or pasted, tokens for it.

Authlib builds the addresses and forms (RFC 6749, PKCE by RFC 7636); the requests go out by the wire.
"""

from __future__ import annotations

import secrets
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

from quotecards.errors import AccountError
from quotecards.post.limits import sheet

if TYPE_CHECKING:
    from collections.abc import Callable

    from quotecards.post.seam import Account
    from quotecards.post.wire import Wire

REDIRECT = "http://127.0.0.1:8917/"
_WAIT_SECONDS = 300.0
_THANKS = (
    b"<!doctype html><meta charset=utf-8><title>quotecards</title><p>Thank you. You can close this page."
)


@dataclass(frozen=True, slots=True)
class Door:
    """What must be known again when the user comes back: `url` is the page to open."""

    network: str
    url: str
    client_id: str
    redirect: str
    state: str = field(repr=False)
    verifier: str = field(repr=False)


def start(network: str, client_id: str, redirect: str = REDIRECT) -> Door:
    """A network and the user's own app become the page on which the user agrees.

    Raises:
        AccountError: the network knows no such way.

    """
    from authlib.oauth2.client import OAuth2Client

    ways = sheet(network).oauth
    if ways is None:
        raise AccountError("there is no page to agree on here.", where=network, remedy="Paste a token.")
    verifier = secrets.token_urlsafe(48)
    client = OAuth2Client(
        None,
        client_id=client_id,
        scope=" ".join(ways.scopes),
        redirect_uri=redirect,
        code_challenge_method="S256",
    )
    url, state = client.create_authorization_url(ways.authorize, code_verifier=verifier)
    return Door(network, url, client_id, redirect, state, verifier)


def finish(
    wire: Wire, door: Door, answer: str, client_secret: str = "", token_url: str = ""
) -> dict[str, str]:
    """The address that the user came back to, or the code alone, becomes tokens by their needs' names.

    Raises:
        AccountError: the user did not agree, or the answer is not one to our question.
        NetworkError: the network gives no tokens for it.

    """
    from authlib.oauth2.base import OAuth2Error
    from authlib.oauth2.rfc6749.parameters import parse_authorization_code_response

    code = answer.strip()
    if "://" in code or "?" in code:
        try:
            code = parse_authorization_code_response(code, state=door.state)["code"]
        except OAuth2Error as error:
            raise AccountError(
                f"no agreement came back ({error.error or type(error).__name__}).",
                where=door.network,
                remedy="Open the page again and agree, then paste the whole address.",
            ) from None  # the library's error holds the answer
    return _tokens(
        wire,
        door.network,
        {
            "grant_type": "authorization_code",
            "code": code,
            "redirect_uri": door.redirect,
            "client_id": door.client_id,
            "client_secret": client_secret,
            "code_verifier": door.verifier,
        },
        token_url,
    )


def renew(wire: Wire, account: Account, refresh_token: str) -> dict[str, str]:
    """A refresh token becomes new tokens by their needs' names; where no new one comes, the old one stays."""
    asked = {
        "grant_type": "refresh_token",
        "refresh_token": refresh_token,
        "client_id": account.value("client_id"),
    }
    found = _tokens(wire, account.network, asked, f"{account.service}/2/oauth2/token")
    return {"refresh_token": refresh_token} | found


def listen(door: Door, opened: Callable[[str], object], seconds: float = _WAIT_SECONDS) -> str:
    """The page is opened, the one answer that comes back to this machine is taken.

    Raises:
        AccountError: the port is taken, or nobody came back in time.

    """
    import time
    from http.server import BaseHTTPRequestHandler, HTTPServer

    came: list[str] = []

    class Ear(BaseHTTPRequestHandler):
        timeout = 5

        def do_GET(self) -> None:
            if "code=" in self.path or "error=" in self.path:
                came.append(self.path)
            self.send_response(200 if came else 404)
            self.send_header("content-type", "text/html; charset=utf-8")
            self.end_headers()
            self.wfile.write(_THANKS if came else b"")

        def log_message(self, *_: Any) -> None:
            """Nothing: the path holds the code."""

    parts = urlsplit(door.redirect)
    try:
        server = HTTPServer((parts.hostname or "127.0.0.1", parts.port or 80), Ear)
    except OSError as error:
        raise AccountError(
            f"the address {door.redirect} is taken on this machine.", remedy="Paste the code instead."
        ) from error
    with server:
        opened(door.url)
        until = time.monotonic() + seconds
        while not came and (left := until - time.monotonic()) > 0:
            server.timeout = left
            server.handle_request()
    if came:
        return f"{door.redirect.rstrip('/')}{came[0]}"
    raise AccountError("nobody came back in time.", where=door.network, remedy="Paste the code instead.")


def _tokens(wire: Wire, network: str, asked: dict[str, str], url: str = "") -> dict[str, str]:
    from urllib.parse import urlencode

    ways = sheet(network).oauth
    if ways is None:
        raise AccountError("there are no tokens to be had this way.", where=network)
    found = wire.ask(
        "POST",
        url or ways.token,
        risk="harmless",
        headers={"content-type": "application/x-www-form-urlencoded"},
        body=urlencode({name: value for name, value in asked.items() if value}).encode(),
    )
    if not isinstance(found.get("access_token"), str):
        raise AccountError("the answer holds no token.", where=network)
    tokens = {"token": found["access_token"]}
    if isinstance(found.get("refresh_token"), str):
        tokens["refresh_token"] = found["refresh_token"]
    return tokens
