"""All changes of one thing in a module's text: comparisons, conditions, numbers, words, calls left out, results.

Left alone are docstrings, annotations, `__all__`, and what messages say (texts with a space in them). Does not know
any test.
"""

from __future__ import annotations

import ast
import copy
from collections.abc import Iterator
from typing import NamedTuple

_COMPARED: dict[type, type] = {
    ast.Lt: ast.LtE, ast.LtE: ast.Lt, ast.Gt: ast.GtE, ast.GtE: ast.Gt, ast.Eq: ast.NotEq, ast.NotEq: ast.Eq,
    ast.Is: ast.IsNot, ast.IsNot: ast.Is, ast.In: ast.NotIn, ast.NotIn: ast.In,
}  # fmt: skip
_COUNTED: dict[type, type] = {ast.Add: ast.Sub, ast.Sub: ast.Add, ast.Mult: ast.Add, ast.BitOr: ast.BitAnd}


class Mutation(NamedTuple):
    """A change, the whole text with it, the lines it concerns, narrowest first, and the function it is in, if any."""

    what: str
    text: str
    lines: tuple[range, ...]
    function: str

    @property
    def line(self) -> int:
        """Where it is."""
        return self.lines[0].start


def mutated(source: str) -> Iterator[Mutation]:
    """Yield each change."""
    tree = ast.parse(source)
    plain = ast.unparse(tree)
    spared = {id(part) for node in ast.walk(tree) for left in _left_alone(node) for part in ast.walk(left)}
    places = dict(_places(tree, "", (), ()))
    for at, node in enumerate(ast.walk(tree)):
        for what in _changes(node) if id(node) not in spared else ():
            other = copy.deepcopy(tree)
            _change(next(one for number, one in enumerate(ast.walk(other)) if number == at), what)
            text = ast.unparse(other)
            if text != plain:
                function, lines = places[id(node)]
                yield Mutation(f"{what} in `{_shown(node)}`", text, lines, function)


def _places(
    node: ast.AST, function: str, classes: tuple[str, ...], around: tuple[range, ...]
) -> Iterator[tuple[int, tuple[str, tuple[range, ...]]]]:
    """Yield the outermost function of each node, and the lines of it and of the statement and function around it."""
    lines = (_lines(node), *around) if hasattr(node, "lineno") else around
    yield id(node), (function, lines)
    if isinstance(node, ast.ClassDef) and not function:
        classes = (*classes, node.name)
    for name, value in ast.iter_fields(node):
        inside = function
        if isinstance(node, ast.FunctionDef) and name == "body":  # defaults and decorators are outside
            inside = function or ".".join((*classes, node.name))
        for part in value if isinstance(value, list) else [value]:
            if isinstance(part, ast.AST):
                kept = lines if isinstance(node, ast.stmt) else around
                yield from _places(part, inside, classes, kept)


def _lines(node: ast.AST) -> range:
    return range(node.lineno, node.end_lineno + 1)  # type: ignore[attr-defined]


def _left_alone(node: ast.AST) -> list[ast.AST]:
    """Give what of a node is a message, an annotation that nothing reads, or a list of names for who imports all."""
    match node:
        case ast.Assign(targets=[ast.Name("__all__")]):
            return [node]
        case ast.JoinedStr() if " " in ast.unparse(node):
            return [node]
        case ast.AnnAssign(annotation=said) | ast.arg(annotation=ast.AST() as said):
            return [said]
        case ast.FunctionDef(returns=ast.AST() as said):
            return [said]
    return []


def _shown(node: ast.AST) -> str:
    return ast.unparse(node).splitlines()[0][:90]


def _changes(node: ast.AST) -> list[str]:
    match node:
        case ast.Compare(ops=[op, *_]) if type(op) in _COMPARED:
            return ["compare"]
        case ast.BoolOp():
            return ["and/or"]
        case ast.UnaryOp(op=ast.Not()):
            return ["without not"]
        case ast.If() | ast.While() | ast.IfExp():
            return ["never", "always"] if not isinstance(node, ast.While) else ["never"]
        case ast.BinOp(op=op) if type(op) in _COUNTED:
            return ["operator"]
        case ast.Constant(value=bool()):
            return ["other"]
        case ast.Constant(value=int()):
            return ["one more"]
        case ast.Constant(value=str() as text) if text and " " not in text:
            return ["other text"]
        case ast.Return(value=value) if value is not None and not (
            isinstance(value, ast.Constant) and value.value is None
        ):
            return ["return None"]
        case (
            ast.Expr(value=ast.Call() | ast.Yield() | ast.YieldFrom())
            | ast.Raise()
            | ast.AugAssign()
            | ast.Continue()
            | ast.Break()
        ):
            return ["left out"]
    return []


def _change(node: ast.AST, what: str) -> None:
    match what:
        case "compare":
            node.ops = [_COMPARED[type(node.ops[0])](), *node.ops[1:]]  # type: ignore[attr-defined]
        case "and/or":
            node.op = ast.Or() if isinstance(node.op, ast.And) else ast.And()  # type: ignore[attr-defined]
        case "without not":
            node.op = ast.UAdd()  # type: ignore[attr-defined]
            node.operand = ast.Call(ast.Name("bool"), [node.operand], [])  # type: ignore[attr-defined]
        case "never" | "always":
            node.test = ast.Constant(what == "always")  # type: ignore[attr-defined]
        case "operator":
            node.op = _COUNTED[type(node.op)]()  # type: ignore[attr-defined]
        case "other":
            node.value = not node.value  # type: ignore[attr-defined]
        case "one more":
            node.value += 1  # type: ignore[attr-defined]
        case "other text":
            node.value += "X"  # type: ignore[attr-defined]
        case "return None":
            node.value = ast.Constant(None)  # type: ignore[attr-defined]
        case "left out":
            for name in node._fields:
                delattr(node, name)
            node.__class__ = ast.Pass  # type: ignore[assignment]
