"""Stage 11: a picture gets a public URL by the user's own command, for networks that fetch it from one.

The command is the account's `upload`, such as: rclone-and-link.sh {file}. It is run without a shell; the
last line it prints is the picture's address.
"""

from __future__ import annotations

import os
import shlex
import subprocess  # the command is the user's own
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING

from quotecards.errors import AccountError, NotSent, PostingError
from quotecards.files import content_hash
from quotecards.post.guard import Rules, check

if TYPE_CHECKING:
    from quotecards.post.seam import Account, Picture

_SECONDS = 180
_SUFFIXES = {"image/jpeg": ".jpg", "image/png": ".png", "image/webp": ".webp"}


def publish(picture: Picture, account: Account) -> str:
    """A picture is put where everyone can fetch it; its address comes back.

    Raises:
        AccountError: the account has no such command, or it prints no address.
        NotSent: the command did not end well; it can be tried again.

    """
    where = f"{account.network}:{account.name}"
    command = account.values.get("upload", "")
    if not command:
        raise AccountError(
            "this network fetches pictures from a public address, and the account has no command to upload them.",
            where=where,
            remedy="Set its upload to a command that uploads {file} and prints the address: "
            f"quotecards accounts add {where}.",
        )
    with tempfile.TemporaryDirectory(prefix="quotecards-") as folder:
        # the name follows from the bytes, so that a second upload replaces the first
        path = Path(folder) / f"{content_hash(picture.content)[:32]}{_SUFFIXES[picture.kind]}"
        path.write_bytes(picture.content)
        printed = _run(command, path, where)
    address = printed.strip().splitlines()[-1].strip() if printed.strip() else ""
    try:
        check(address, Rules(loopback=os.environ.get("QUOTECARDS_ALLOW_LOOPBACK") == "1"))
    except PostingError as error:
        raise AccountError(
            f"the upload command printed no address that can be used: {address[:80]!r}.",
            where=where,
            remedy="Its last line must be an https address.",
        ) from error
    return address


def _run(command: str, path: Path, where: str) -> str:
    try:
        words = [word.replace("{file}", str(path)) for word in shlex.split(command)]
    except ValueError as error:
        raise AccountError(
            f"the upload command cannot be read: {error}.", where=where, remedy="Check its quotation marks."
        ) from error
    if "{file}" not in command:
        words.append(str(path))
    try:
        done = subprocess.run(  # noqa: S603 - the user's own command, without a shell
            words, capture_output=True, text=True, timeout=_SECONDS, check=False, stdin=subprocess.DEVNULL
        )
    except OSError as error:
        raise AccountError(
            f"the upload command cannot be run: {(error.strerror or str(error)).lower()}.", where=where
        ) from error
    except subprocess.TimeoutExpired as error:
        raise NotSent(f"the upload command took longer than {_SECONDS} s.", where=where) from error
    if done.returncode:
        told = (done.stderr or done.stdout).strip().splitlines()
        raise NotSent(
            f"the upload command ended with {done.returncode}{': ' + told[-1][:200] if told else ''}.",
            where=where,
            remedy="It will be tried again.",
        )
    return done.stdout
