"""``isaextract train``: the trained part, from gold."""

from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from isaextract.cli.console import OK, command, console, quiet_libraries

if TYPE_CHECKING:
    from isaextract.runner.crossval import Figures


@command(interrupted="the packaged model is as it was before")
def train(
    gold: Annotated[Path, typer.Option(metavar="DIR", help="Folder of the gold annotations.")] = Path("gold"),
    models: Annotated[
        Path, typer.Option(metavar="DIR", help="Folder with ner.cfg; takes the packaged model.")
    ] = Path("models"),
    leave_out: Annotated[
        list[str] | None,
        typer.Option(
            metavar="NAME", help="Gold document not to learn from; may be given again.", show_default=False
        ),
    ] = None,
    cross_validate: Annotated[
        bool,
        typer.Option(
            "--cross-validate", help="Judge instead: leave one document out, rules, model and both."
        ),
    ] = False,
    unknown_words: Annotated[
        int,
        typer.Option(
            metavar="SEEDS", help="With --cross-validate: so many times, take 40% of the lexicon away."
        ),
    ] = 0,
    work: Annotated[
        Path,
        typer.Option(metavar="DIR", help="Where the models of the cross-validation lie; kept ones are used."),
    ] = Path("build/folds"),
    jobs: Annotated[int, typer.Option(min=1, help="Models trained at the same time.")] = 2,
) -> int:
    """Train the part that finds names no list holds; seeded, on the processor, no network.

    \b
    Leaves in the models folder:
      isa_ner/       the packaged pipeline, with what it was made of in isaextract.json
      scores.json    after --cross-validate: the figures, which the next training packs

    \b
    Examples:
      isaextract train
      isaextract train --leave-out hcc-tables
      isaextract train --cross-validate --unknown-words 5
    """
    quiet_libraries()
    from isaextract.runner.crossval import cross_validate as judge
    from isaextract.runner.training import train_packaged
    from isaextract.train import Recipe

    screen = console(err=True)
    left_out = tuple(leave_out or ())

    def told(line: str) -> None:
        screen.print(line, markup=False, soft_wrap=True)

    if cross_validate:
        figures = judge(
            gold, models, work, Recipe(), leave_out=left_out, seeds=unknown_words, jobs=jobs, told=told
        )
        _print(figures)
        path = models / "scores.json"
        path.write_text(json.dumps(figures.record(), ensure_ascii=False, indent=2) + "\n", encoding="utf-8")
        return OK
    made = train_packaged(gold, models, Recipe(), leave_out=left_out, told=told)
    typer.echo(
        f"{made.folder}: weights {made.digest}, {made.size / 1e6:.1f} MB, trained in {made.seconds:.0f} s"
    )
    return OK


def _print(figures: Figures) -> None:
    for table in figures.tables():
        typer.echo(table)
