"""The `ankibuilder` command: turns every failure into a message and an exit status, and every signal into status 130.

Knows no subcommand. Imports nothing at first, so that a signal is caught from the first moment on.
"""

from __future__ import annotations

import os
import sys

from ankibuilder import signals, streams


def program() -> None:
    """Be a process of its own: end at once, as taking a model of a million values apart takes longer than that."""
    signals.watch_signals()
    streams.occupy()
    if sys.stderr is not None:
        sys.stderr = streams.Patient(sys.stderr)
    status = signals.STATUS
    try:
        run()
    except SystemExit as left:
        status = left.code if isinstance(left.code, int) else 0
    except KeyboardInterrupt:  # between two lines of ours
        signals.leave()
    streams.flush()
    os._exit(status)


def run() -> None:
    """Run the command line and leave with its exit status: 0, 1 findings, 2 usage, 3 environment, 130 interrupted."""
    import click

    from ankibuilder.diagnostics import AnkibuilderError

    try:
        status = _run()
    except click.ClickException as fault:
        fault.show()
        status = 2
    except AnkibuilderError as fault:
        status = _tell(fault.message, fault.hint, fault.status)
    except (KeyboardInterrupt, click.Abort):
        status = _interrupted()
    except BrokenPipeError:
        streams.nobody_reads()
        status = 0
    except OSError as fault:
        where = f"{fault.filename}: " if fault.filename else ""
        status = _tell(f"{where}{fault.strerror or fault}", "", 3)
    sys.exit(status)


def _run() -> int:
    """Do the work. While it is done, a signal is an exception, so that what was begun is tidied up."""
    from ankibuilder.subcommands import main

    try:
        signals.working(True)
        status = main(standalone_mode=False)
        if sys.stdout is not None:  # closed by who called
            sys.stdout.flush()
    finally:
        signals.working(False)
    if signals.interrupted():
        return _interrupted()
    return status if isinstance(status, int) else 0


def _interrupted() -> int:
    _echo("interrupted")
    return signals.STATUS


def _tell(message: str, hint: str, status: int) -> int:
    """Tell a failure in a line; where a signal came, that was the cause, whatever a library made of it."""
    if signals.interrupted():
        return _interrupted()
    _echo(f"error: {message}")
    if hint:
        _echo(f"   hint: {hint}")
    return status


def _echo(text: str) -> None:
    import contextlib

    import click

    with contextlib.suppress(OSError):  # nobody can be told
        click.echo(text, err=True)
