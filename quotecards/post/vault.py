"""Stage 11: where secrets are kept: the system's keyring, or, if the user opts in, a file of mode 0600.

Nothing here is ever printed: a secret goes in and comes out, and messages tell its name only.
"""

from __future__ import annotations

import contextlib
import json
import os
import stat
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING, Any, Literal

from quotecards.datafiles import home
from quotecards.datafiles import load as read_toml
from quotecards.errors import AccountError, DataError
from quotecards.files import refused

if TYPE_CHECKING:
    from collections.abc import Mapping

Place = Literal["keyring", "file"]
PLACES: tuple[Place, ...] = ("keyring", "file")

FILE = "secrets.toml"
_SERVICE = "quotecards"


def read(network: str, account: str, name: str) -> tuple[str, Place] | None:
    """A secret and where it was found: in the keyring first, then in the file; None if it is nowhere.

    Raises:
        AccountError: the keyring does not open, or others can read the file.

    """
    found, trouble = _from_keyring(network, account, name)
    if found:
        return found, "keyring"
    if found := _table(network, account).get(name):
        return str(found), "file"
    if trouble:
        raise trouble
    return None


def write(network: str, account: str, secrets: Mapping[str, str], place: Place) -> None:
    """Secrets by name are kept in a place; what stood there by those names is replaced.

    Raises:
        AccountError: there is no keyring, it does not open, or others can read the file.
        OutputError: the file cannot be written.

    """
    if place == "file":
        path = home() / FILE
        known = _secrets()
        known.setdefault(network, {}).setdefault(account, {}).update(secrets)
        write_private(path, _toml(known))
        return
    import keyring
    from keyring.errors import KeyringError

    try:
        for name, secret in secrets.items():
            keyring.set_password(_SERVICE, _key(network, account, name), secret)
    except KeyringError as error:
        raise _shut(error) from error


def forget(network: str, account: str, names: tuple[str, ...]) -> None:
    """The secrets of an account are nowhere afterwards, as far as they can be reached."""
    import keyring
    from keyring.errors import KeyringError

    for name in names:
        with contextlib.suppress(KeyringError):
            keyring.delete_password(_SERVICE, _key(network, account, name))
    known = _secrets()
    if known.get(network, {}).pop(account, None) is not None:
        write_private(home() / FILE, _toml(known))


def has_keyring() -> bool:
    """Whether this machine has a keyring that secrets can be kept in."""
    import keyring

    return keyring.get_keyring().priority > 0


def write_private(path: Path, text: str) -> None:
    """Text becomes a file that only its user can read, all at once.

    Raises:
        OutputError: the folder is read-only or full.

    """
    temporary = ""
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        # mkstemp makes it 0600 from its first moment on
        descriptor, temporary = tempfile.mkstemp(prefix=".", suffix=".tmp", dir=path.parent)
        with os.fdopen(descriptor, "wb") as stream:
            stream.write(text.encode())
            stream.flush()
            os.fsync(stream.fileno())
        Path(temporary).replace(path)
    except OSError as error:
        if temporary:
            Path(temporary).unlink(missing_ok=True)
        raise refused(error, path) from error


def toml(tables: Mapping[str, Mapping[str, Mapping[str, str]]]) -> str:
    """Network, account, name: texts become TOML; JSON's texts are TOML's, but for the delete character."""
    lines: list[str] = []
    for network, accounts in sorted(tables.items()):
        for account, values in sorted(accounts.items()):
            lines.append(f"[{_quoted(network)}.{_quoted(account)}]")
            lines += [f"{_quoted(name)} = {_quoted(str(value))}" for name, value in sorted(values.items())]
            lines.append("")
    return "\n".join(lines)


def _toml(tables: Mapping[str, Mapping[str, Mapping[str, str]]]) -> str:
    return "# The secrets of quotecards. Keep this file to yourself: mode 0600.\n\n" + toml(tables)


def _quoted(text: str) -> str:
    return json.dumps(text, ensure_ascii=False).replace("\x7f", "\\u007f")


def _key(network: str, account: str, name: str) -> str:
    return f"{network}:{account}:{name}"


def _from_keyring(network: str, account: str, name: str) -> tuple[str | None, AccountError | None]:
    import keyring
    from keyring.errors import KeyringError, NoKeyringError

    try:
        return keyring.get_password(_SERVICE, _key(network, account, name)), None
    except NoKeyringError:
        return None, None
    except KeyringError as error:
        return None, _shut(error)


def _shut(error: Exception) -> AccountError:
    from keyring.errors import NoKeyringError

    if isinstance(error, NoKeyringError):
        return AccountError(
            "this machine has no keyring.",
            remedy="Set the environment variable, or keep it in a file with --keep file.",
        )
    return AccountError(
        f"the keyring does not open ({type(error).__name__}).",
        remedy="Unlock it, set the environment variable, or keep secrets in a file with --keep file.",
    )


def _table(network: str, account: str) -> Mapping[str, Any]:
    accounts = _secrets().get(network, {})
    return accounts.get(account, {})


def _secrets() -> dict[str, dict[str, dict[str, Any]]]:
    """The file's content, read only if nobody else can read it."""
    path = home() / FILE
    try:
        found = path.stat()
    except FileNotFoundError:
        return {}
    except OSError as error:
        raise refused(error, path) from error
    if os.name != "nt" and (found.st_mode & (stat.S_IRWXG | stat.S_IRWXO) or found.st_uid != os.geteuid()):
        raise AccountError(
            "others can read this file of secrets, so it is not used.",
            where=str(path),
            remedy=f"Make it yours alone (chmod 600 {path}), and change the secrets if others may have read them.",
        )
    try:
        tables = read_toml(path)
    except DataError as error:
        # the line itself stays untold: it may hold a secret
        raise AccountError("this is not valid TOML.", where=error.where, remedy="Correct it.") from None
    return {
        network: {name: values for name, values in accounts.items() if isinstance(values, dict)}
        for network, accounts in tables.items()
        if isinstance(accounts, dict)
    }
