"""A project that has payloads in every place of kinds as old decks have them, and of clozes, own and adopted."""

from __future__ import annotations

from collections.abc import Collection

from payloads import Slot, Written, quoted

_OLD = (
    "name: {name}\nfields:\n  - {{id: word, name: Word}}\n  - {{id: sign, name: Sign}}\nsort: word\ntemplates:\n"
    "  - {{id: one, name: One, front: front.html, back: back.html}}\n"
    "  - {{id: two, name: Two, front: other.html, back: plain.html}}\n"
    "note_type: {{id: {id}, name: {pinned}}}\ncommon: false\n"
)
_SIDES = {
    "front": "{{Word}}{{Sign}}", "other": "{{Sign}}<br>{{hint:Word}}", "plain": "{{Word}}{{tts en_US:Sign}}",
    "back": (
        "{{FrontSide}}<hr id=answer><b title=x>{{Sign}}</b>{{hint:Word}}{{furigana:Word}}{{kana:Word}}{{kanji:Sign}}"
        "{{type:Word}}{{Tags}} {{Deck}} {{Subdeck}} {{Type}} {{Card}}"
    ),
}  # fmt: skip
_GAP = (
    "name: {name}\nfields:\n  - {{id: text, name: Text{required}}}\n  - {{id: more, name: More}}\nsort: text\n"
    "templates:\n  - {{id: one, name: One, front: front.html, back: back.html}}\ncloze: true\n"
)
_FORMS = (
    "@", "<html>@</html>", '<html><b title="@">x</b></html>', "<html><b title='@'>x</b></html>", "<b title=@>x</b>",
    '<html><img src="@"></html>', '<html><b style="@">x</b></html>', '<html><b class="@">x</b></html>',
)  # fmt: skip
_GAPS = (
    "{{c1::q}} @", "{{c1::@}}", "{{c1::q::@}}", "@{{c2::@{{c1::q}}", '<b title="{{c1::@}}">x</b>',
    '{{c1::q}}<b title="\\(<@">x</b>\\) <i title=">@">x</i>', '{{c1::<b title="::@">x</b>}}<i title=">@">x</i>',
    "{{c1::image-occlusion:rect:left=@}}", '{{c1::q}}<b title="[sound:a.mp3]>@">x</b>',
)  # fmt: skip
FILES = ("front", "back", "style")


def old_project_of(texts: list[str], refused: Collection[Slot]) -> Written:
    """Write every text into every place that is not refused for it; the rest is harmless."""
    files: dict[str, str | None] = {
        "ankibuilder.yaml": "namespace: example\nname: Example\n",
        "kinds/old/kind.yaml": _OLD.format(name="Old", pinned="Old", id=1),
        **{f"kinds/old/{side}.html": text for side, text in _SIDES.items()},
        "kinds/old-gap/kind.yaml": _GAP.format(name="Old gap", required="")
        + "note_type: {id: 2, name: Old gap}\ncommon: false\n",
        "kinds/old-gap/front.html": "{{cloze:Text}}",
        "kinds/old-gap/back.html": "{{cloze:Text}}<br>{{More}} {{hint:cloze:Text}}",
        "kinds/gap/kind.yaml": _GAP.format(name="Gap", required=", required: true"),
        "kinds/gap/front.html": "{{#Text}}{{cloze:Text}}{{/Text}}",
        "kinds/gap/back.html": "{{cloze:Text}}<br>{{More}}[[tail]]",
        "cards/media/a.png": "",
    }
    slots: dict[tuple[str, int], Slot] = {}
    deck = ["name: All\ntitle: All\ndescription: All of it.\ninclude:\n"]
    for at in range(len(texts)):
        lines = [f"module: m{at}\n", f"title: M{at}\n", "cards:\n"]
        for place, head, field, form, rest in _places():
            lines.append(f"  - id: {place.replace(' ', '-')}-{at}\n    kind: {head}\n{rest}")
            slot = Slot(place, at)
            text = _harmless(form) if slot in refused else form.replace("@", texts[at])
            slots[f"cards/m{at}.yaml", sum(line.count("\n") for line in lines) + 1] = slot
            lines.append(f"    {field}: {quoted(text)}\n")
        for number, place in enumerate((*FILES, "name")):
            lines.append(f"  - {{id: {place}-{at}, kind: {place}{at}, word: W, sign: S}}\n")
            files |= _kind(place, at, 10 + 4 * at + number, texts[at], refused, slots)
        files[f"cards/m{at}.yaml"] = "".join(lines)
        deck.append(f"  - {{module: m{at}}}\n")
    files["decks/all.yaml"] = "".join(deck)
    return Written(files, slots)


def _places() -> list[tuple[str, str, str, str, str]]:
    """Name each place, its kind, field and form, and what else its card says."""
    found = [
        (f"old {field} {at}", "old", field, form, f"    {other}: W\n")
        for field, other in (("word", "sign"), ("sign", "word"))
        for at, form in enumerate(_FORMS)
    ]
    for kind in ("old-gap", "gap"):
        found.append((f"{kind} more", kind, "more", "@", '    text: "{{c1::q}}"\n'))
        for at, form in enumerate(_GAPS):
            found.append((f"{kind} {at}", kind, "text", form, ""))
            if kind == "old-gap":
                found.append((f"{kind} {at} html", kind, "text", f"<html>{form}</html>", ""))
    return found


def _harmless(form: str) -> str:
    return "{{c1::q}}" if "{{c" in form else "W"


def _kind(
    place: str, at: int, number: int, text: str, refused: Collection[Slot], slots: dict[tuple[str, int], Slot]
) -> dict[str, str | None]:
    """Write an adopted kind that has the text in one of its files, or as its names."""
    folder, slot = f"kinds/{place}{at}", Slot(place, at)
    written = "" if slot in refused else text
    pinned = quoted(f"{text} {number}") if place == "name" and slot not in refused else f"{place}{at}"
    sides = {
        side: held.replace("{{Type}}", f"{{{{Type}}}}{written if place == side else ''}")
        for side, held in _SIDES.items()
    }
    sides["front"] += written if place == "front" else ""
    made = {f"{folder}/{side}.html": held for side, held in sides.items()}
    made |= {f"{folder}/kind.yaml": _OLD.format(name=f"{place}{at}", pinned=pinned, id=number)}
    made |= {f"{folder}/style.css": written if place == "style" else ".x {}"}
    slots |= {(path, 0): slot for path in made}
    return dict(made)
