"""`quotecards learn`: quotes approved and rejected shift the scorer towards the user's taste."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated, Any

import typer

from quotecards.cli import console, options

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from quotecards.score.learn import Judged, Learned

_TOLD = 6  # shifts of each taste that are told; the file has them all


def learn(
    verdicts: Annotated[
        str,
        typer.Argument(
            metavar="VERDICTS",
            help='A batch\'s folder or manifest, with "verdict": "approved" or "rejected" in its lines.',
        ),
    ],
    *,
    dry_run: options.DryRun = False,
    forget: Annotated[bool, typer.Option("--forget", help="First forget what was learned before.")] = False,
) -> None:
    """Learn from quotes that you approved and rejected; only as far as it does no harm.

    All verdicts that were given so far count, not only those of this file.
    """
    from quotecards.datafiles import home
    from quotecards.files import write_text
    from quotecards.score import learn as learning
    from quotecards.score.weights import TAUGHT

    path = home() / TAUGHT
    before = [] if forget else _remembered(path.with_suffix(".jsonl"))
    lines = list(dict.fromkeys([*before, *_given(verdicts)]))
    learned = learning.learn(lines)
    for row in _report(learned):
        console.result(row)
    if dry_run or not learned.harmless:
        return
    path.parent.mkdir(parents=True, exist_ok=True)
    write_text(path.with_suffix(".jsonl"), "".join(_row(one) for one in lines))
    write_text(path, "\n".join(_file(learned)) + "\n")
    console.say(f"Written to {path}; remove it to go back to the shipped weights.")


def _given(source: str) -> list[Judged]:
    """The judged lines of a manifest."""
    import json
    from pathlib import Path

    from quotecards.errors import DataError, SourceMissing
    from quotecards.score.learn import judged

    path = Path(source) / "manifest.jsonl" if Path(source).is_dir() else Path(source)
    if not path.is_file():
        raise SourceMissing("there is no such manifest.", where=str(path), remedy="Name a batch's folder.")
    found = []
    for number, row in enumerate(path.read_text(encoding="utf-8").splitlines(), start=1):
        try:
            record: Any = json.loads(row)
        except ValueError as error:
            raise DataError("this line is no JSON object.", where=f"{path}:{number}") from error
        if isinstance(record, dict) and (one := judged(record, f"{path}:{number}")):
            found.append(one)
    return found


def _remembered(path: Path) -> list[Judged]:
    """The verdicts of earlier runs."""
    import json

    from quotecards.score.learn import Judged

    if not path.is_file():
        return []
    return [Judged(**json.loads(row)) for row in path.read_text(encoding="utf-8").splitlines()]


def _row(one: Judged) -> str:
    import json

    return (
        json.dumps({"text": one.text, "taste": one.taste, "approved": one.approved}, ensure_ascii=False)
        + "\n"
    )


def _report(learned: Learned) -> Iterator[str]:
    """What was learned, taste by taste."""
    from quotecards.score.weights import model

    says = {feature.name: feature for feature in model().features}
    for taste, (approved, rejected) in learned.counts.items():
        if taste not in learned.shipped:
            if approved + rejected:
                yield f"{taste}: {approved} approved, {rejected} rejected, too few to learn from"
            continue
        yield f"{taste}: {approved} approved, {rejected} rejected"
        before, after = learned.yours[taste]
        yield f"  your quotes told apart: {before:.0%} before, {after:.0%} after"
        before, after = learned.shipped[taste]
        yield f"  the shipped lines told apart: {before:.1%} before, {after:.1%} after"
        for name, shift in list(learned.shifts[taste].items())[:_TOLD]:
            sign = f"{shift:+.2f}".replace("-", "−")
            yield f"  {sign}  {says[name].above}"
    if not learned.harmless:
        yield "Nothing is changed: with these shifts the shipped lines would be told apart worse."


def _file(learned: Learned) -> Iterator[str]:
    yield "# What `quotecards learn` has shifted for you; remove this file to go back to the shipped weights."
    for taste, shifts in learned.shifts.items():
        approved, rejected = learned.counts[taste]
        yield f"\n[{taste}]\napproved = {approved}\nrejected = {rejected}\n\n[{taste}.shifts]"
        yield from (f"{name} = {shift}" for name, shift in shifts.items())
