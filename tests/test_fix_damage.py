"""`fix` after random damage to the cards here: it never raises, changes nothing else, and is done after one run."""

from __future__ import annotations

import shutil
import unicodedata
from pathlib import Path
from typing import Any

import pytest
import yaml
from hypothesis import given, settings, strategies as st
from support import REPOSITORY, examples

from ankibuilder.fix import fix
from ankibuilder.suggest import misspelt

MODULES = ["cards/010-start-here.yaml", "cards/references.yaml", "decks/closeness.yaml", "ankibuilder.yaml"]
PIECES = [" ", "  ", "\t", "\n", "\r\n", "\r", "e\u0301", "\u0308", "#", " # x", "'", '"', "|", ": ", "- ", "[", "{"]
PIECES += ["]", "|+\n", "tags: [b, a]", "\ufeff", "\u200b", "\x00", "&a ", "*a", "\\", "\u2028", "\U0001f600", "anwser"]
READER = getattr(yaml, "CBaseLoader", yaml.BaseLoader)  # libyaml, where it is there, as for us


@st.composite
def damaged(draw: st.DrawFn, text: str) -> bytes:
    """A stretch of a file, with some letters lost, doubled or changed over, and something typed in between."""
    if draw(st.booleans()):
        text = text[: draw(st.integers(0, len(text)))]
    for _ in range(draw(st.integers(0, 4))):
        at = draw(st.integers(0, len(text)))
        gone = draw(st.integers(0, 2))
        kept = draw(st.sampled_from(["", text[at : at + gone][::-1], text[at : at + 1] * 2, *PIECES]))
        text = text[:at] + kept + text[at + gone :]
    for find, instead in draw(
        st.sets(st.sampled_from([("\n", "\r\n"), ("\n", " \n"), ("é", "e\u0301"), ("er:", "re:")]))
    ):
        text = text.replace(find, instead, draw(st.integers(1, 300)))
    raw = text.encode("utf-8", "surrogatepass")
    return draw(st.sampled_from([raw, raw, raw, b"\xef\xbb\xbf" + raw, raw + b"\xff"]))


def values(text: str) -> Any:
    """What a YAML reader that is not ours makes of a text, with tags in order and letters in NFC."""
    node = yaml.load(unicodedata.normalize("NFC", text), READER)
    for card in (node.get("cards") or []) if isinstance(node, dict) else []:
        if isinstance(card, dict) and isinstance(card.get("tags"), list):
            card["tags"].sort(key=repr)
    return node


def renamed(before: Any, after: Any) -> list[tuple[str, str]]:
    """The names that differ; nothing else does."""
    if isinstance(before, dict):
        pairs = list(zip(before.items(), after.items(), strict=True))
        inner = [name for (_, old), (_, new) in pairs for name in renamed(old, new)]
        return [(old, new) for (old, _), (new, _) in pairs if old != new] + inner
    if isinstance(before, list):
        return [name for old, new in zip(before, after, strict=True) for name in renamed(old, new)]
    assert before == after
    return []


@pytest.fixture(scope="module")
def root(tmp_path_factory: pytest.TempPathFactory) -> Path:
    root = tmp_path_factory.mktemp("project")
    for path in [*MODULES, "cards/objectives.yaml"]:
        (root / path).parent.mkdir(exist_ok=True)
        shutil.copyfile(REPOSITORY / path, root / path)
    return root


def mended_once(root: Path, path: str, data: st.DataObject) -> None:
    """Damage a file, mend it, and look at all that was changed."""
    whole = (REPOSITORY / path).read_text(encoding="utf-8")
    try:
        (root / path).write_bytes(data.draw(damaged(whole)))
        mended = fix(root, lambda name: name == path).drafts
        for draft in mended:
            before, after = (values(raw.decode("utf-8-sig")) for raw in (draft.before, draft.raw))
            names = renamed(before, after)
            assert len(names) == draft.edits.get("name", 0)
            assert all(misspelt(old, [new]) == new for old, new in names)
            assert draft.raw.startswith(b"\xef\xbb\xbf") == draft.before.startswith(b"\xef\xbb\xbf")
            (root / path).write_bytes(draft.raw)
        assert fix(root, lambda name: name == path).drafts == ()
    finally:
        (root / path).write_text(whole, encoding="utf-8")


@pytest.mark.parametrize("path", MODULES)
@settings(max_examples=12, deadline=None)
@given(data=st.data())
def test_whatever_the_damage(root: Path, path: str, data: st.DataObject) -> None:
    mended_once(root, path, data)


@pytest.mark.long
@pytest.mark.parametrize("path", MODULES)
@settings(max_examples=examples(60, 300), deadline=None)
@given(data=st.data())
def test_whatever_the_damage_many_times(root: Path, path: str, data: st.DataObject) -> None:
    mended_once(root, path, data)
