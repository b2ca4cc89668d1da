"""``isaextract version``: what is installed."""

from __future__ import annotations

import typer

from isaextract import __version__
from isaextract.cli.console import OK, command


@command(interrupted="nothing was changed")
def version() -> int:
    """Print the versions of isaextract, its lexicon and the libraries that read."""
    from isaextract.lexicon import load_lexicon
    from isaextract.runner import installed_packages

    typer.echo(f"isaextract {__version__}")
    typer.echo(f"lexicon {load_lexicon().digest}")
    for name, number in installed_packages().items():
        typer.echo(f"{name} {number}")
    return OK


def print_version(wanted: bool) -> None:
    """Print the version alone and leave, where it is wanted."""
    if wanted:
        typer.echo(f"isaextract {__version__}")
        raise typer.Exit(OK)
