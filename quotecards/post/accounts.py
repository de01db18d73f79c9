"""Stage 11: accounts by name, NETWORK or NETWORK:ACCOUNT, with all they need.

What is public stands in accounts.toml in the user's folder; secrets come from the environment, a file
that it names, the keyring, or an opt-in file (vault.py), in this order. For the account "work" of
Bluesky the environment is QUOTECARDS_BLUESKY_WORK_APP_PASSWORD, or ..._APP_PASSWORD_FILE; for the only
account, "main", without WORK.
"""

from __future__ import annotations

import os
import re
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Literal

from quotecards.datafiles import home
from quotecards.datafiles import load as read_toml
from quotecards.errors import AccountError, PostingError
from quotecards.post import vault
from quotecards.post.guard import Rules, check
from quotecards.post.limits import Need, names, sheet
from quotecards.post.seam import Account, Secret

if TYPE_CHECKING:
    from collections.abc import Mapping

    from quotecards.post.vault import Place

FILE = "accounts.toml"
MAIN = "main"
SERVICE = ("service", "server")  # what an account calls its server; Account.service either way

Origin = Literal["environment", "file of the environment", "keyring", "file", "accounts.toml", "default"]

_NAME = re.compile(r"[a-z0-9][a-z0-9_.-]{0,40}")
_SECRET_MOST = 16_384  # characters; the longest tokens (LinkedIn, Facebook) have about a thousand


@dataclass(frozen=True, slots=True)
class Known:
    """An account as a list shows it: where each of its needs is met, and what is missing."""

    network: str
    name: str
    shown: tuple[tuple[str, str], ...]
    origins: tuple[tuple[str, Origin], ...]
    missing: tuple[str, ...]


def parse(text: str) -> tuple[str, str | None]:
    """NETWORK or NETWORK:ACCOUNT becomes its parts, checked.

    Raises:
        UsageError: no network of that name.
        AccountError: no name for an account.

    """
    network, colon, account = text.strip().partition(":")
    sheet(network)
    if not colon:
        return network, None
    if not _NAME.fullmatch(account):
        raise AccountError(
            f"{account!r} is no name for an account.",
            where=network,
            remedy="Use small letters, digits, - _ and ., such as bluesky:work.",
        )
    return network, account


def get(network: str, name: str | None = None) -> Account:
    """A network and an account's name (None: its only one) become an account with all it needs.

    Raises:
        UsageError: no network of that name.
        AccountError: there is no such account, it lacks something, or a secret is not kept safely.

    """
    needs = sheet(network).needs
    name = name or _only(network)
    found = {need.name: _met(network, name, need) for need in needs}
    missing = [need for need in needs if found[need.name] is None]
    if missing:
        begun = any(one is not None and one[1] != "default" for one in found.values())
        raise _lacking(network, name, missing, begun)
    met = {key: value[0] for key, value in found.items() if value is not None}
    for need in needs:
        if need.url and met[need.name]:
            met[need.name] = _checked_url(network, name, need, met[need.name])
    secret = {need.name for need in needs if need.secret}
    return Account(
        network=network,
        name=name,
        service=next((met[key] for key in SERVICE if key in met), ""),
        values={key: value for key, value in met.items() if key not in secret and value},
        secrets={key: Secret(value) for key, value in met.items() if key in secret and value},
    )


def known() -> tuple[Known, ...]:
    """Every account that is written down or that the environment speaks of, by network and name."""
    written = _written()
    accounts = [(network, name) for network in names() for name in sorted(written.get(network, {}))]
    for network in names():
        if (network, MAIN) not in accounts and _spoken_of(network):
            accounts.append((network, MAIN))
    order = names()
    return tuple(_known(*one) for one in sorted(accounts, key=lambda one: (order.index(one[0]), one[1])))


def add(network: str, name: str | None, answers: Mapping[str, str], keep: Place) -> Account:
    """Answers by the needs' names are kept: public ones in accounts.toml, secrets where `keep` says.

    An empty answer is none. The account comes back as it will be used.

    Raises:
        AccountError: an answer is missing or cannot be right; nothing has been kept then.

    """
    name = name or MAIN
    public: dict[str, str] = {}
    secrets: dict[str, str] = {}
    for need in sheet(network).needs:
        answer = clean(network, name, need, answers.get(need.name, ""))
        if answer:
            (secrets if need.secret else public)[need.name] = answer
        elif need.default is None and _met(network, name, need) is None:
            raise _lacking(network, name, [need], True)
    if secrets:
        vault.write(network, name, secrets, keep)
    written = _written()
    written.setdefault(network, {})[name] = {**written.get(network, {}).get(name, {}), **public}
    _write(written)
    return get(network, name)


def is_kept(account: Account, secret: str) -> bool:
    """Whether an account's secret stands where a renewed one can take its place."""
    return vault.read(account.network, account.name, secret) is not None


def keep(account: Account, fresh: Mapping[str, str]) -> None:
    """Secrets that a network has renewed take the place of the old ones.

    Raises:
        AccountError: the old ones came from the environment, which cannot be written to.

    """
    for name, secret in fresh.items():
        found = vault.read(account.network, account.name, name)
        if found is None:
            raise AccountError(
                f"the {name.replace('_', ' ')} was renewed, but it came from the environment.",
                where=f"{account.network}:{account.name}",
                remedy=f"Run quotecards accounts add {account.network}:{account.name}, to keep what is renewed.",
            )
        vault.write(account.network, account.name, {name: secret}, found[1])


def remove(network: str, name: str | None = None) -> bool:
    """An account and its secrets are forgotten; whether anything of it was written down."""
    name = name or _only(network)
    vault.forget(network, name, tuple(need.name for need in sheet(network).needs if need.secret))
    written = _written()
    if written.get(network, {}).pop(name, None) is None:
        return False
    _write(written)
    return True


def variable(network: str, name: str, need: str) -> str:
    """The environment variable that holds what an account needs."""
    middle = "" if name == MAIN else f"{re.sub(r'[^A-Za-z0-9]', '_', name)}_"
    return f"QUOTECARDS_{network}_{middle}{need}".upper()


def clean(network: str, name: str, need: Need, answer: str) -> str:
    """An answer without the white space around it, checked for what a request cannot hold.

    Raises:
        AccountError: it has a line break or is too long, or is no address where one is needed.

    """
    text = answer.strip()
    if any(ord(letter) < 32 or ord(letter) == 127 for letter in text) or len(text) > _SECRET_MOST:
        raise AccountError(
            f"the {_title(need)} cannot be right: it has a line break, or is very long.",
            where=f"{network}:{name}",
            remedy="Copy it again, on one line.",
        )
    return _checked_url(network, name, need, text) if need.url and text else text


# ---------------------------------------------------------------- where things are


def _met(network: str, name: str, need: Need) -> tuple[str, Origin] | None:
    """What an account needs and where it was found; None if it is nowhere and has no default."""
    variable_name = variable(network, name, need.name)
    if text := os.environ.get(variable_name, "").strip():
        return clean(network, name, need, text), "environment"
    if path := os.environ.get(f"{variable_name}_FILE", "").strip():
        return _from_file(network, name, need, Path(path)), "file of the environment"
    if need.secret:
        if found := vault.read(network, name, need.name):
            return found
    elif text := str(_written().get(network, {}).get(name, {}).get(need.name, "")):
        return text, "accounts.toml"
    return None if need.default is None else (need.default, "default")


def _from_file(network: str, name: str, need: Need, path: Path) -> str:
    variable_name = f"{variable(network, name, need.name)}_FILE"
    try:
        with path.expanduser().open(encoding="utf-8-sig") as stream:
            text = stream.read(_SECRET_MOST + 2)
    except (OSError, UnicodeDecodeError) as error:
        reason = getattr(error, "strerror", None) or "not a text in UTF-8"
        raise AccountError(
            f"the file {path} cannot be read: {reason.lower()}.",
            where=f"environment, {variable_name}",
            remedy="Check its path and permissions.",
        ) from None  # a decoder's error holds the bytes
    if text.strip():
        return clean(network, name, need, text)
    raise AccountError(f"the file {path} is empty.", where=f"environment, {variable_name}")


def _written() -> dict[str, dict[str, dict[str, str]]]:
    path = home() / FILE
    if not path.is_file():
        return {}
    return {
        network: {name: values for name, values in accounts.items() if isinstance(values, dict)}
        for network, accounts in read_toml(path).items()
        if isinstance(accounts, dict)
    }


def _write(written: dict[str, dict[str, dict[str, str]]]) -> None:
    head = "# The accounts of quotecards, without their secrets.\n\n"
    vault.write_private(home() / FILE, head + vault.toml(written))


def _only(network: str) -> str:
    """The account meant by a network's name alone: main, or the only one there is."""
    written = sorted(_written().get(network, {}))
    if not written or MAIN in written or _spoken_of(network):
        return MAIN
    if len(written) == 1:
        return written[0]
    raise AccountError(
        f"there are several accounts: {', '.join(written)}.",
        where=network,
        remedy=f"Name one: {network}:{written[0]}.",
    )


def _spoken_of(network: str) -> bool:
    """Whether the environment holds something that an account of the network must have."""
    variables = [variable(network, MAIN, need.name) for need in sheet(network).needs if need.default is None]
    return any(os.environ.get(one) or os.environ.get(f"{one}_FILE") for one in variables)


def _known(network: str, name: str) -> Known:
    shown: list[tuple[str, str]] = []
    origins: list[tuple[str, Origin]] = []
    missing: list[str] = []
    for need in sheet(network).needs:
        try:
            found = _met(network, name, need)
        except AccountError as error:
            missing.append(f"{need.name} ({error.what.rstrip('.')})")
            continue
        if found is None:
            missing.append(need.name)
            continue
        origins.append((need.name, found[1]))
        if not need.secret and found[0]:
            shown.append((need.name, found[0]))
    return Known(network, name, tuple(shown), tuple(origins), tuple(missing))


# ---------------------------------------------------------------- what is wrong


def _checked_url(network: str, name: str, need: Need, text: str) -> str:
    """An address that may be spoken to, without the slash at its end."""
    url = text if "://" in text else f"https://{text}"
    where = f"{network}:{name}"
    try:
        check(url, Rules(loopback=os.environ.get("QUOTECARDS_ALLOW_LOOPBACK") == "1"))
    except PostingError as error:
        shown = "" if need.secret else f" {text}"
        raise AccountError(
            f"the {_title(need)}{shown} cannot be used: {error.what}", where=where, remedy=error.remedy
        ) from None  # the address may be the secret
    if "#" in url or "?" in url:
        raise AccountError(f"the {_title(need)} must have no ? and no #.", where=where)
    return url.rstrip("/")


def _lacking(network: str, name: str, missing: list[Need], begun: bool) -> AccountError:
    what = ", ".join(_title(need) for need in missing)
    label = network if name == MAIN else f"{network}:{name}"
    variables = ", ".join(variable(network, name, need.name) for need in missing)
    return AccountError(
        f"the account lacks: {what}." if begun else "there is no such account.",
        where=f"{network}:{name}",
        remedy=f"Run quotecards accounts add {label}, or set {variables}.",
    )


def _title(need: Need) -> str:
    return need.name.replace("_", " ")
