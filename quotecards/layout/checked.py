"""Stage 8, its check of a layout: every size is reckoned before a card is made, so that a mistake has its place."""

from __future__ import annotations

from dataclasses import replace
from functools import cache
from itertools import product
from typing import TYPE_CHECKING, Any

from quotecards.datafiles import load, packaged
from quotecards.errors import DataError, QuotecardsError
from quotecards.fonts import families
from quotecards.layout.layouts import ROOMY, TABLES
from quotecards.layout.plan import Plan, plan
from quotecards.sizes import sizes

if TYPE_CHECKING:
    from collections.abc import Iterator

    from quotecards.layout.layouts import Layout
    from quotecards.layout.palettes import Palette
    from quotecards.models import Box, Still
    from quotecards.sizes import Size

LETTERS = 4  # em: a box narrower than that holds no words
ROWS = 1.0  # em: a box lower than that holds no line
OFF = 1.0  # px by which a box may leave the card, for rounding


def checked(layout: Layout, palette: Palette, still: Still | None = None) -> None:
    """A layout can be reckoned in every size, and its boxes have room.

    Raises:
        DataError: it cannot; `where` holds file and line, the message the field.

    """
    for one, size in product((layout, replace(layout, roomy=True)), sizes().values()):
        made = _planned(one, size, palette, still)
        if not made.credit.sizes:
            raise _wrong(made, "credit.sizes", "at least one is needed, in px: [34, 30].")
        _room(made, "quote", made.quote.box, max(made.quote.least, size.least_quote))
        _room(made, "credit", made.credit.box, min(made.credit.sizes))
        if made.quote.largest < made.quote.least:
            raise _wrong(made, "quote.largest", f"{made.quote.largest} px is less than least.")
        for place in ("quote", "credit", "title", "head"):
            if (part := getattr(made, place)) is not None and part.style.family not in families():
                known = ", ".join(families())
                raise _wrong(
                    made, f"{place}.family", f"there is no family {part.style.family!r}. Known: {known}."
                )


def _room(made: Plan, place: str, box: Box, least: float) -> None:
    size = made.size
    if box.width < LETTERS * least or box.height < ROWS * least:
        what = f"{box.width:.0f} by {box.height:.0f} px has no room for words of {least:g} px"
        raise _wrong(made, f"{place}.box", f"{what} ({size.name}).")
    if box.left < -OFF or box.top < -OFF or box.right > size.width + OFF or box.bottom > size.height + OFF:
        raise _wrong(made, f"{place}.box", f"it leaves the card ({size.name}).")


def _wrong(made: Plan, place: str, what: str) -> DataError:
    """A complaint about a field: in the size's own table, or the roomier one, where it stands there."""
    table, _, field = place.partition(".")
    own = (made.size.name, made.size.like)
    roomy = (*(f"{one}.{ROOMY}" for one in own), ROOMY) if made.layout.roomy else ()
    for within in (*roomy, *own):
        tables = made.layout.tables
        for part in within.split("."):
            tables = tables.get(part, {})
        if field in tables.get(table, {}):
            return made.layout.wrong(f"{within}.{place}", what)
    return made.layout.wrong(place, what)


def _planned(layout: Layout, size: Size, palette: Palette, still: Still | None) -> Plan:
    try:
        return plan(layout, size, palette, still)
    except (QuotecardsError, ArithmeticError, AttributeError, LookupError, TypeError, ValueError) as error:
        what = error.what if isinstance(error, QuotecardsError) else f"this cannot be read ({error})."
        place = _guilty(layout, size, palette, error)
        if place is None or place in what:
            raise
        raise layout.wrong(place, what.removeprefix(f"{place.rpartition('.')[0]}: ")) from error


def _guilty(layout: Layout, size: Size, palette: Palette, error: Exception) -> str | None:
    """The field with which, were it as another layout has it, all would be well; else would be otherwise."""
    second = None
    for place, mended in _mended(layout.tables):
        try:
            plan.__wrapped__(replace(layout, tables=mended), size, palette)
        except Exception as other:  # noqa: BLE001 - any failure but the same one tells
            if second is None and (type(other), str(other)) != (type(error), str(error)):
                second = place
            continue
        return place
    return second


def _mended(tables: dict[str, Any]) -> Iterator[tuple[str, dict[str, Any]]]:
    """The tables with one field as another layout has it, for each field and layout; with its dotted place."""
    for name, value in tables.items():
        if isinstance(value, dict):
            for place, mended in _mended_table(name, value):
                yield f"{name}.{place}", {**tables, name: mended}
        else:
            for at, one in enumerate(value):
                for place, mended in _mended_table(name, one):
                    yield f"{name}.{at}.{place}", {**tables, name: [*value[:at], mended, *value[at + 1 :]]}


def _mended_table(name: str, table: dict[str, Any]) -> Iterator[tuple[str, dict[str, Any]]]:
    for field, value in table.items():
        if field in TABLES and isinstance(value, dict):  # of a size
            for inner, mended in _mended_table(field, value):
                yield f"{field}.{inner}", {**table, field: mended}
            continue
        for known in [90.0, "ink"] if name == "let" else _usual().get((name, field), []):
            yield field, {**table, field: known}
        yield field, {key: one for key, one in table.items() if key != field}


@cache
def _usual() -> dict[tuple[str, str], list[Any]]:
    """What the package's layouts say in each field of each table."""
    found: dict[tuple[str, str], list[Any]] = {}
    for path in sorted(packaged("layouts").glob("*.toml")):
        for name, told in load(path).items():
            for table in told if isinstance(told, list) else (told,):
                for field, value in table.items() if isinstance(table, dict) else ():
                    listed = found.setdefault((name, field), [])
                    if value not in listed:
                        listed.append(value)
    return found
