"""Changes one thing at a time in some modules, and tells which changes no test notices.

    python benchmarks/mutants.py ankibuilder/lock -- tests/test_lock.py tests/test_identity.py

Each mutant is the whole program with one change, in a folder of its own; the tests run on it until one fails.
Left alone are docstrings, annotations, `__all__`, and what messages say (texts with a space in them). Does not judge:
survivors are to be explained.
"""

from __future__ import annotations

import argparse
import ast
import copy
import os
import random
import shutil
import sys
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path

_QUIET = "ignore::pytest.PytestAssertRewriteWarning"  # hypothesis is there before pytest, once for all mutants
ROOT = Path(__file__).parent.parent
_COMPARED: dict[type, type] = {
    ast.Lt: ast.LtE, ast.LtE: ast.Lt, ast.Gt: ast.GtE, ast.GtE: ast.Gt, ast.Eq: ast.NotEq, ast.NotEq: ast.Eq,
    ast.Is: ast.IsNot, ast.IsNot: ast.Is, ast.In: ast.NotIn, ast.NotIn: ast.In,
}  # fmt: skip
_COUNTED: dict[type, type] = {ast.Add: ast.Sub, ast.Sub: ast.Add, ast.Mult: ast.Add, ast.BitOr: ast.BitAnd}


def main() -> None:
    """Try all mutants, or so many of them, and tell of those that survive."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--most", type=int, default=1_000_000, help="so many mutants, drawn by lot")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("what", nargs="+", help="modules or folders, then `--` and the tests")
    given = parser.parse_args(sys.argv[1 : sys.argv.index("--")])
    tests = sys.argv[sys.argv.index("--") + 1 :]
    files = [
        file
        for name in given.what
        for file in ([Path(name)] if name.endswith(".py") else sorted(Path(name).rglob("*.py")))
    ]
    mutants = [(file, *mutant) for file in files for mutant in mutated(file.read_text(encoding="utf-8"))]
    random.Random(given.seed).shuffle(mutants)
    _try(mutants[: given.most], len(mutants), tests)


def _try(mutants: list[tuple[Path, int, str, str]], of: int, tests: list[str]) -> None:
    import hypothesis  # noqa: F401 - what every mutant needs is imported once
    import pytest  # noqa: F401

    began, survived = time.monotonic(), []
    whole = mutants[0][0]
    if not _passes(whole, whole.read_text(encoding="utf-8"), tests):
        sys.exit("the tests fail without any change, so that they would kill every mutant")
    for file, line, what, text in mutants:
        if _passes(file, text, tests):
            survived.append(f"{file}:{line}: {what}")
            print(survived[-1], flush=True)
    killed = len(mutants) - len(survived)
    share, took = killed / len(mutants), time.monotonic() - began
    print(f"{killed} of {len(mutants)} killed ({share:.1%}; {of} there are), {took:.0f} s")


def _passes(file: Path, text: str, tests: list[str]) -> bool:
    """Run the tests in a child on a copy of the program; a mutant that never ends is killed."""
    with tempfile.TemporaryDirectory() as folder:
        shutil.copytree(
            ROOT / "ankibuilder", Path(folder) / "ankibuilder", ignore=shutil.ignore_patterns("__pycache__")
        )
        (Path(folder) / file).write_text(text, encoding="utf-8")
        if (child := os.fork()) == 0:
            _run(folder, tests)
        deadline = time.monotonic() + 120
        while time.monotonic() < deadline:
            done, status = os.waitpid(child, os.WNOHANG)
            if done:
                return os.waitstatus_to_exitcode(status) == 0
            time.sleep(0.02)
        os.kill(child, 9)
        os.waitpid(child, 0)
        return False


def _run(folder: str, tests: list[str]) -> None:
    import pytest

    silent = os.open(os.devnull, os.O_WRONLY)
    os.dup2(silent, 1)
    os.dup2(silent, 2)
    os.environ["PYTHONPATH"] = folder
    os.environ["PYTHONDONTWRITEBYTECODE"] = "1"
    sys.path.insert(0, folder)
    sys.dont_write_bytecode = True
    status = pytest.main(["-x", "-q", "-n", "0", "-p", "no:cacheprovider", "-W", _QUIET, *tests])
    os._exit(int(status))


def mutated(source: str) -> Iterator[tuple[int, str, str]]:
    """Yield each change: its line, what it is, and the whole text with it."""
    tree = ast.parse(source)
    spared = {id(part) for node in ast.walk(tree) if _is_said(node) for part in ast.walk(node)}
    for at, node in enumerate(ast.walk(tree)):
        for what in _changes(node) if id(node) not in spared else ():
            other = copy.deepcopy(tree)
            target = next(one for number, one in enumerate(ast.walk(other)) if number == at)
            _change(target, what)
            text = ast.unparse(other)
            if text != ast.unparse(tree):
                yield getattr(node, "lineno", 0), f"{what} in `{_shown(node)}`", text


def _is_said(node: ast.AST) -> bool:
    """Tell whether a node is a message, or a list of names for who imports all."""
    named = isinstance(node, ast.Assign) and ast.unparse(node.targets[0]) == "__all__"
    return named or (isinstance(node, ast.JoinedStr) and " " in ast.unparse(node))


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
        case ast.BinOp(op=op) if type(op) in _COUNTED and not _annotation(node):
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


def _annotation(node: ast.BinOp) -> bool:
    return isinstance(node.op, ast.BitOr) and "None" in ast.unparse(node)


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


if __name__ == "__main__":
    main()
