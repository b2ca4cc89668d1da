"""The order of work of the joiners: studies, then arms, then results."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from isaextract.lexicon import Lexicon
from isaextract.link.anaphora import with_populations
from isaextract.link.arms import PLACEBO, ArmDraft, Arms
from isaextract.link.citations import cite
from isaextract.link.context import Context, Said, default_order
from isaextract.link.definitions import defined_codes
from isaextract.link.facts import Facts, study_facts
from isaextract.link.inventory import Inventory, without_foreign
from isaextract.link.labels import find_labels
from isaextract.link.material import Elsewhere, Passage, passages
from isaextract.link.naming import named_by_dose
from isaextract.link.pairing import SentenceReader
from isaextract.link.passages import Sentence, Splitter, sentences
from isaextract.link.regimens import Regimens
from isaextract.link.results import Result
from isaextract.link.several import told_apart
from isaextract.link.shared import Shared, shared_statements
from isaextract.link.studies import StudyDraft, Topics, find_studies
from isaextract.link.synonyms import called_for, explained
from isaextract.link.table_reading import read_sheets
from isaextract.link.tables import table_arms, table_results, table_studies
from isaextract.link.tokens import Kind, Token
from isaextract.schema import BlockKind, Document, Label, Mention


@dataclass(frozen=True, slots=True)
class Links:
    """All that joins a document's mentions: studies with their arms and passages, and results."""

    studies: tuple[StudyDraft, ...]
    arms: tuple[Arms, ...]
    facts: tuple[Facts, ...]
    results: tuple[Result, ...]


def link(document: Document, mentions: Sequence[Mention], lexicon: Lexicon, split: Splitter) -> Links:
    """Join a document's mentions to studies, arms and results.

    Parameters
    ----------
    document, mentions
        The document and its mentions, sorted by place.
    lexicon
        The words.
    split
        Cuts a block of text into sentences.
    """
    mentions = called_for(explained(document.text, mentions, lexicon), lexicon)
    named = frozenset(mention.concept for mention in mentions if mention.label is Label.DRUG)
    regimens = Regimens(lexicon, {}, named)
    own = defined_codes(document.text, mentions, lexicon, regimens)
    regimens = Regimens(lexicon, own, named, literal=True)
    labels = find_labels(document, mentions, lexicon)
    read = sentences(document, mentions, lexicon, regimens, split, labels)
    drafts, topics = find_studies(document.text, read, lexicon)
    sheets = read_sheets(document, mentions, lexicon, regimens)
    drafts = (*drafts, *table_studies(sheets, lexicon, drafts))
    parts = passages(document.text, drafts, read, topics, lexicon)
    shared = shared_statements(document.text, read, drafts, topics, lexicon)
    for draft, said in zip(drafts, shared, strict=True):
        if not draft.phase and said.phase is not None:
            draft.phase, draft.phase_span = said.phase.name, said.phase.span
    in_tables = table_arms(sheets, mentions, lexicon, drafts)
    arms = settle_arms(document, mentions, lexicon, drafts, parts, shared, in_tables)
    facts = study_facts(document, mentions, lexicon, drafts, parts, read, shared)
    results, markers = _prose(document, lexicon, read, drafts, topics, arms, facts)
    in_cells = table_results(sheets, mentions, lexicon, drafts, arms)
    results += [r if r.citations else replace(r, citations=markers.get(r.study, ())) for r in in_cells]
    return Links(drafts, tuple(arms), tuple(facts), tuple(results))


def settle_arms(
    document: Document,
    mentions: Sequence[Mention],
    lexicon: Lexicon,
    drafts: Sequence[StudyDraft],
    parts: Sequence[Passage],
    shared: Sequence[Shared],
    in_tables: Mapping[int, Sequence[ArmDraft]],
) -> list[Arms]:
    """The arms of every study, with what the document says of it elsewhere."""
    topic = document_drug(document, mentions)
    arms: list[Arms] = []
    for number, (draft, part) in enumerate(zip(drafts, parts, strict=True)):
        namesakes = (arms[n] for n in range(number) if drafts[n].is_named(draft.ids, draft.names))
        sibling = next((each for each in namesakes if len(each)), Arms())
        elsewhere = Elsewhere(
            table_arms=tuple(in_tables.get(number, ())),
            sibling=tuple(sibling.drafts),
            topic=topic,
            previous=_own_drugs(_before(draft, drafts, arms)),
            backbone=_common_drugs(_before(draft, drafts, arms)),
            shared=shared[number].drugs,
            names=shared[number].names,
            placebo=shared[number].placebo,
            control=shared[number].control,
        )
        own = Inventory(document.text, lexicon, part, elsewhere).arms()
        arms.append(own if len(own) else _alike(document.text, lexicon, part, _before(draft, drafts, arms)))
    settled = [without_foreign(number, arms, parts, in_tables.get(number, ())) for number in range(len(arms))]
    return [agreed(number, settled) for number in range(len(settled))]


def _alike(text: str, lexicon: Lexicon, part: Passage, before: Arms) -> Arms:
    """The arms of the study before for one that names none, where the text calls their results alike."""
    tokens = part.introduction[0] if part.introduction else ()
    said = tokens and lexicon.cue("similar").search(text, tokens[0].start, tokens[-1].end)
    return before if said else Arms()


def agreed(number: int, arms: Sequence[Arms]) -> Arms:
    """Two arms whose roles the study's passage leaves open: the one that other studies use as control."""
    own = arms[number]
    if len(own.drafts) != 2 or own.decided:
        return own
    decided = [each for n, each in enumerate(arms) if n != number and each.decided]
    others = [draft.drugs for each in decided for draft in each.drafts if draft.role == "control"]
    votes = [others.count(draft.drugs) for draft in own.drafts]
    if votes[0] == votes[1]:
        return own
    control = votes.index(max(votes))
    drafts = [
        replace(d, role="control" if n == control else "experimental") for n, d in enumerate(own.drafts)
    ]
    return Arms(drafts, decided=True)


def _before(draft: StudyDraft, drafts: Sequence[StudyDraft], arms: Sequence[Arms]) -> Arms:
    """The arms of the study introduced last before this one, as far as they are settled."""
    earlier = [n for n in range(len(arms)) if drafts[n].anchor.start < draft.anchor.start]
    return arms[max(earlier, key=lambda n: drafts[n].anchor.start)] if earlier else Arms()


def _own_drugs(arms: Arms) -> tuple[str, ...]:
    """What only the experimental arm of a study has."""
    order = default_order(arms)
    if len(order) < 2:
        return ()
    drafts = arms.drafts
    return tuple(drug for drug in drafts[order[0]].drugs if drug not in drafts[order[-1]].drugs)


def _common_drugs(arms: Arms) -> tuple[str, ...]:
    """What all arms of a study have."""
    lists = [set(draft.drugs) for draft in arms.drafts if draft.drugs]
    return tuple(sorted(set.intersection(*lists))) if len(lists) > 1 else ()


def document_drug(document: Document, mentions: Sequence[Mention]) -> tuple[str, ...]:
    """The drug that the document is about: the title's, else none."""
    title = next((block.span for block in document.blocks if block.kind is BlockKind.TITLE), None)
    if title is None:
        return ()
    named = [m.concept for m in mentions if m.label is Label.DRUG and title.contains(m.span)]
    return tuple(named[:1]) if len(set(named)) == 1 else ()


def _prose(
    document: Document,
    lexicon: Lexicon,
    read: Sequence[Sentence],
    drafts: Sequence[StudyDraft],
    topics: Topics,
    arms: Sequence[Arms],
    facts: Sequence[Facts],
) -> tuple[list[Result], dict[int, tuple[str, ...]]]:
    """The numbers of the prose, and the markers of the sentence that introduces each study."""
    contexts = [Context(each) for each in arms]
    found: list[Result] = []
    last: list[Said] = []
    for sentence in read:
        if sentence.kind is not BlockKind.PARAGRAPH:
            continue
        apart = told_apart(sentence.tokens, topics, document.text, lexicon)
        beside: list[Said] = []
        for study, tokens in apart or _by_study(sentence, topics):
            if study < 0:
                continue
            study = _of_arms(study, tokens, arms)
            context = contexts[study]
            context.open_sentence(sentence.block, sentence.section)
            tokens, context.cohorts = with_populations(
                named_by_dose(tokens, arms[study]), document.text, lexicon, context.cohorts
            )
            open_analysis(document.text, tokens, context, lexicon)
            open_subgroup(document.text, tokens, context, lexicon)
            settings = facts[study].settings if len(facts[study].settings) > 1 else ()
            own = _without_enrolled(document.text, tokens, lexicon)
            reader = SentenceReader(document.text, lexicon, study, context, settings, last, beside)
            results = followed(reader.read(own, sentence.span.start), context, own, document.text)
            anchored = any(token.kind in (Kind.STUDY, Kind.PHASE) for token in tokens)
            anchored = anchored or sentence.span.contains(drafts[study].anchor)
            if not results:
                found = followed_back(found, study, sentence, context, document)
            found += cite(results, tokens, context, document.text, lexicon, anchored)
            last = context.said or last
            beside = context.said or beside
            narrower = [t for t in tokens if t.kind is Kind.POPULATION and not t.is_setting]
            context.spoken = narrower[-1] if narrower else context.spoken
            context.counted = next((t for t in reversed(tokens) if t.kind is Kind.COUNT), None)
    return found, {number: context.base for number, context in enumerate(contexts)}


def _of_arms(study: int, tokens: Sequence[Token], arms: Sequence[Arms]) -> int:
    """The study of a sentence that names none: another one where only that has the arms it speaks of."""
    if any(token.kind in (Kind.STUDY, Kind.PHASE) for token in tokens):
        return study
    told = {
        t.drugs for t in tokens if t.kind is Kind.ARM and t.name != "component" and PLACEBO not in t.drugs
    }
    if not told or any(_has(arms[study], drugs) for drugs in told):
        return study
    others = [n for n, own in enumerate(arms) if all(_has(own, drugs) for drugs in told)]
    return others[0] if len(others) == 1 else study


def _has(arms: Arms, drugs: Sequence[str]) -> bool:
    return any(set(drugs) <= set(draft.drugs) for draft in arms.drafts)


def _without_enrolled(text: str, tokens: Sequence[Token], lexicon: Lexicon) -> tuple[Token, ...]:
    """The tokens without the patients that a study is introduced for ("for those ..., a phase 3 study")."""
    phase = next((t for t in tokens if t.kind is Kind.PHASE), None)
    number = next((t for t in tokens if t.mention is not None and t.mention.label is Label.TRIAL_ID), None)
    if phase is None or number is None:
        return tuple(tokens)
    first = min(phase.start, number.start)
    subgroup = lexicon.cue("subgroup_word")
    return tuple(
        token
        for token in tokens
        if token.kind is not Kind.POPULATION
        or token.start > first
        or subgroup.search(text, token.start, token.end + 8) is not None
    )


def followed(results: list[Result], context: Context, tokens: Sequence[Token], text: str) -> list[Result]:
    """A follow-up given behind numbers governs those before it in its sentence; in brackets it ends there."""
    place = context.follow_span
    if place is None or not tokens or not tokens[0].start <= place.start < tokens[-1].end:
        return results
    ahead = [result for result in results if result.span.start > place.end]
    before = [result for result in results if result.span.start < place.start]
    if ahead or not before:
        return results
    given = [
        replace(r, follow_up=context.follow_up_of(-1, r.endpoint), spans={**r.spans, "follow_up": place})
        if not r.follow_up
        else r
        for r in results
    ]
    opened = text[tokens[0].start : place.start]
    if sum(opened.count(c) for c in "(（[") > sum(opened.count(c) for c in ")）]"):
        context.new_analysis()
    return given


def followed_back(
    found: list[Result], study: int, sentence: Sentence, context: Context, document: Document
) -> list[Result]:
    """A sentence with nothing but a follow-up gives it to the study's numbers before in its paragraph."""
    place = context.follow_span
    if place is None or not sentence.span.contains(place):
        return found
    block = next((each.span for each in document.blocks if each.span.contains(sentence.span)), sentence.span)
    return [
        replace(r, follow_up=context.follow_up_of(-1, r.endpoint), spans={**r.spans, "follow_up": place})
        if r.study == study and not r.follow_up and block.contains(r.span)
        else r
        for r in found
    ]


def open_subgroup(text: str, tokens: Sequence[Token], context: Context, lexicon: Lexicon) -> None:
    """Keep the subgroup of an analysis that has a marker of its own; it runs on over sentences."""
    for position, token in enumerate(tokens):
        if token.kind is Kind.CUE and token.name == "overall_population":
            if context.subgroup is not None:
                context.cited = ()
            context.subgroup = None
        if token.kind is not Kind.POPULATION or token.is_setting:
            continue
        following = tokens[position + 1 : position + 3]
        marker = next((t for t in following if t.kind is Kind.CITATION), None)
        if marker is None:
            continue
        words = text[token.end : marker.start]
        if len(words) <= 12 and lexicon.cue("subgroup_word").search(words):
            context.subgroup = token
            context.cited = tuple(marker.name.split(";"))
            context.new_analysis()


def open_analysis(text: str, tokens: Sequence[Token], context: Context, lexicon: Lexicon) -> None:
    """A subgroup analysis, or a follow-up of unsaid length, ends the follow-up in force."""
    for position, token in enumerate(tokens):
        if token.kind is not Kind.CUE or token.name not in ("subgroup_word", "follow_up", "analysis"):
            continue
        if token.name == "analysis":
            if lexicon.cue("subgroup_word").search(token.text):
                context.new_analysis()
                context.cited = ()
            continue
        timed = any(t.kind is Kind.TIME for t in tokens[position + 1 : position + 4])
        words = text[token.end : token.end + 12]
        unsaid = token.name == "follow_up" and not timed and not _behind_time(tokens, position)
        marked = lexicon.cue("marker_noun").match(words.strip()) is not None
        if unsaid or (token.name == "subgroup_word" and marked):
            context.new_analysis()


def _behind_time(tokens: Sequence[Token], position: int) -> bool:
    return any(t.kind is Kind.TIME for t in tokens[max(0, position - 2) : position])


def _by_study(sentence: Sentence, topics: Topics) -> list[tuple[int, list[Token]]]:
    parts: list[tuple[int, list[Token]]] = []
    for token in sentence.tokens:
        study = topics.at(token.start)
        if parts and parts[-1][0] == study:
            parts[-1][1].append(token)
        else:
            parts.append((study, [token]))
    return parts
