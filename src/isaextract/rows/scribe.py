"""From links to the records of the data contract."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from isaextract.lexicon import Lexicon
from isaextract.link.arms import STAGES, Arms
from isaextract.link.facts import Facts
from isaextract.link.linking import Links
from isaextract.link.regimens import components
from isaextract.link.results import Result
from isaextract.link.studies import StudyDraft
from isaextract.rows.duplicates import without_duplicates
from isaextract.rows.kinds import Kinds, without_planned
from isaextract.schema import Arm, Document, EvidenceRow, FieldGround, Span, Study


def studies_of(document: Document, links: Links, lexicon: Lexicon) -> tuple[Study, ...]:
    """The document's studies, in order of their introduction."""
    numbers = sorted(range(len(links.studies)), key=lambda n: links.studies[n].anchor.start)
    return tuple(_study(document, links.studies[n], links.arms[n], links.facts[n], lexicon) for n in numbers)


def evidence_rows(document: Document, links: Links, lexicon: Lexicon) -> tuple[EvidenceRow, ...]:
    """The document's evidence rows, in order of the text."""
    kinds = Kinds(document, lexicon)
    results = without_duplicates(document, without_planned(links.results, kinds), lexicon)
    rows = [replace(_row(document, result, links, lexicon), kind=kinds.of(result)) for result in results]
    return tuple(sorted(rows, key=lambda row: _place(row)))


def _place(row: EvidenceRow) -> tuple[int, int, tuple[str, ...]]:
    span = row.ground.span if row.ground else Span(0, 0)
    return span.end, span.start, row.regimen


def _study(document: Document, draft: StudyDraft, arms: Arms, facts: Facts, lexicon: Lexicon) -> Study:
    return Study(
        doc=document.name,
        ids=tuple(sorted(draft.ids)),
        name=draft.names[0] if draft.names else "",
        phase=draft.phase,
        population=facts.population,
        N=facts.patients,
        arms=tuple(_arms(document, arms)),
        citations=facts.citations,
        known_ids=known_ids(draft, lexicon),
        ground=document.ground(draft.anchor),
    )


def _arms(document: Document, arms: Arms) -> Iterator[Arm]:
    """The arms by their drug lists; arms told apart by a tag share one list."""
    for drugs in shown_lists(arms):
        same = [draft for draft in arms.drafts if draft.drugs == drugs and draft.role not in STAGES]
        labels = tuple(dict.fromkeys(label for draft in same for label in draft.labels))
        span = next((draft.span for draft in same if draft.span), None)
        yield Arm(drugs, same[0].role, labels, document.ground(span) if span else None)


def shown_lists(arms: Arms) -> list[tuple[str, ...]]:
    """Drug lists of a study's arms; a transplant that every arm goes on to makes no arm of its own."""
    lists = arms.lists()
    with_transplant = [drugs for drugs in lists if "ASCT" in drugs]
    without = [tuple(drug for drug in drugs if drug != "ASCT") for drugs in with_transplant]
    if len(with_transplant) > 1 and all(drugs in lists for drugs in without):
        return [drugs for drugs in lists if drugs not in with_transplant]
    return lists


def known_ids(draft: StudyDraft, lexicon: Lexicon) -> tuple[str, ...]:
    """Registry numbers known for the study's name that the document does not give itself."""
    found = [lexicon.trials.find(name) for name in draft.names]
    return tuple(sorted({number for trial in found if trial for number in trial.ids} - set(draft.ids)))


def _row(document: Document, result: Result, links: Links, lexicon: Lexicon) -> EvidenceRow:
    draft = links.studies[result.study] if result.study >= 0 else None
    facts = links.facts[result.study] if result.study >= 0 else Facts()
    return EvidenceRow(
        doc=document.name,
        trial_ids=tuple(sorted(draft.ids)) if draft else (),
        trial_name=draft.names[0] if draft and draft.names else "",
        phase=draft.phase if draft else "",
        population=facts.population,
        subgroup=_subgroup(result),
        regimen=result.arm.drugs if result.arm else (),
        comparator=result.comparator.drugs if result.comparator else (),
        endpoint=result.endpoint,
        event=result.event,
        grade=result.grade,
        measure=result.measure,
        value=_number(result.value),
        unit=result.unit,
        status=result.status,
        n=result.n,
        N=result.total,
        ci_low=_number(result.ci_low),
        ci_high=_number(result.ci_high),
        p=result.p,
        timepoint=result.timepoint,
        follow_up=result.follow_up,
        citations=result.citations,
        quote=result.quote.of(document.text),
        ground=document.ground(result.quote),
        raw=result.raw,
        unlisted=_unlisted(result, lexicon),
        known_ids=known_ids(draft, lexicon) if draft else (),
        grounds=tuple(_grounds(document, result, draft, facts)),
        open=_open(result),
    )


def _unlisted(result: Result, lexicon: Lexicon) -> tuple[str, ...]:
    """The drugs, codes and events of a row that only the document gives."""
    arms = (result.arm, result.comparator)
    drugs = dict.fromkeys(drug for arm in arms if arm is not None for drug in arm.drugs)
    known = components(lexicon)
    strange = [drug for drug in drugs if drug not in known and lexicon.given(drug) is None]
    events = [result.event] if result.event and result.event not in lexicon.events.entries else []
    return (*strange, *events)


def _subgroup(result: Result) -> str:
    """What narrows the row; in a table, the arm's tag too (prose results have it already)."""
    tag = result.arm.tag if result.arm and result.in_table else ""
    parts = [part for part in (result.subgroup, tag) if part]
    return "; ".join(dict.fromkeys(parts))


def _number(value: float | None) -> float | None:
    """Whole numbers without a fraction, as the text writes them."""
    return int(value) if value is not None and value == int(value) else value


def _open(result: Result) -> tuple[str, ...]:
    missing = [("regimen", result.arm is None), ("trial_name", result.study < 0)]
    if result.measure in ("hazard_ratio", "odds_ratio", "risk_ratio", "risk_reduction", "difference"):
        missing.append(("comparator", result.comparator is None))
    return tuple(name for name, is_open in missing if is_open)


def _grounds(
    document: Document, result: Result, draft: StudyDraft | None, facts: Facts
) -> Iterator[FieldGround]:
    spans: dict[str, Span] = {"value": result.span, **result.spans}
    if draft is not None:
        spans |= {"trial_ids": draft.anchor} if draft.ids else {}
        spans |= {"trial_name": draft.anchor} if draft.names else {}
        spans |= {"phase": draft.phase_span} if draft.phase_span else {}
        spans |= {name: span for name, span in facts.spans if name == "population"}
    for name in sorted(spans):
        yield FieldGround(name, document.ground(spans[name]), result.source, result.confidence)
