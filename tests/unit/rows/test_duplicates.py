"""A number said twice is one row: which saying stays."""

from __future__ import annotations

from dataclasses import replace

import pytest

from isaextract.lexicon import Lexicon, load_lexicon
from isaextract.link.results import Arm, Result
from isaextract.pdf import TextReader
from isaextract.rows.duplicates import without_duplicates
from isaextract.schema import Document, Span

ZH = "一篇综述\n\n摘要\n\n有效率为 41%。\n\n1 研究\n\n有效率为 41%，又为 41%。\n\n2 结语\n\n有效率为 41%。"
EN = (
    "A review\n\nAbstract\n\nIt was 41%.\n\n1 Trials\n\nIt was 41%, again 41%.\n\n2 Conclusion\n\nIt was 41%."
)


@pytest.fixture(scope="module")
def lexicon() -> Lexicon:
    return load_lexicon()


def at(document: Document, times: int) -> Result:
    """The result of the document's nth ``41%`` (from 0)."""
    start = -1
    for _ in range(times + 1):
        start = document.text.index("41%", start + 1)
    span = Span(start, start + 3)
    return Result(0, "ORR", "rate", 41.0, "%", span, span, Arm(("olaparib",)))


@pytest.fixture(params=[ZH, EN], ids=["zh", "en"])
def document(request: pytest.FixtureRequest) -> Document:
    return TextReader().read(str(request.param).encode(), "twice")


def kept(document: Document, lexicon: Lexicon, *results: Result) -> list[Result]:
    return without_duplicates(document, results, lexicon)


def test_the_body_stays_the_abstract_and_the_conclusion_go(document: Document, lexicon: Lexicon) -> None:
    abstract, body, _, conclusion = (at(document, n) for n in range(4))
    assert kept(document, lexicon, abstract, body, conclusion) == [body]


def test_the_first_saying_of_the_body_stays(document: Document, lexicon: Lexicon) -> None:
    assert kept(document, lexicon, at(document, 1), at(document, 2)) == [at(document, 1)]


def test_the_abstract_stays_where_the_body_is_silent(document: Document, lexicon: Lexicon) -> None:
    assert kept(document, lexicon, at(document, 0)) == [at(document, 0)]


@pytest.mark.parametrize("table_first", [True, False])
def test_prose_stays_the_table_goes(document: Document, lexicon: Lexicon, table_first: bool) -> None:
    prose, table = at(document, 1), replace(at(document, 2), in_table=True, total=80)
    results = (table, prose) if table_first else (prose, table)
    assert kept(document, lexicon, *results) == [prose]


@pytest.mark.parametrize(
    "other",
    [
        {"arm": Arm(("placebo",))},
        {"arm": Arm(("olaparib",), "weekly")},
        {"endpoint": "DCR"},
        {"timepoint": "12 month"},
        {"subgroup": "BRCA"},
        {"grade": ">=3"},
        {"study": 1},
    ],
    ids=lambda other: next(iter(other)),
)
def test_what_differs_stays(document: Document, lexicon: Lexicon, other: dict[str, object]) -> None:
    first = at(document, 1)
    second = replace(at(document, 2), **other)  # type: ignore[arg-type]
    assert kept(document, lexicon, first, second) == [first, second]


def test_not_reached_is_said_once(document: Document, lexicon: Lexicon) -> None:
    first, second = (replace(at(document, n), value=None, unit="", status="not_reached") for n in (1, 2))
    assert kept(document, lexicon, first, second) == [first]
