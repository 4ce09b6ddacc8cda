"""The link by which a learner reports a mistake: it names the card, leads out, and is only there where it leads to."""

from __future__ import annotations

from pathlib import Path

import pytest
from support import SMALL, project, run

from ankibuilder.check import check
from ankibuilder.note_type import note_type

SETTINGS = SMALL["ankibuilder.yaml"]


def backs(folder: Path, report: str) -> list[str]:
    """The backs of a project's note types."""
    root = project(folder, ankibuilder=SETTINGS + (f"report: {report}\n" if report else ""))
    checked = check(root)
    assert checked.errors == 0, checked.diagnostics
    kinds = checked.project.kinds.values()
    return [back for kind in kinds for _, _, _, back in note_type(kind, checked.project).templates]


@pytest.mark.parametrize(
    ("report", "address"),
    [
        ("https://example.org/new?card={id}&from=a", "https://example.org/new?card={{Card ID}}&amp;from=a"),
        ("https://example.org/report", "https://example.org/report"),
        ("mailto:cards@example.org", "mailto:cards@example.org"),
        ("mailto:cards@example.org?subject=Card%20{id}", "mailto:cards@example.org?subject=Card%20{{Card ID}}"),
    ],
)
def test_each_back_leads_there_and_names_its_card(tmp_path: Path, report: str, address: str) -> None:
    made = backs(tmp_path, report)
    assert made
    for back in made:
        assert f'{{{{/Changed in}}}} · <a href="{address}">Report a mistake</a></div>' in back


def test_without_an_address_nothing_is_shown(tmp_path: Path) -> None:
    for back in backs(tmp_path, ""):
        assert "Report" not in back
        assert "{{/Changed in}}</div>" in back


def test_anki_puts_the_cards_id_in(tmp_path: Path) -> None:
    settings = SETTINGS + "report: mailto:cards@example.org?subject=Card%20{id}\n"
    shown = run("show", "kinder", "-v", "--project", project(tmp_path, ankibuilder=settings)).stdout
    assert '<a href="mailto:cards@example.org?subject=Card%20kinder">Report a mistake</a>' in shown


@pytest.mark.parametrize(
    "report",
    [
        "http://example.org/{id}", "https://localhost/{id}", "javascript:alert({id})", "example.org/{id}", "{id}",
        "mailto:cards@example.org?cc=other@example.org", "mailto:a@example.org?subject=x&body={id}",
        "mailto:a@example.org?subject=x%0Abcc:b@example.org", "mailto:a@example.org?subject=", "mailto:?subject={id}",
        "mailto:a@example.org?attach=/etc/passwd", "mailto:a@example.org,b@example.org?SUBJECT=x",
    ],
)  # fmt: skip
def test_what_leads_elsewhere_is_refused(tmp_path: Path, report: str) -> None:
    done = run("check", "--project", project(tmp_path, ankibuilder=f"{SETTINGS}report: '{report}'\n"))
    assert done.returncode == 1, report
    assert "ankibuilder.yaml:3:" in done.stdout
