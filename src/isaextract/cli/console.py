"""What all commands share: messages, and errors as exit codes."""

from __future__ import annotations

import functools
import warnings
from collections.abc import Callable
from typing import TYPE_CHECKING, ParamSpec

import typer

from isaextract.errors import InputError, IsaextractError

if TYPE_CHECKING:
    from rich.console import Console

OK, FAILED, WRONG_USAGE, INTERRUPTED = 0, 1, 2, 130

P = ParamSpec("P")


def command(interrupted: str) -> Callable[[Callable[P, int]], Callable[P, None]]:
    """A command that returns its exit code; errors become messages and codes.

    Parameters
    ----------
    interrupted
        What to say on Ctrl-C about what was and was not done.
    """

    def wrap(function: Callable[P, int]) -> Callable[P, None]:
        @functools.wraps(function)
        def guarded(*args: P.args, **kwargs: P.kwargs) -> None:
            try:
                code = function(*args, **kwargs)
            except InputError as error:
                code = complain(str(error), WRONG_USAGE)
            except IsaextractError as error:
                code = complain(str(error), FAILED)
            except KeyboardInterrupt:
                code = complain(f"interrupted: {interrupted}", INTERRUPTED)
            raise typer.Exit(code)

        return guarded

    return wrap


def complain(message: str, code: int) -> int:
    """Print a message to standard error, each line as an error; return the exit code given."""
    for line in message.splitlines():
        typer.echo(f"error: {line}", err=True)
    return code


def console(*, err: bool = False) -> Console:
    """A terminal to draw on; wide enough for the tables where it is none."""
    from rich.console import Console

    screen = Console(stderr=err, highlight=False, soft_wrap=False)
    return screen if screen.is_terminal else Console(stderr=err, highlight=False, width=120)


def quiet_libraries() -> None:
    """Keep a warning that jieba 0.42 causes in setuptools off the user's terminal."""
    warnings.filterwarnings("ignore", message=".*pkg_resources.*")
