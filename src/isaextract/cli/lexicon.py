"""``isaextract lexicon``: names that no list holds, and a lexicon of one's own."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from isaextract.cli.console import OK, command, console, quiet_libraries
from isaextract.cli.options import Lexicons

app = typer.Typer(
    no_args_is_help=True,
    rich_markup_mode=None,
    context_settings={"help_option_names": ["-h", "--help"]},
    help="Names that no list holds, and how to list them.",
)

Forms = list[str] | None


@app.command()
@command(interrupted="nothing was changed")
def suggest(
    inputs: Annotated[
        list[Path],
        typer.Argument(
            metavar="INPUT...", help="Documents (.pdf .txt .md), or folders of them.", show_default=False
        ),
    ],
    lexicon: Lexicons = None,
) -> int:
    """List names that were found but stand in no list, with counts and contexts.

    \b
    Examples:
      isaextract lexicon suggest corpus/
      isaextract lexicon suggest review.pdf --lexicon mine/
    """
    quiet_libraries()
    from isaextract.lexicon import load_lexicon
    from isaextract.pdf import read_document
    from isaextract.runner import Place, fetched, find_inputs
    from isaextract.runner.suggest import suggestions
    from isaextract.schema import Document

    def read(place: Place) -> Document:
        with fetched(place) as path:
            return read_document(path)

    found = find_inputs(inputs)
    words = load_lexicon(tuple(lexicon or ()))
    screen = console()
    for item in suggestions(map(read, found.files), words):
        places = f"{item.count}x in {', '.join(item.documents)}"
        screen.print(f"{item.kind:10} {item.name}  ({places}; {item.source})", markup=False, soft_wrap=True)
        for context in item.contexts:
            screen.print(f"           … {context} …", markup=False, soft_wrap=True)
        screen.print(f"           {item.command}", markup=False, soft_wrap=True)
    return OK


@app.command()
@command(interrupted="nothing was changed")
def add(
    kind: Annotated[str, typer.Argument(metavar="KIND", help="drug, event, regimen, trial or population.")],
    key: Annotated[str, typer.Argument(metavar="NAME", help="Its key: INN, CTCAE term, code, name.")],
    lexicon: Annotated[
        Path, typer.Option(metavar="DIR", help="Lexicon folder of your own; made if missing.")
    ],
    zh: Annotated[Forms, typer.Option(metavar="FORM", help="Chinese form; may be given again.")] = None,
    en: Annotated[Forms, typer.Option(metavar="FORM", help="English form; may be given again.")] = None,
    short: Annotated[
        Forms, typer.Option(metavar="FORM", help="Short form or code; may be given again.")
    ] = None,
    form: Annotated[Forms, typer.Option(metavar="FORM", help="Form of any kind; its script decides.")] = None,
    column: Annotated[
        Forms, typer.Option(metavar="NAME=VALUE", help="Another column, such as drugs=a+b for a regimen.")
    ] = None,
) -> int:
    """Add a name to a lexicon folder of your own, for use with --lexicon.

    \b
    Examples:
      isaextract lexicon add --lexicon mine/ drug "rilzabrutinib" --zh 利扎布替尼
      isaextract lexicon add --lexicon mine/ regimen "Isa-Xd" --column drugs=dexamethasone+isatuximab
    """
    from isaextract.errors import InputError
    from isaextract.lexicon import add_entry, load_lexicon

    forms: dict[str, list[str]] = {"zh": list(zh or ()), "en": list(en or ()), "short": list(short or ())}
    for each in form or ():
        forms["en" if each.isascii() else "zh"].append(each)
    extra: dict[str, str] = {}
    for pair in column or ():
        name, sign, value = pair.partition("=")
        if not sign:
            raise InputError(f"{pair}: write --column NAME=VALUE")
        extra[name] = value
    path = add_entry(lexicon, kind, key, forms, extra)
    load_lexicon((lexicon,))
    typer.echo(f"{path}: {kind} {key}")
    return OK
