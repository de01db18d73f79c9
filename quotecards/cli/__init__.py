"""The command line: one file per command; here they are put together and errors become exit codes."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING

from quotecards.errors import ExitCode, QuotecardsError

if TYPE_CHECKING:
    from collections.abc import Sequence

    import typer


def main(arguments: Sequence[str] | None = None) -> int:
    """The arguments (the process's own if None) become a run of one command; returns its exit code."""
    import typer.main

    from quotecards.cli import console

    console.prepare()
    command = typer.main.get_command(app())
    given = list(sys.argv[1:] if arguments is None else arguments) or ["--help"]
    try:
        return int(command.main(given, prog_name="quotecards", standalone_mode=False) or 0)
    except QuotecardsError as error:
        return console.fail(error)
    except (typer.TyperException, typer.Abort) as error:
        return console.refuse(error)
    except KeyboardInterrupt:
        return ExitCode.INTERRUPTED


def app() -> typer.Typer:
    """All commands under one roof, in the order of the help page."""
    import typer

    from quotecards.cli import accounts
    from quotecards.cli.batch import batch
    from quotecards.cli.doctor import doctor
    from quotecards.cli.extract import extract
    from quotecards.cli.gallery import gallery
    from quotecards.cli.learn import learn
    from quotecards.cli.lists import groups
    from quotecards.cli.post import post
    from quotecards.cli.preview import preview
    from quotecards.cli.queue import group as queue
    from quotecards.cli.render import render
    from quotecards.cli.score import score
    from quotecards.cli.version import version

    root = typer.Typer(
        help="Film reviews in, quote cards out.",
        epilog="Exit codes, examples and the Python interface: see README.md.",
        add_completion=False,
        rich_markup_mode=None,  # Rich costs more time than the whole of --help may take
        pretty_exceptions_enable=False,
        context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100},
    )
    root.callback()(version)
    for command in (extract, score, preview, batch, render, gallery, learn):
        root.command()(command)
    root.command()(post)
    root.add_typer(queue(), name="queue")
    for group in groups():
        root.add_typer(group)
    root.add_typer(accounts.group())
    root.command()(doctor)
    return root
