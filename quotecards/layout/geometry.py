"""Stage 8, its sums: lengths and colours that a layout's data file writes as small expressions.

    "0.13 * W"        "min(W - pad, safe.right)"        "mix(ink, black, 0.10)"

Lengths are px. Names are looked up in what the layout sets (`let`), the size (`W`, `H`, `safe.left`, ...)
and the palette (`ink`, `accent`, `panel`, `stop1`, ...).
"""

from __future__ import annotations

import ast
import operator
from functools import lru_cache
from typing import TYPE_CHECKING, Any

from quotecards.colour import mix
from quotecards.errors import DataError

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

Value = float | str

_OPERATORS: dict[type[ast.operator], Callable[[Any, Any], Any]] = {
    ast.Add: operator.add,
    ast.Sub: operator.sub,
    ast.Mult: operator.mul,
    ast.Div: operator.truediv,
}
_FUNCTIONS: dict[str, Callable[..., Any]] = {"min": min, "max": max, "round": round, "mix": mix}


def number(expression: Any, names: Mapping[str, Value]) -> float:
    """A number, or an expression of one, becomes its value."""
    value = evaluate(expression, names)
    if isinstance(value, str):
        raise DataError(f"{expression!r} is a colour where a length belongs.")
    return float(value)


def colour(expression: Any, names: Mapping[str, Value]) -> str:
    """A colour "#RRGGBB", a name of one, or a mixture becomes "#RRGGBB"."""
    if isinstance(expression, str) and expression.startswith("#"):
        return expression
    value = evaluate(expression, names)
    if not isinstance(value, str):
        raise DataError(f"{expression!r} is a length where a colour belongs.")
    return value


def evaluate(expression: Any, names: Mapping[str, Value]) -> Value:
    """An expression becomes its value.

    Raises:
        DataError: it is not one, or uses a name that is not there.

    """
    if isinstance(expression, int | float) and not isinstance(expression, bool):
        return float(expression)
    if not isinstance(expression, str):
        raise DataError(f"{expression!r} is neither a number nor an expression.")
    try:
        value: Value = _value(_parsed(expression), names)
    except (KeyError, TypeError, ZeroDivisionError) as error:
        raise DataError(f"{expression!r} cannot be reckoned: {error}.") from error
    return value


@lru_cache(maxsize=2048)
def _parsed(expression: str) -> ast.expr:
    try:
        return ast.parse(expression, mode="eval").body
    except SyntaxError as error:
        raise DataError(f"{expression!r} is no expression.") from error


def _value(node: ast.expr, names: Mapping[str, Value]) -> Any:
    match node:
        case ast.Constant(value=int() | float() | str() as value):
            return value
        case ast.Name(id=name):
            return names[name]
        case ast.Attribute(value=ast.Name(id=owner), attr=name):
            return names[f"{owner}.{name}"]
        case ast.UnaryOp(op=ast.USub(), operand=operand):
            return -_value(operand, names)
        case ast.BinOp(left=left, op=op, right=right) if type(op) in _OPERATORS:
            return _OPERATORS[type(op)](_value(left, names), _value(right, names))
        case ast.Call(func=ast.Name(id=name), args=args, keywords=[]) if name in _FUNCTIONS:
            return _FUNCTIONS[name](*(_value(arg, names) for arg in args))
        case _:
            raise DataError(f"{ast.unparse(node)!r} is not something a layout can say.")
