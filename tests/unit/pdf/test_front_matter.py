"""What stands before the first heading: a title and addresses, or already the text."""

from __future__ import annotations

import pytest

from isaextract.pdf import TextReader
from isaextract.schema import BlockKind

PROSE = (
    "In the phase 3 HARBOR-2 trial, 412 patients received niraparib or placebo. Median PFS was 13.8 months "
    "with niraparib and 8.2 months with placebo. The benefit held in all subgroups."
)
ADDRESS = "Department of Medical Oncology, University Hospital; Institute of Clinical Research, A City"


def _kinds(text: str) -> list[BlockKind]:
    return [block.kind for block in TextReader().read(text.encode(), "text.txt").blocks]


def test_a_text_without_a_title_is_read() -> None:
    assert _kinds(f"{PROSE}\n\n{PROSE}\n\n1 Results\n\n{PROSE}\n") == [
        BlockKind.PARAGRAPH,
        BlockKind.PARAGRAPH,
        BlockKind.HEADING,
        BlockKind.PARAGRAPH,
    ]


@pytest.mark.parametrize(("block", "kind"), [(ADDRESS, BlockKind.FRONT), (PROSE, BlockKind.PARAGRAPH)])
def test_before_the_first_heading(block: str, kind: BlockKind) -> None:
    text = f"Niraparib in the first line\n\n{block}\n\n1 Introduction\n\n{PROSE}\n"
    assert _kinds(text)[1] is kind
