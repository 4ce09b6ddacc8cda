"""Throws damaged files at the parser, the renderer, whole checks and the package reader, from a kept corpus.

    python fuzz/run.py [parser|renderer|project|package|all] --minutes 5
    python fuzz/run.py parser --count 1000000 --seed 7
    python fuzz/run.py parser --replay fuzz/found/parser-7-123

Each input follows from seed and number alone. What raises, dies by a signal, hangs or touches the world outside goes
into fuzz/found/ with the line that repeats it; then the exit status is 1. Once mended it belongs into fuzz/corpus/.
Does not know what it throws (mutate_*.py), nor what must hold (targets.py).
"""

from __future__ import annotations

import argparse
import json
import mmap
import os
import random
import resource
import signal
import struct
import sys
import time
import traceback
from dataclasses import asdict, dataclass, field
from pathlib import Path

from targets import TARGETS, Target

FOUND = Path(__file__).parent / "found"
_MOST_MEMORY, _MOST_FAULTS = 2_000_000_000, 20
_NUMBER = struct.Struct("<q")


@dataclass(slots=True)
class Told:
    """What a run saw: inputs by what became of them, and the slowest with its number, in milliseconds of CPU."""

    inputs: int = 0
    became: dict[str, int] = field(default_factory=dict)
    slowest: float = 0.0
    slowest_number: int = -1
    over_limit: int = 0
    faults: list[str] = field(default_factory=list)


def main() -> int:
    """Run the targets that were named, one after another, and tell of each on a line of JSON."""
    given = _arguments()
    names = list(TARGETS) if given.target == "all" else [given.target]
    if given.replay:
        print(TARGETS[names[0]].judge(given.replay.read_bytes()))
        return 0
    faults = 0
    for name in names:
        told, seconds = _run(TARGETS[name], given, time.monotonic() + given.minutes * 60 / len(names))
        faults += len(told.faults)
        print(json.dumps({"target": name, "seed": given.seed, "seconds": round(seconds, 1)} | asdict(told)), flush=True)
    return 1 if faults else 0


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("target", nargs="?", default="all", choices=[*TARGETS, "all"])
    parser.add_argument("--minutes", type=float, default=1.0)
    parser.add_argument("--count", type=int, help="this many inputs, however long it takes")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--start", type=int, default=0, help="the number of the first input")
    parser.add_argument("--replay", type=Path, help="judge this file, and nothing else")
    return parser.parse_args()


def _run(target: Target, given: argparse.Namespace, until: float) -> tuple[Told, float]:
    """Let a child do the work, as a signal would end it; go on behind the input that ended one."""
    began, number, total = time.monotonic(), given.start, Told()
    last = given.start + given.count if given.count else sys.maxsize
    while number < last and (given.count or time.monotonic() < until) and len(total.faults) < _MOST_FAULTS:
        at = mmap.mmap(-1, _NUMBER.size)
        out, into = os.pipe()
        if (child := os.fork()) == 0:
            os.close(out)
            _work(target, given.seed, range(number, last), sys.maxsize if given.count else until, at, into)
        os.close(into)
        with os.fdopen(out, "rb") as pipe:
            said = pipe.read()
        _, status = os.waitpid(child, 0)
        (reached,) = _NUMBER.unpack(at[:])
        if os.WIFSIGNALED(status) or not said:
            total.inputs += reached - number + 1
            total.faults.append(_keep(target, given.seed, reached, f"ended with status {status}"))
            number = reached + 1
            continue
        _add(total, json.loads(said))
        break
    return total, time.monotonic() - began


def _add(total: Told, said: dict[str, object]) -> None:
    one = Told(**said)  # type: ignore[arg-type]
    total.inputs += one.inputs
    for what, many in one.became.items():
        total.became[what] = total.became.get(what, 0) + many
    total.over_limit += one.over_limit
    total.faults += one.faults
    if one.slowest > total.slowest:
        total.slowest, total.slowest_number = one.slowest, one.slowest_number


def _work(target: Target, seed: int, numbers: range, until: float, at: mmap.mmap, into: int) -> None:
    """Judge inputs, and end this process; a hang ends it by SIGALRM, whatever Python is doing."""
    resource.setrlimit(resource.RLIMIT_AS, (_MOST_MEMORY, _MOST_MEMORY))
    signal.signal(signal.SIGALRM, signal.SIG_DFL)
    told = Told()
    target.warm_up()
    for number in numbers:
        if (number & 63) == 0 and time.monotonic() > until:
            break
        at[:] = _NUMBER.pack(number)
        raw = made(target, seed, number)
        signal.alarm(30)
        began = time.process_time()
        try:
            what = target.judge(raw)
            told.became[what] = told.became.get(what, 0) + 1
        except BaseException:
            told.faults.append(_keep(target, seed, number, traceback.format_exc(), raw))
        _timed(told, target, number, (time.process_time() - began) * 1000)
        if len(told.faults) >= _MOST_FAULTS:
            break
    signal.alarm(0)
    with os.fdopen(into, "wb") as pipe:
        pipe.write(json.dumps(asdict(told)).encode())
    os._exit(0)


def _timed(told: Told, target: Target, number: int, took: float) -> None:
    told.inputs += 1
    told.over_limit += took > target.most_milliseconds
    if took > told.slowest:
        told.slowest, told.slowest_number = round(took, 2), number


def made(target: Target, seed: int, number: int) -> bytes:
    """Make an input anew from its numbers."""
    return target.make(random.Random((seed << 40) + number))


def _keep(target: Target, seed: int, number: int, why: str, raw: bytes | None = None) -> str:
    FOUND.mkdir(exist_ok=True)
    path = FOUND / f"{target.name}-{seed}-{number}"
    path.write_bytes(made(target, seed, number) if raw is None else raw)
    again = f"python fuzz/run.py {target.name} --seed {seed} --start {number} --count 1"
    path.with_suffix(".txt").write_text(f"{again}\npython fuzz/run.py {target.name} --replay {path}\n\n{why}\n")
    return f"{path.name}: {why.strip().splitlines()[-1]}"


if __name__ == "__main__":
    sys.exit(main())
