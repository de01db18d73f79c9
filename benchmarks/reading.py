"""How well reviews are read: labels, whose words, facts, damage and speed.

    python benchmarks/reading.py [--half seen|unseen] [--wrong] [--labelled FILE]

The hand-made reviews of tests/data/reading say what each of their lines truly is. Odd files were there to
tune by, even ones only to measure by; both halves are reported. The same pages as HTML also go through
trafilatura alone, so that what stands on its shoulders can be seen to stand higher.
"""

from __future__ import annotations

import argparse
import gzip
import json
import re
import sys
import time
from collections import Counter
from dataclasses import dataclass, field
from io import BytesIO
from pathlib import Path
from typing import TYPE_CHECKING

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT / "tests"))

from marked import Marked, Stretch, reviews  # noqa: E402, I001 - found in the tests' folder

from quotecards import clean, credit, segment, voices  # noqa: E402
from quotecards.models import Review  # noqa: E402

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from quotecards.models import Cleaned, Voice

LABELLED = ROOT.parent / "shared" / "data" / "reviews_labelled.dev.jsonl.gz"
FACTS = ("film", "year", "director", "author")
_WORD = re.compile(r"\w+")
# What no quote may hold: a sentence grown to the next one, or the word of an advertisement between two.
_GLUED = re.compile(
    r"[a-zà-ÿ]{2}[.!?][”\"’']?[A-ZÀ-Þ][a-zà-ÿ]|[a-zà-ÿ]{3}[.!?][”\"][A-Z]|(?<!\w)[a-zà-ÿ]{4,}[A-Z][a-zà-ÿ]{2}"
)
_ADVERTISEMENT = re.compile(r"\bAdvertisements?\s*(?=[A-Z“\"]|$)|(?<=[.!?”\"])\s*Advertisement")


@dataclass
class Rate:
    """Hits among so many."""

    hits: float = 0
    of: float = 0

    def add(self, hit: float, of: float = 1) -> None:
        self.hits += hit
        self.of += of

    @property
    def value(self) -> float:
        return self.hits / self.of if self.of else 1.0


@dataclass
class Report:
    """What came of a set of pages; `wrong` are lines for whoever wants to know what went wrong."""

    recall: dict[str, Rate] = field(default_factory=dict)
    precision: dict[str, Rate] = field(default_factory=dict)
    prose: Rate = field(default_factory=Rate)
    leaks: Rate = field(default_factory=Rate)
    kinds: Counter[tuple[str, str]] = field(default_factory=Counter)
    facts: dict[str, Rate] = field(default_factory=dict)
    invented: int = 0
    languages: Rate = field(default_factory=Rate)
    wrong: list[str] = field(default_factory=list)

    def f1(self, *others: str) -> float:
        """F1 of film dialogue against other kinds; all of them if none is named."""
        among = {"film", *(others or ("quoted", "title", "scare"))}
        hit = self.kinds["film", "film"]
        found = sum(n for (truth, told), n in self.kinds.items() if told == "film" and truth in among)
        true = sum(n for (truth, _), n in self.kinds.items() if truth == "film")
        return 2 * hit / (found + true) if found + true else 1.0


def measured(pages: Iterable[Marked]) -> Report:
    """The pages as plain text, through cleaning, voices, segments and credit."""
    report = Report()
    for page in pages:
        cleaned = clean.clean(Review(text=page.text, source=page.name))
        spoken = voices.voices(cleaned)
        _labels(report, page, cleaned)
        _candidates(report, page, cleaned, spoken)
        _kinds(report, page, spoken)
        _facts(report, page, cleaned, spoken)
    return report


# ---------------------------------------------------------------- labels


def _labels(report: Report, page: Marked, cleaned: Cleaned) -> None:
    told = _by_character(page.text, cleaned)
    for stretch in page.stretches:
        counts = Counter(told[at] for at in _letters(page, stretch))
        if not counts:
            continue
        best = counts.most_common(1)[0][0]
        truth, right = stretch.labels[0], best in stretch.labels
        report.recall.setdefault(truth, Rate()).add(right)
        report.precision.setdefault(best, Rate()).add(right)
        if truth == "prose":
            report.prose.add(counts["prose"], counts.total())
        if not right or (truth == "prose" and counts["prose"] < counts.total()):
            report.wrong.append(
                f"{page.name}: {'/'.join(stretch.labels)} is told {dict(counts)}: {page.of(stretch)[:90]!r}"
            )


def _by_character(text: str, cleaned: Cleaned) -> list[str]:
    told = ["prose"] * len(text)
    for label in cleaned.labels:
        told[label.start : label.end] = [label.label] * (label.end - label.start)
    return told


def _letters(page: Marked, stretch: Stretch) -> Iterator[int]:
    """The letters and digits of a stretch; its other signs where it has none."""
    span = range(stretch.start, stretch.end)
    found = [at for at in span if page.text[at].isalnum()]
    yield from found or [at for at in span if not page.text[at].isspace()]


def _candidates(report: Report, page: Marked, cleaned: Cleaned, spoken: tuple[Voice, ...]) -> None:
    """A candidate leaks if a single letter of it is not prose."""
    alien = [False] * len(page.text)
    for stretch in page.stretches:
        if stretch.labels != ("prose",):
            for at in _letters(page, stretch):
                alien[at] = True
    for passage in segment.passages(cleaned, spoken):
        leaks = any(alien[passage.start : passage.end])
        report.leaks.add(leaks)
        if leaks and passage.form == "sentence":
            report.wrong.append(f"{page.name}: let through: {page.text[passage.start : passage.end][:120]!r}")
    report.languages.add(cleaned.language == page.facts["language"])
    if cleaned.language != page.facts["language"]:
        report.wrong.append(f"{page.name}: language is told {cleaned.language}")


# ---------------------------------------------------------------- whose words, facts


def _kinds(report: Report, page: Marked, spoken: tuple[Voice, ...]) -> None:
    """Each true quotation against what covers most of it; a guess counts as none."""
    for quotation in page.quotations:
        covering = [
            (min(one.end, quotation.end) - max(one.start, quotation.start), one)
            for one in spoken
            if one.start < quotation.end and quotation.start < one.end
        ]
        share, voice = max(covering, key=lambda pair: pair[0], default=(0, None))
        sure = voice is not None and (voice.confidence >= 0.5 or voice.kind in ("scare", "title"))
        told = voice.kind if voice and sure and share * 2 > quotation.end - quotation.start else "none"
        report.kinds[quotation.labels[0], told] += 1
        if told != quotation.labels[0]:
            why = f" ({voice.confidence}: {voice.why})" if voice else ""
            report.wrong.append(
                f"{page.name}: {quotation.labels[0]} is told {told}{why}: {page.of(quotation)[:80]!r}"
            )
    for voice in spoken:
        known = any(one.start < voice.end and voice.start < one.end for one in page.quotations)
        if not known and voice.confidence >= 0.5 and voice.kind in ("film", "quoted"):
            report.kinds["none", voice.kind] += 1
            report.wrong.append(
                f"{page.name}: told {voice.kind} for nothing ({voice.why}): {page.text[voice.start : voice.end][:80]!r}"
            )


def _facts(report: Report, page: Marked, cleaned: Cleaned, spoken: tuple[Voice, ...]) -> None:
    about = credit.about(cleaned, spoken)
    for name in FACTS:
        true, told = page.facts.get(name), getattr(about, name)
        if true is not None:
            report.facts.setdefault(name, Rate()).add(str(told) == true)
        wrong = told is not None and str(told) != true and (name in ("film", "year") or true is not None)
        report.invented += wrong
        if wrong or (true and told is None):
            report.wrong.append(f"{page.name}: {name} is told {told!r}, not {true!r}")


# ---------------------------------------------------------------- the same pages as HTML


def compared(pages: Iterable[Marked], *, semantic: bool) -> dict[str, tuple[Rate, Rate]]:
    """Words of prose kept, and words kept that are no prose: ours, and trafilatura's alone."""
    import trafilatura

    rates = {"quotecards": (Rate(), Rate()), "trafilatura": (Rate(), Rate())}
    for page in pages:
        content = page.html(semantic=semantic)
        _compare(page, _ours(content), *rates["quotecards"])
        _compare(page, trafilatura.extract(content, include_comments=False) or "", *rates["trafilatura"])
    return rates


def _ours(content: str) -> str:
    """What of a page is left as prose."""
    from quotecards.read import reviews as read

    kept: list[str] = []
    for review in read("-", stdin=BytesIO(content.encode())):
        if isinstance(review, Review):
            kept += [review.text[block.start : block.end] for block in clean.clean(review).blocks]
    return "\n".join(kept)


def together(prose: Rate, leaks: Rate) -> float:
    """F1 of the words that shall be kept and those that are."""
    precision = 1 - leaks.value
    return 2 * precision * prose.value / (precision + prose.value)


def _compare(page: Marked, kept: str, prose: Rate, leaks: Rate) -> None:
    output = f" {_plain(kept)} "
    for stretch in page.stretches:
        words = _plain(page.of(stretch)).split()
        share = _found(words, output)
        if stretch.labels == ("prose",):
            prose.add(share, len(words))
        elif share:
            leaks.add(share)
    leaks.of += max(1, len(output.split()))


def _plain(text: str) -> str:
    import html as entities

    return " ".join(_WORD.findall(re.sub(r"<[^<>]+>", " ", entities.unescape(text)).casefold()))


def _found(words: list[str], output: str) -> int:
    """How many words of a stretch stand in the output, in runs of up to five."""
    size = min(5, len(words))
    kept: set[int] = set()
    for at in range(len(words) - size + 1):
        if f" {' '.join(words[at : at + size])} " in output:
            kept.update(range(at, at + size))
    return len(kept) if len(words) > 2 else 0


# ---------------------------------------------------------------- raw texts, speed


def damaged_quotes(path: Path) -> tuple[int, list[str]]:
    """How many candidates raw reviews yield, and those that hold what no quote may hold."""
    found, bad = 0, []
    with gzip.open(path, "rt", encoding="utf-8") as lines:
        for line in lines:
            cleaned = clean.clean(Review(text=json.loads(line)["text"], source="raw"))
            for passage in segment.passages(cleaned, voices.voices(cleaned)):
                verbatim = cleaned.review.text[passage.start : passage.end]
                quote, _ = clean.display(verbatim, kind=passage.kind, complete=passage.complete)
                found += 1
                if _GLUED.search(quote) or _ADVERTISEMENT.search(quote):
                    bad.append(quote)
    return found, bad


def kept_gold(path: Path) -> tuple[int, Rate]:
    """How many of the lines that editors quoted are still there to be picked."""
    rate = Rate()
    with gzip.open(path, "rt", encoding="utf-8") as lines:
        for line in lines:
            row = json.loads(line)
            cleaned = clean.clean(Review(text=row["text"], source="raw"))
            for start, end in row["gold_spans"]:
                rate.add(any(block.start <= start and end <= block.end for block in cleaned.blocks))
    return int(rate.of - rate.hits), rate


def speed(pages: Iterable[Marked]) -> tuple[float, float]:
    """Megabytes of plain text read and cleaned a minute, and sentences a second through segment."""
    from quotecards.read import reviews as read

    texts = [page.text for page in pages]
    contents = [text.encode() for text in texts]
    size, rounds, sentences, rest = sum(map(len, contents)), 0, 0, 0.0
    start = time.process_time()
    while time.process_time() - start < 5:
        rounds += 1
        for content in contents:
            for review in read("-", stdin=BytesIO(content)):
                cleaned = clean.clean(review)  # type: ignore[arg-type]
                before = time.process_time()
                found = segment.passages(cleaned, voices.voices(cleaned))
                rest += time.process_time() - before
                sentences += sum(one.form == "sentence" for one in found)
    took = time.process_time() - start
    return size * rounds / 1e6 / (took - rest) * 60, sentences / took


# ---------------------------------------------------------------- telling


def tell(report: Report, half: str) -> None:
    print(f"\n{half}: prose kept {report.prose.value:.4f} of {report.prose.of:.0f} letters; ", end="")
    print(f"candidates with anything else {report.leaks.value:.4f} of {report.leaks.of:.0f}; ", end="")
    print(f"language right {report.languages.value:.3f}")
    print(f"film dialogue F1 {report.f1('title', 'scare'):.3f} against titles and scare quotes, ", end="")
    print(f"{report.f1():.3f} against all")
    print("  label               precision  recall  lines")
    for label in sorted(report.recall | report.precision):
        precision, recall = report.precision.get(label, Rate()), report.recall.get(label, Rate())
        print(f"  {label:18}  {precision.value:9.3f}  {recall.value:6.3f}  {recall.of:5.0f}")
    for truth, told in sorted(report.kinds):
        print(f"  {truth:7} told {told:7} {report.kinds[truth, told]:4}")
    print("  facts:", ", ".join(f"{name} {rate.value:.2f} of {rate.of:.0f}" for name, rate in report.facts.items()),
          f"; {report.invented} wrong")  # fmt: skip


def main() -> None:
    parser = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("--half", choices=["seen", "unseen"], help="only this half")
    parser.add_argument(
        "--wrong", action="store_true", help="tell each line that went wrong, of the seen half"
    )
    parser.add_argument("--fast", action="store_true", help="labels only")
    parser.add_argument("--labelled", type=Path, default=LABELLED, help="raw reviews with gold spans")
    given = parser.parse_args()
    pages = reviews()
    for half in [given.half] if given.half else ["seen", "unseen"]:
        report = measured(page for page in pages if page.is_seen == (half == "seen"))
        tell(report, half)
        if given.wrong and half == "seen":
            print("\n".join(report.wrong))
    if given.fast:
        return
    for semantic in (True, False):
        kind = "semantic" if semantic else "flat"
        for name, (prose, leaks) in compared(pages, semantic=semantic).items():
            kept = f"prose kept {prose.value:.3f}, other words among the kept {leaks.value:.4f}"
            print(f"{kind:8} HTML, {name:11}: {kept}, F1 {together(prose, leaks):.4f}")
    megabytes, sentences = speed(pages)
    print(f"read and clean {megabytes:.0f} MB a minute; to segments {sentences:.0f} sentences a second")
    if given.labelled.exists():
        found, bad = damaged_quotes(given.labelled)
        lost, rate = kept_gold(given.labelled)
        print(
            f"raw reviews: {len(bad)} of {found} candidates hold damage; {lost} of {rate.of:.0f} chosen lines lost"
        )


if __name__ == "__main__":
    main()
