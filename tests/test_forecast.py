"""`forecast`: the engine's own numbers, told truly; the learners' page and the picture are made from them."""

from __future__ import annotations

import json
import re
import sys
import xml.etree.ElementTree as ElementTree
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from support import EPOCH, REPOSITORY, SMALL, project, run

from ankibuilder.engine import collection, import_package
from ankibuilder.plot import Line, as_svg

PAGE = REPOSITORY / "docs/learners.md"
PICTURE = REPOSITORY / "docs/images/forecast.svg"
TABLE = re.compile(r"(?<=--update` -->\n\n).*?(?=\n<!-- end -->)", re.S)
DECKS = ("closeness-essentials", "closeness", "when-you-pull-away", "when-they-pull-away")
PRESET = SMALL["decks/example.yaml"] + "preset: {name: P, new_per_day: %d, reviews_per_day: 9}\n"


def forecast(root: Path, *options: str) -> list[dict[str, Any]]:
    done = run("forecast", "--format", "json", *options, cwd=root)
    assert done.returncode == 0, done.stderr
    decks: list[dict[str, Any]] = json.loads(done.stdout)["decks"]
    return decks


def many(count: int) -> str:
    cards = "".join(f"  - {{id: c{at}, kind: concept, question: Q{at}, answer: A}}\n" for at in range(count))
    return f"module: example\ntitle: E\ncards:\n{cards}"


def test_it_is_what_the_engine_says(tmp_path: Path) -> None:
    """Asked another way: of so many cards that are nowhere, in a request of our own."""
    from anki.scheduler_pb2 import SimulateFsrsReviewRequest

    root = project(tmp_path, cards__example=many(100))
    (told,) = forecast(root, "--new", "7", "--retention", "85")
    with collection() as opened:
        config = opened.decks.get_deck_configs_for_update(opened.decks.get_current_id()).defaults.config
        request = SimulateFsrsReviewRequest(
            params=config.fsrs_params_6, desired_retention=0.85, historical_retention=0.85, deck_size=100, new_limit=7,
            days_to_simulate=365, review_limit=9999, max_interval=36_500, search="deck:none",
            new_cards_ignore_review_limit=True, easy_days_percentages=[1] * 7,
            learning_step_count=len(config.learn_steps), relearning_step_count=len(config.relearn_steps),
        )  # fmt: skip
        done = opened._backend.simulate_fsrs_review(request)
    days = next(day for day in range(365) if sum(done.daily_new_count[: day + 1]) == 100) + 1
    minutes = [seconds / 60 for seconds in done.daily_time_cost]
    assert told["paces"] == [
        {
            "new_per_day": 7, "retention": 85, "cards": 100, "days": days,
            "reviews_a_day": round(sum(done.daily_review_count[:days]) / days, 1),
            "minutes_a_day": round(sum(minutes[:days]) / days, 1),
            "busiest_day": round(max(minutes), 1),
            "month_after": round(sum(minutes[days : days + 30]) / 30, 1),
        }
    ]  # fmt: skip
    assert days == 15


def test_the_usual_paces_and_the_presets_own() -> None:
    (told,) = forecast(REPOSITORY, "closeness-essentials")
    paces = [(pace["new_per_day"], pace["retention"]) for pace in told["paces"]]
    assert paces == [(3, 90), (5, 90), (10, 90), (20, 90), (5, 80), (5, 85), (5, 95)]
    slow, *_, fast = told["paces"][:4]
    assert slow["minutes_a_day"] < fast["minutes_a_day"]
    assert slow["days"] > fast["days"]
    assert told["paces"][4]["minutes_a_day"] < told["paces"][6]["minutes_a_day"]


def test_a_preset_that_passes_the_budget_is_told(tmp_path: Path) -> None:
    over = project(tmp_path / "o", cards__example=many(60), decks__example=PRESET % 20 + "budget: 2\n")
    done = run("forecast", cwd=over)
    assert done.returncode == 0
    assert re.search(
        r"warning: example: its preset, 20 new cards a day, takes \d+ minutes .* budget is 2\n", done.stderr
    )
    assert run("forecast", "--new", "1", "--strict", cwd=over).returncode == 1
    assert forecast(over)[0]["over_budget"] is True
    for name, manifest in {
        "u": PRESET % 20 + "budget: 90\n",
        "n": PRESET % 20,
        "z": PRESET % 0 + "budget: 1\n",
    }.items():
        within = run("forecast", "--strict", cwd=project(tmp_path / name, decks__example=manifest))
        assert (within.returncode, "warning" in within.stderr) == (0, False)


def test_only_cards_of_the_deck_that_are_studied_are_counted(tmp_path: Path) -> None:
    cards = SMALL["cards/example.yaml"].replace("    answer:", "    retired: {because: Wrong.}\n    answer:")
    manifest = SMALL["decks/example.yaml"].replace("name: Example", "name: Ex_m*le")
    root = project(tmp_path, cards__example=cards, decks__example=manifest)
    lock = run("release", "0.1.0", "--no-rehearse", cwd=project(tmp_path, decks__example=manifest))
    assert lock.returncode == 0, lock.stderr
    project(root, cards__example=cards, decks__example=manifest)
    (told,) = forecast(root, "--new", "3")
    assert told["paces"][0]["cards"] == 1
    with collection() as opened:
        assert run("build", cwd=root, SOURCE_DATE_EPOCH=str(EPOCH + 1)).returncode == 0
        import_package(opened, root / "dist/example.apkg")
        assert len(opened.find_cards("")) == 2


@pytest.mark.parametrize(
    ("options", "status", "words"),
    [
        (("nothing",), 2, "there is no deck `nothing`"),
        (("--retention", "99"), 2, "--retention"),
        (("--new", "0"), 2, "--new"),
    ],
)
def test_what_cannot_be_is_told(tmp_path: Path, options: tuple[str, ...], status: int, words: str) -> None:
    done = run("forecast", *options, cwd=project(tmp_path))
    assert (done.returncode, done.stdout, words in done.stderr) == (status, "", True)


def test_errors_and_a_missing_engine_are_told(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    broken = run("forecast", cwd=project(tmp_path, cards__example="module: ["))
    assert (broken.returncode, "nothing was forecast: 1 error" in broken.stderr) == (1, True)
    monkeypatch.setitem(sys.modules, "anki", None)
    missing = run("forecast", cwd=project(tmp_path))
    assert missing.returncode == 3
    assert "the Anki engine is not installed\n   hint: install it" in missing.stderr


def test_which_deck_is_drawn_need_not_be_said_where_there_is_one(tmp_path: Path) -> None:
    root = project(tmp_path)
    assert run("forecast", "--new", "5", "--svg", root / "x.svg", cwd=root).returncode == 0
    assert (root / "x.svg").exists()
    (root / "decks/other.yaml").write_text(SMALL["decks/example.yaml"].replace("name: Example", "name: Other"))
    two = run("forecast", "--new", "5", "--svg", root / "x.svg", cwd=root)
    assert (two.returncode, two.stdout) == (2, "")
    assert two.stderr == (
        "error: --svg draws one deck\n   hint: name it, as in `ankibuilder forecast example --svg forecast.svg`\n"
    )


def test_the_plot_is_drawn(tmp_path: Path) -> None:
    root = project(tmp_path, decks__example=PRESET % 5 + "budget: 3\n", cards__example=many(50))
    assert run("forecast", "example", "--svg", "x.svg", cwd=root).returncode == 0
    (drawn,) = [path for path in (root / "x.svg", REPOSITORY / "x.svg") if path.exists()]
    picture = ElementTree.parse(drawn).getroot()
    words = {"".join(text.itertext()) for text in picture.iter("{http://www.w3.org/2000/svg}text")}
    assert {"3 new a day", "5 new a day", "10 new a day", "20 new a day", "budget: 3 minutes", "days"} <= words
    assert len(list(picture.iter("{http://www.w3.org/2000/svg}polyline"))) == 4


@pytest.mark.parametrize("top", [0.04, 1, 7, 8.9, 30, 365, 4000])
def test_a_plot_of_any_size_stays_on_its_sheet(top: float) -> None:
    lines = [Line(f"<{at}>", [0.0, top / (at + 1), 0.0]) for at in range(4)]
    picture = ElementTree.fromstring(as_svg("A & B", "up", lines, top, "limit"))
    numbers = [float(number) for line in picture.iter("{http://www.w3.org/2000/svg}polyline")
               for number in re.split("[ ,]", line.get("points", ""))]  # fmt: skip
    assert 0 < min(numbers) <= max(numbers) < 720
    texts = [text for text in picture.iter("{http://www.w3.org/2000/svg}text") if text.get("class") == "small"]
    assert 5 <= len([text for text in texts if text.get("text-anchor") == "end"]) <= 13
    labels = [(text.get("x"), text.get("y")) for text in picture.iter("{http://www.w3.org/2000/svg}text")]
    assert len(set(labels)) == len(labels)


def numbers(table: str) -> Iterator[list[str]]:
    yield from (re.findall(r"[\w-]+", line) for line in table.splitlines()[2:])


def test_the_learners_page_tells_what_is_forecast(request: pytest.FixtureRequest) -> None:
    """To within a minute or a tenth, as another release of Anki may simulate a little differently."""
    made = run("forecast", *DECKS, *"--new 3 --new 5 --new 10 --format markdown".split()).stdout
    if request.config.getoption("--update"):
        PAGE.write_text(TABLE.sub(made, PAGE.read_text(encoding="utf-8")), encoding="utf-8")
        run("forecast", "closeness", "--svg", PICTURE)
    (shown,) = TABLE.findall(PAGE.read_text(encoding="utf-8"))
    for told, now in zip(numbers(shown), numbers(made), strict=True):
        assert told[:4] == now[:4]
        for one, other in zip(told[4:], now[4:], strict=True):
            assert abs(int(one) - int(other)) <= max(1, int(other) / 10)
    assert "20 new a day" in PICTURE.read_text(encoding="utf-8")
