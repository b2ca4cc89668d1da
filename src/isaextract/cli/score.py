"""``isaextract score``: how far to trust the rows."""

from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from isaextract.cli.console import FAILED, OK, command, complain
from isaextract.errors import InputError

if TYPE_CHECKING:
    from isaextract.score import Report


@command(interrupted="nothing was changed")
def score(
    gold: Annotated[Path, typer.Option(metavar="DIR", help="Folder of the gold annotations.")] = Path("gold"),
    pred: Annotated[Path, typer.Option(metavar="DIR", help="Folder `isaextract run` wrote.")] = Path("out"),
    errors: Annotated[
        bool,
        typer.Option("--errors", help="Wrong rows by kind, the costliest first, then each wrong record."),
    ] = False,
    kind: Annotated[
        str, typer.Option("--kind", metavar="KIND", help="With --errors: only the wrong rows of this kind.")
    ] = "",
    as_json: Annotated[bool, typer.Option("--json", help="Print the report as JSON.")] = False,
    gate: Annotated[
        bool, typer.Option("--gate", help="Leave with 1 where a figure fell below gold's floor.json.")
    ] = False,
) -> int:
    """Hold a run against gold: precision, recall, F1 of mentions, studies and rows.

    \b
    Examples:
      isaextract score
      isaextract score --errors
      isaextract score --errors --kind arm
      isaextract score --json > report.json
      isaextract score --gold gold/ --pred out/ --gate
    """
    _must_exist(gold, "the folder of the gold annotations")
    _must_exist(pred, "run `isaextract run INPUT --out DIR` first, and name its DIR")
    from isaextract.score import score_run

    _must_be_known(kind)
    report = score_run(gold, pred)
    typer.echo(_render(report, errors=errors, kind=kind, as_json=as_json), nl=False)
    return _gate(report, gold) if gate else OK


def _must_exist(folder: Path, remedy: str) -> None:
    if not folder.is_dir():
        raise InputError(f"{folder}: no such folder; {remedy}")


def _must_be_known(kind: str) -> None:
    from isaextract.score import KINDS

    if kind and kind.partition(".")[0] not in KINDS:
        raise InputError(f"--kind {kind}: no such kind; name one of {', '.join(KINDS)}")


def _render(report: Report, *, errors: bool, kind: str, as_json: bool) -> str:
    from isaextract.score import render_errors, render_kind, render_kinds, render_text

    if as_json:
        return json.dumps(report.record(), ensure_ascii=False, indent=2) + "\n"
    if kind:
        return render_kind(report, kind)
    return render_text(report) + (f"\n{render_kinds(report)}\n{render_errors(report)}" if errors else "")


def _gate(report: Report, gold: Path) -> int:
    from isaextract.score import check_floor, read_floor

    fallen = check_floor(report, read_floor(gold / "floor.json"))
    return complain("\n".join(fallen), FAILED) if fallen else OK
