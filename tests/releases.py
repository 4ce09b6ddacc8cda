"""Releases of random projects by the real pipeline, and a learner's life beside them."""

from __future__ import annotations

import json
import shutil
from collections import Counter
from collections.abc import Callable
from pathlib import Path
from random import Random
from typing import Any

from worlds import World, edit, new_world

from ankibuilder.check import check
from ankibuilder.engine.account import Rehearsal
from ankibuilder.engine.rehearsal import rehearse
from ankibuilder.package import package
from ankibuilder.package.content import Content, content, stamp
from ankibuilder.package.released import released
from ankibuilder.package.update import update_files
from ankibuilder.reading import read_file, what_they_have

Break = Callable[[Content], Content]


def files(world: World) -> dict[str, str | bytes]:
    """JSON is YAML."""
    prefix = {module["module"]: f"{world.numbers[module['module']]:03}" for module in world.modules}
    sources: dict[str, Any] = {
        "ankibuilder.yaml": {"namespace": "world", "name": "World", "footer": {"all": world.footer}},
        "decks/world.yaml": {
            "name": "World", "title": "World", "description": world.description,
            "include": [{"module": name, "subdeck": f"{at} {name}"} for name, at in prefix.items()],
        },
        "kinds/pair/kind.yaml": {
            "name": "Pair", "sort": "word",
            "fields": [
                {"id": "word", "name": "Word", "required": True},
                {"id": "meaning", "name": world.label, "required": True},
                {"id": "sign", "name": "Sign"},
            ],
            "templates": [
                {"id": "to-meaning", "name": "To the meaning", "front": "word.html", "back": "back.html"},
                {"id": "to-sign", "name": "To the sign", "front": "sign.html", "back": "back.html"},
            ],
        },
        **{f"cards/{prefix[module['module']]}-{module['module']}.yaml": module for module in world.modules},
    }  # fmt: skip
    return {
        **{name: json.dumps(source, ensure_ascii=False) for name, source in sources.items()},
        "kinds/pair/word.html": "{{#Word}}{{Word}}{{/Word}}",
        "kinds/pair/sign.html": "{{#Word}}{{#Sign}}{{Word}} as a sign?{{/Sign}}{{/Word}}",
        "kinds/pair/back.html": f"{{{{FrontSide}}}}<hr id=answer>{{{{{world.label}}}}} {{{{Sign}}}} {{{{Image}}}}",
        "kinds/pair/style.css": f".pair {{ margin: {world.style}px; }}\n",
        **{f"cards/media/{name}": raw for name, raw in world.media.items()},
    }


def release(world: World, folder: Path, breaking: Break = lambda made: made) -> Path:
    """Release the project as it stands, as `release` does: the lock first, then the package by the new lock."""
    root = folder / "project"
    shutil.rmtree(root, ignore_errors=True)
    for name, raw in files(world).items():
        (root / name).parent.mkdir(parents=True, exist_ok=True)
        (root / name).write_bytes(raw.encode() if isinstance(raw, str) else raw)
    world.time += world.chance.randint(1, 40) * 86_400
    world.releases += 1
    checked = check(root)
    assert not checked.errors, checked.diagnostics
    stamped = stamp(checked.project, checked.notes, world.lock, world.time)
    world.lock = released(stamped, f"0.{world.releases}.0", world.time, "1.0")
    again = stamp(checked.project, checked.notes, world.lock, world.time)
    path = folder / f"world-0.{world.releases}.0.apkg"
    path.write_bytes(package(breaking(content(checked.project.decks[0], again))))
    return path


def text_update(world: World, folder: Path, since: str) -> list[Path]:
    """Write what changed since a release as `build --format text` does, right after a newer one."""
    checked = check(folder / "project")
    stamped = stamp(checked.project, checked.notes, world.lock, world.time)
    paths = []
    had = what_they_have(read_file(folder / f"world-{since}.apkg"))
    for name, raw in update_files(checked.project.decks[0], stamped, since, had).items():
        paths.append(folder / f"{world.releases}-{name}")
        paths[-1].write_bytes(raw)
    return paths


def life(seed: int, folder: Path, releases: int = 9) -> tuple[Rehearsal, Counter[str]]:
    """A project's life beside a learner's, who now and then skips a release, or imports an old one again.

    Every second learner imports the changed texts first, as those do who wrote own examples.
    """
    world, chance = new_world(seed), Random(seed)
    had = [(release(world, folder), list[Path]())]
    for at in range(1, releases):
        since = had[-1][0].stem.removeprefix("world-")
        edit(world)
        path = release(world, folder)
        if at == releases - 1 or chance.random() < 0.9:
            had.append((path, text_update(world, folder, since) if seed // 2 % 2 else []))
    *old, new = had
    old.insert(chance.randint(1, len(old)), (chance.choice(old[:2])[0], []))
    texts = {at: files for at, (_, files) in enumerate([*old, new])}
    return rehearse(
        [path for path, _ in old], new[0], fsrs=bool(seed % 2), seed=seed, weeks=8, texts=texts
    ), world.edits
