"""`quotecards accounts add|list|check|remove`: who posts, and how they are let in.

A secret is asked for without showing it, or read from standard input; it never stands in a flag, where
the shell's history and every other process could read it.
"""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING, Annotated, Any

import typer

from quotecards.cli import console, options
from quotecards.errors import AccountError, PartialFailure, QuotecardsError, UsageError

if TYPE_CHECKING:
    from quotecards.post.limits import Need
    from quotecards.post.seam import Account, Standing

Name = Annotated[str, typer.Argument(metavar="NETWORK[:ACCOUNT]", help="Such as bluesky or mastodon:work.")]
Keep = Annotated[str, typer.Option(metavar="WHERE", help="Where secrets are kept: keyring or file.")]
Stdin = Annotated[
    bool, typer.Option("--stdin", help="Read the answers from standard input, one a line: name=value.")
]
Agree = Annotated[
    bool, typer.Option("--agree", help="Open the network's own page to agree on, instead of pasting a token.")
]
Code = Annotated[bool, typer.Option("--code", help="With --agree: paste the address you come back to.")]


def group() -> typer.Typer:
    """The group of commands."""
    root = typer.Typer(name="accounts", help="Who posts where.", rich_markup_mode=None, no_args_is_help=True)
    root.command("add", help="Add an account, or change it.")(add)
    root.command("list", help="List the accounts; no secret is shown.")(listed)
    root.command("check", help="Ask the network what an account may do.")(check)
    root.command("remove", help="Forget an account and its secrets.")(remove)
    return root


def add(
    name: Name, *, keep: Keep = "", from_stdin: Stdin = False, agree: Agree = False, code: Code = False
) -> None:
    """Ask for what an account needs, and keep it."""
    from quotecards.post import accounts, vault
    from quotecards.post.limits import sheet

    network, account = accounts.parse(name)
    place = keep or ("keyring" if vault.has_keyring() else "")
    if place not in vault.PLACES:
        if keep:
            raise UsageError(f"{keep!r} is not known.", where="--keep", remedy="Use keyring or file.")
        raise AccountError(
            "this machine has no keyring.",
            where=name,
            remedy="Use --keep file for a file that only you can read, or set environment variables.",
        )
    needs = sheet(network).needs
    answers = _agreed(network, paste=code) if agree else {}
    if from_stdin:
        answers |= _from_stdin(needs)
    else:
        answers |= {need.name: _asked(need) for need in needs if need.name not in answers}
    added = accounts.add(network, account, answers, place)
    console.say(
        f"Kept {_label(added)}; its secrets are in the {place}. Try: quotecards accounts check {name}"
    )


def listed(as_json: options.Json = False) -> None:
    """Every account that is known, and where its secrets come from."""
    from quotecards.post import accounts

    found = accounts.known()
    if as_json:
        console.result_json(
            [
                {
                    "network": one.network,
                    "account": one.name,
                    "values": dict(one.shown),
                    "origins": dict(one.origins),
                    "missing": list(one.missing),
                }
                for one in found
            ]
        )
        return
    if not found:
        console.say("No account yet. Add one: quotecards accounts add bluesky")
    for one in found:
        label = one.network if one.name == accounts.MAIN else f"{one.network}:{one.name}"
        values = ", ".join(f"{name} {value}" for name, value in one.shown)
        secrets = ", ".join(
            f"{name} from {origin}" for name, origin in one.origins if name not in dict(one.shown)
        )
        lacking = f"  lacks {', '.join(one.missing)}" if one.missing else ""
        console.result("  ".join(part for part in (f"{label:<20}", values, secrets) if part) + lacking)


def check(
    names: Annotated[
        list[str] | None, typer.Argument(metavar="[NETWORK[:ACCOUNT]]...", help="All, if none is named.")
    ] = None,
    *,
    as_json: options.Json = False,
) -> None:
    """Ask each network who the account is and whether it may post. Nothing is posted."""
    from datetime import UTC, datetime

    from quotecards.post import accounts, wire
    from quotecards.post.networks import make
    from quotecards.post.networks.thin import hushed

    asked = [accounts.parse(name) for name in names or ()]
    asked = asked or [(one.network, one.name) for one in accounts.known()]
    if not asked:
        raise UsageError("there is no account yet.", remedy="Add one: quotecards accounts add bluesky")
    way = wire.from_environment(lambda: datetime.now(UTC))
    results: list[dict[str, Any]] = []
    failed = 0
    for network, name in asked:
        label = f"{network}:{name}" if name else network
        try:
            account = accounts.get(network, name)
            with hushed(account):
                standing = make(network, way).check(account)
        except QuotecardsError as error:
            failed += 1
            results.append({"account": label, "error": str(error)})
            if not as_json:
                console.warn(error)
            continue
        failed += not standing.may_post
        results.append(_facts(account, standing))
        if not as_json:
            _show(account, standing)
    if as_json:
        console.result_json(results)
    if failed:
        raise PartialFailure(f"{failed} of {len(asked)} accounts cannot post.")


def remove(
    name: Name, *, yes: Annotated[bool, typer.Option("--yes", "-y", help="Do not ask.")] = False
) -> None:
    """Forget an account: what is written down of it, and its secrets."""
    from quotecards.post import accounts

    network, account = accounts.parse(name)
    if not yes and not typer.confirm(f"Forget {name} and its secrets?", err=True):
        console.say("Kept.")
        return
    if accounts.remove(network, account):
        console.say(f"Forgot {name}.")
        return
    raise AccountError("there is no such account written down.", where=name, remedy="See: accounts list")


# ---------------------------------------------------------------- questions and answers


def _asked(need: Need) -> str:
    """A question to a person; a secret's answer is not shown."""
    from quotecards.errors import AccountError

    if not sys.stdin.isatty():
        raise AccountError(
            f"nobody is there to ask for the {need.name.replace('_', ' ')}.",
            remedy="Use --stdin and lines such as token=..., or set environment variables.",
        )
    default = need.default if need.default is not None else None
    answer: str = typer.prompt(
        need.asks, default=default, hide_input=need.secret, show_default=bool(default), err=True
    )
    return answer


def _from_stdin(needs: tuple[Need, ...]) -> dict[str, str]:
    """Lines name=value; one line without a name is the only secret there is to tell."""
    answers: dict[str, str] = {}
    known = {need.name for need in needs}
    secrets = [need.name for need in needs if need.secret and need.default is None]
    for number, line in enumerate(sys.stdin.read().splitlines(), 1):
        name, sign, value = line.strip().partition("=")
        if not line.strip() or line.startswith("#"):
            continue
        if sign and name.strip() in known:
            answers[name.strip()] = value
        elif len(secrets) == 1 and secrets[0] not in answers:
            answers[secrets[0]] = line
        else:
            raise UsageError(
                f"line {number} is not understood.",  # the line itself may be the secret
                where="standard input",
                remedy=f"Write name=value; the names are {', '.join(sorted(known))}.",
            )
    return answers


def _agreed(network: str, *, paste: bool) -> dict[str, str]:
    """The network's page is opened, and what comes back becomes tokens."""
    import webbrowser
    from datetime import UTC, datetime

    from quotecards.post import oauth, wire

    client_id = typer.prompt("Client ID of your app", err=True)
    client_secret = typer.prompt("Client secret (none: just Enter)", default="", hide_input=True, err=True)
    door = oauth.start(network, client_id)
    console.say(f"Your app must allow the redirect {door.redirect}\nOpen this page and agree:\n{door.url}")
    if paste:
        answer = typer.prompt("The address you came back to", hide_input=True, err=True)
    else:
        answer = oauth.listen(door, webbrowser.open)
    way = wire.from_environment(lambda: datetime.now(UTC))
    return oauth.finish(way, door, answer, client_secret) | {"client_id": client_id}


def _label(account: Account) -> str:
    return account.network if account.name == "main" else f"{account.network}:{account.name}"


def _facts(account: Account, standing: Standing) -> dict[str, Any]:
    return {
        "account": _label(account),
        "who": standing.who,
        "may_post": standing.may_post,
        "notes": list(standing.notes),
    }


def _show(account: Account, standing: Standing) -> None:
    may = "may post" if standing.may_post else "may not post"
    notes = f" ({'; '.join(standing.notes)})" if standing.notes else ""
    console.result(f"{_label(account):<20}  {standing.who}  {may}{notes}")
