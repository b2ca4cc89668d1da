"""A table as tagged text, and its rows as lines.

A line is ``study: regimen [vs comparator] | endpoint [event] [grade] [@ time] | measure value | more``.
"""

from __future__ import annotations

from dataclasses import dataclass, field, replace

from isaextract.gold import parse_tagged
from isaextract.lexicon import Lexicon
from isaextract.link.arms import ArmDraft, Arms, by_evidence
from isaextract.link.regimens import Regimens
from isaextract.link.results import Result
from isaextract.link.studies import StudyDraft
from isaextract.link.table_reading import read_sheets
from isaextract.link.tables import table_arms, table_results, table_studies
from isaextract.pdf import TextReader
from isaextract.pipes.normalise import normalise
from isaextract.schema import Document, Mention, Span


@dataclass(frozen=True)
class Case:
    name: str
    table: str
    rows: str
    before: str = "1 Results\n\nSome words about trials come before the table, as they do in reviews."
    arms: dict[str, list[str]] = field(default_factory=dict)
    bare: bool = False  # whether the table is no evidence for arms


def read(tagged: str, lexicon: Lexicon) -> tuple[Document, tuple[Mention, ...]]:
    text, marked = parse_tagged(tagged)
    document = TextReader().read(text.encode(), "t.txt")
    assert document.text == text
    mentions = []
    for mention in marked:
        concept, quantity = normalise(mention.label, mention.text, lexicon)
        mentions.append(replace(mention, concept=concept, quantity=quantity))
    return document, tuple(mentions)


def results_of(case: Case, lexicon: Lexicon) -> list[str]:
    table = "\n".join(f"{line} " if line.endswith("|") else line for line in case.table.split("\n"))
    table = table.strip("\n")
    tagged = f"Title of a review\n\n{case.before.strip()}\n\n{table}\n\n2 Next\n\nWords."
    document, mentions = read(tagged, lexicon)
    regimens = Regimens(lexicon, {"zp": ("plaxumab", "zanvotinib")})
    drafts = [StudyDraft(Span(0, 1), names=[name]) for name in case.arms]
    sheets = read_sheets(document, mentions, lexicon, regimens)
    drafts += table_studies(sheets, lexicon, drafts)
    evidence = table_arms(sheets, mentions, lexicon, drafts)
    arms = []
    for number, draft in enumerate(drafts):
        given = [_draft(arm) for arm in case.arms.get(draft.names[0] if draft.names else "", [])]
        arms.append(Arms(by_evidence([*given, *(() if case.bare else evidence.get(number, []))])))
    results = table_results(sheets, mentions, lexicon, drafts, arms)
    for result in results:
        assert result.in_table
        assert result.quote.contains(result.span)
    return [shown(result, drafts) for result in results]


def _draft(written: str) -> ArmDraft:
    drugs, role, label = (*written.split(":"), "", "")[:3]
    return ArmDraft(tuple(sorted(drugs.split("+"))), role=role, labels=(label,) if label else ())


def shown(result: Result, drafts: list[StudyDraft]) -> str:
    study = (
        (drafts[result.study].names or drafts[result.study].ids or ["(cell)"])[0]
        if result.study >= 0
        else "-"
    )
    arm = (
        "+".join(result.arm.drugs) + (f" <{result.arm.tag}>" if result.arm.tag else "") if result.arm else "?"
    )
    versus = f" vs {'+'.join(result.comparator.drugs)}" if result.comparator else ""
    what = " ".join(filter(None, [result.endpoint, result.event, result.grade]))
    what += f" @ {result.timepoint}" if result.timepoint else ""
    value = "not reached" if result.value is None else f"{result.value:g} {result.unit}".strip()
    more = []
    more += [f"[{result.subgroup}]"] if result.subgroup else []
    more += [f"n={result.n}"] if result.n is not None else []
    more += [f"N={result.total}"] if result.total is not None else []
    more += (
        [f"CI {result.ci_low:g}-{'NE' if result.ci_high is None else f'{result.ci_high:g}'}"]
        if result.ci_low is not None
        else []
    )
    more += [f"p={result.p}"] if result.p else []
    more += [f"follow-up {result.follow_up}"] if result.follow_up else []
    more += [f"cites {','.join(result.citations)}"] if result.citations else []
    return " | ".join(
        filter(None, [f"{study}: {arm}{versus}", what, f"{result.measure} {value}", ", ".join(more)])
    )
