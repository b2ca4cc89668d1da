"""POPULATION: disease settings and subgroups."""

from __future__ import annotations

from collections.abc import Iterator

from isaextract.pipes.candidates import Candidate
from isaextract.pipes.forms import Hit, is_code
from isaextract.pipes.normalise import codes_disease
from isaextract.pipes.quantity_rules import after, before
from isaextract.pipes.view import View
from isaextract.schema import Label

_MARKED = r"<<marker>>(?:«marker_join»<<marker>>)*\s*-?\s*«marker_noun»?\s*<<status>>"
_MODIFIER = rf"(?:{_MARKED}|<<biomarker>>|<<modifier>>|<<state>>)"
_LINK = r"\s*«modifier_link»?\s*"
_SETTING = rf"(?:{_MODIFIER}{_LINK})+(?:<<disease>>|<<setting>>|<<generic>>)"
_STAGE = r"(?:(?<![A-Za-z0-9])(?-i:[IⅠⅡⅢⅣ]{1,3}V?|i|Ⅱ|Ⅲ|Ⅳ)\s*(?-i:[A-Ca-c][12]?)?)"
_STAGED = (
    rf"(?:{_MODIFIER}{_LINK})*{_STAGE}(?:\s*«stage_join»\s*{_STAGE})?\s*«period»\s*"
    rf"(?:{_MODIFIER}\s*«of»?\s*)*<<disease>>"
)
_LETTERED = r"(?:(?<![A-Za-z0-9])(?-i:(?:[IⅠⅡⅢ]{1,3}|[IⅠ]V|i|Ⅱ|Ⅲ|Ⅳ)\s*[A-D][12]?)(?![A-Za-z]))"
_LETTERED_STAGE = rf"{_LETTERED}(?:\s*«stage_join»\s*(?:{_LETTERED}|{_STAGE}))?\s*«period»"
_LEVEL = r"(?:(?-i:[0A-D]|[IⅠⅡⅢⅣ]{1,3}V?|i|[1-4])[A-Ca-c]?\d?)"
_SCALED_STAGE = rf"<<stage>>\s*(?:«stage_called»\s*)*{_LEVEL}(?:\s*[/~、-]\s*{_LEVEL})?(?:\s*«period»)?"
_ROMAN_STAGE = (
    r"(?-i:(?:I{1,3}|IV)[A-D]?[12]?)(?:\s*(?:[/~-]|or|and|to)\s*(?-i:(?:I{1,3}|IV)[A-D]?[12]?))*(?![A-Za-z])"
)
_CLASS = r"(?-i:[A-C])"
_SCALED_CLASS = (
    rf"<<grade_scale>>\s*«class_called»?\s*{_CLASS}(?:\s*[/~-]\s*{_CLASS})?"
    r"(?:\s*«class_called»)?(?:\s*«class_points»)?"
)
_SCORED = (
    r"<<scale>>\s*«score_called»?\s*(?:«is»|≥|≤|>|<)?\s*\d+"
    r"(?:\s*(?:[~/-]|«or»|«to»)\s*\d+)?(?:\s*«score_points»)?"
)
_BOUND = r"«number»(?:\s*«measure_unit»)?"
_MEASURED = (
    rf"<<measure>>(?:\s*\(\s*<<measure>>\s*\))?\s*«score_called»?\s*(?:«compare»\s*)+{_BOUND}(?:\s*«measure_tail»)?"
    rf"|<<marker>>\s*(?:«compare»\s*)+«number»\s*%(?:\s*«measure_tail»)?"
    rf"|<<measure>>\s*{_BOUND}\s*«measure_tail»"
    rf"|<<measure>>\s*«number»\s*(?:«measure_unit»)?\s*[~-]\s*{_BOUND}"
)
_SAME_MEASURE = (
    r"(?<=«same_measure_before»)[<>≥≤]\s*«number»\s*«same_measure_unit»(?=\s*«same_measure_after»)"
)
_AGE = (
    r"(?:«age_word»\s*)?(?:[≥>≤<]=?\s*«number»\s*«years_old»|«number»\s*«years_old»\s*«up_words»"
    r"|«number»\s*«years_old»?\s*[~-]\s*«number»\s*«years_old»)"
    r"|\baged\s*(?:[≥>≤<]=?\s*)?«number»(?:\s*(?:-|to)\s*«number»)?\s*years?(?:«elder_tail»)?"
    r"|«number»\s*(?:years?|yrs?)(?:\s+of\s+age)?«elder_tail»"
    r"|(?:1[5-9]|[2-9]\d)\s*[~-]\s*\d\d\s*(?:years?|yrs?)(?:\s+of\s+age)?"
    r"|\b(?:age|older\s+than|younger\s+than|aged)\s*(?:[≥>≤<]=?\s*|over\s+|under\s+)?«number»\s*(?:years?|yrs?)"
    r"|(?<=patients?\s*)[≥≤<>]\s*«number»\s*years?(?:\s+of\s+age)?"
)
_CHAIN = r"(?:<<drug>>|<<class>>|<<regimen>>)(?:«refractory_link»(?:<<drug>>|<<class>>|<<regimen>>))*"
_RESISTANT = (
    rf"(?:«toward»\s*)?{_CHAIN}«refractory_mid»(?:«refractory_zh»)«refractory_tail»"
    rf"|{_CHAIN}-(?:«refractory_en»)"
    rf"|(?:«refractory_en»)«refractory_tail»\s+to\s+(?:both\s+)?{_CHAIN}(?:\s+and\s+to\s+the\s+last\s+line)?"
    rf"|{_CHAIN}\s+(?:«refractory_en»)(?=\s+(?:patients|disease|population|subgroup|cohort))"
)
_PART = r"(?<![A-Za-z0-9])«part_label»\s*«part_name»|«part_name»\s*«part_label»|«part_en»\s+«part_label»"
_REGION = r"<<region>>(?=\s*«region_tail»)"
_NONE_OF = r"«without_word»\s*<<population>>«such_features»?"
_TARGETED = rf"(?:{_CHAIN}|[A-Za-z][A-Za-z0-9/-]{{1,11}}\s*«blocker»)"
_FAILED = (
    rf"(?:{_TARGETED}\s*)?«failed»(?=\s*«of»)|{_TARGETED}\s*«failed_of»(?=\s*«of»)"
    rf"|«progressed»\s+(?:[\w/-]+\s+){{0,4}}?(?:{_CHAIN}|«prior_treatment»)"
)
_NARROWED = (
    r"<<modifier>>(?=\s+«patients»\s+«having»\s+"
    r"(?:(?:<<modifier>>|<<state>>)\s*,?\s*)*(?:<<setting>>|<<disease>>))"
)
_TREATED = r"<<state>>\s*(?:<<marker>>\s*)?<<status>>"
_RESECTED = r"«resected»(?=\s*«of»)"
_TRANSPLANT = r"«transplant_word»(?=\s+(?:patients|participants|subgroup|population)\b)"
_BEFOREHAND = r"«prior_word»\s+«prior_treatment»|«prior_treatment_zh»"
_RISK = (
    r"(?:«cytogenetic»\s*)?«risk_level»(?:\s*«cytogenetic»)?"
    r"(?=\s*(?:«of»?\s*«people»|«subgroup_after»|«risk_group»|«of»\s*(?:<<setting>>|<<disease>>)))"
    r"|«with_risk»\K«risk_level»"
)
_PREFIXED = r"(?<![A-Za-z0-9-])«disease_prefix»(?-i:[A-Z]{2,6})(?![A-Za-z0-9])"
_CALLED = r"«called_before»(?:(?!«called_stop»)[\p{Han}A-Za-z0-9+/-]){2,10}(?=\s*«subgroup_called»)"
_CALLED_WORD = r"(?!(?:«called_stop»)\b)[A-Za-z0-9+≥≤<>/-]+"
_CALLED_LATIN = (
    rf"(?<=\b(?:in|among|for)\s+the\s){_CALLED_WORD}(?:\s+{_CALLED_WORD})?(?=\s+«subgroup_called»)"
)
_WEAK_KINDS = {"line", "region", "sex", "stage", "disease_state", "metastasis"}
_NARROW_KINDS = {"line", "region", "stage", "disease_state"}  # of these, people alone make no subgroup
_HELD_KINDS = {"metastasis"}  # what patients are "with"
_TRANSLOCATION = r"(?<![A-Za-z0-9])(?-i:t|del|gain|amp|inv)\s?\(\d{1,2}[pq]?\d*(?:;\s?\d{1,2}[pq]?\d*)?\)"
_RULES = (
    (_MARKED, "population.marker", ("marker", "status", "biomarker")),
    (
        _SETTING,
        "population.setting",
        ("biomarker", "modifier", "marker", "status", "state", "disease", "setting", "generic"),
    ),
    (_STAGED, "population.staged", ("disease", "state", "biomarker", "modifier", "marker", "status")),
    (_LETTERED_STAGE, "population.stage", ()),
    (_SCALED_STAGE, "population.stage", ("stage",)),
    (_SCALED_CLASS, "population.class", ("grade_scale",)),
    (_SCORED, "population.score", ("scale",)),
    (_MEASURED, "population.bound", ("measure", "marker")),
    (_SAME_MEASURE, "population.bound", ()),
    (_AGE, "population.age", ()),
    (_RESISTANT, "population.resistant", ("drug", "class", "regimen")),
    (_PART, "population.part", ()),
    (_REGION, "population.region", ("region",)),
    (_TRANSLOCATION, "population.cytogenetic", ()),
    ("«prior_lines»", "population.lines", ()),
    (_NONE_OF, "population.none", ("population",)),
    (r"<<frailty>>{2,}", "population.frailty", ("frailty",)),
    (r"<<state>>(?=\s*\(\s*<<setting>>\s*[),])", "population.named", ("state", "setting")),
    (_TRANSPLANT, "population.transplant", ()),
    (_BEFOREHAND, "population.beforehand", ("drug",)),
    (_FAILED, "population.failed", ("drug", "class", "regimen")),
    (_NARROWED, "population.narrowed", ("setting", "modifier", "state", "disease")),
    (_TREATED, "population.treated", ("state", "marker", "status")),
    (_RESECTED, "population.resected", ()),
    (r"«stage_word»\s*" + _ROMAN_STAGE, "population.stage", ()),
    (r"«transplant_fit»", "population.transplant", ("setting", "disease")),
    (r"«organ_function»", "population.organ", ()),
    (_PREFIXED, "population.prefixed", ()),
    (_RISK, "population.risk", ()),
    (_CALLED, "population.called", ()),
    (_CALLED_LATIN, "population.called", ()),
)

_TELLING = {  # a word that no match of a slow rule is without
    "population.age": r"«years_old»|years?|yrs?|\baged?|«age_word»",
    "population.failed": "«failed»|«failed_of»|«progressed»",
    "population.resistant": "«refractory_zh»|«refractory_en»",
    "population.called": "«subgroup_called»",
    "population.risk": "«risk_level»",
}


def match(view: View) -> Iterator[Candidate]:
    """Settings and subgroups of the lexicon, and those composed of states, markers, bounds and drugs."""
    for hit in view.of("population"):
        start, end = _core(view, hit.start, hit.end, hit.key)
        if not view.heard(hit) and _stands(view, hit, start, end) and not _is_pair(view, hit):
            yield Candidate(start, end, Label.POPULATION, "population.lexicon")
    for hit in view.of("biomarker"):
        yield Candidate(_with_negation(view, hit.start), hit.end, Label.POPULATION, "population.biomarker")
    for template, source, kinds in _RULES:
        if source in _TELLING and view.words.pattern(_TELLING[source]).search(view.flat) is None:
            continue
        for found in view.finditer(template, *kinds):
            if _sensible(view, found.start(), found.end(), source):
                start = _with_negation(view, found.start())
                for part in _parts(view, start, found.end(), source):
                    yield Candidate(*part, Label.POPULATION, source, 0, 0.9)


def _parts(view: View, start: int, end: int, source: str) -> Iterator[tuple[int, int]]:
    """A setting's abbreviation stands for itself: what narrows it in English is a mention of its own."""
    link = view.words.pattern(r"(?<=\S)\s*«of»\s*").search(view.flat, start, end)
    if source == "population.setting" and link is not None and _is_setting(view, link.end(), end):
        yield start, link.start()
        yield link.end(), end
        return
    code = next((hit for hit in view.of("setting") if start < hit.start and hit.end == end), None)
    english = code is not None and view.flat[start:end].isascii()
    if (
        source != "population.setting"
        or code is None
        or not english
        or not is_code(view.text[code.start : end])
    ):
        yield start, end
        return
    for piece in view.words.pattern(r"[^\s,](?:[^,]*[^\s,])?").finditer(view.flat, start, code.start):
        yield piece.span()
    yield code.start, end


def _is_setting(view: View, start: int, end: int) -> bool:
    """Whether a stretch is a setting without what stands before it (``初治的`` + ``晚期胃癌``)."""
    if any((hit.start, hit.end) == (start, end) for hit in view.of("setting")):
        return True
    kinds = ("biomarker", "modifier", "marker", "status", "state", "disease", "setting", "generic")
    return view.words.pattern(_SETTING).fullmatch(view.mask(*kinds), start, end) is not None


def _core(view: View, start: int, end: int, hit_key: str) -> tuple[int, int]:
    """A form without the people it speaks of (``高危患者``), and with the negation before it (``非高危``)."""
    found = view.words.pattern(r"(?:«having»\s*)?(?P<core>.+?)\s*(?:«people»)?").fullmatch(
        view.flat, start, end
    )
    if found is not None:
        start, end = found.span("core")
    shorter = view.words.pattern(r"(?P<core>.+?)\s*«aberration»").fullmatch(view.flat, start, end)
    if shorter is not None and shorter.span("core") in {
        (hit.start, hit.end) for hit in view.of("population")
    }:
        end = shorter.end("core")
    baseline = view.words.pattern(r"«baseline»\s*$").search(view.flat, max(0, start - 10), start)
    if baseline is not None and _kind(view, hit_key) in ("biomarker", *_HELD_KINDS):
        start = baseline.start()
    return _with_negation(view, start), end


def _with_negation(view: View, start: int) -> int:
    negated = view.words.pattern(r"«not_prefix»$").search(view.flat, max(0, start - 4), start)
    return negated.start() if negated else start


def _stands(view: View, hit: Hit, start: int, end: int) -> bool:
    """Whether a form may stand alone: no bare disease, no word that narrows only in a subgroup's name."""
    if any(disease.start <= start and end <= disease.end for disease in view.of("disease")):
        return False
    if after(view, "«not_population_after»", end):
        return False
    kind = _kind(view, hit.key)
    if any(start <= noun.start and noun.end <= end for noun in view.of("generic")):
        return True
    weak = (
        kind in _WEAK_KINDS
        or view.words.pattern("«weak_population»").fullmatch(view.flat, start, end) is not None
    )
    return (
        not weak
        or after(view, r"\s*(?:«subgroup_after»|\(\s*(?:n\s*=\s*\d+|\d+\s*例)\s*\))", end)
        or (kind not in _NARROW_KINDS and after(view, r"\s*«of»?\s*«people»", end))
        or (kind in _HELD_KINDS and before(view, "«having»", start))
    )


def _is_pair(view: View, hit: Hit) -> bool:
    """Whether a form is a setting behind an eligibility (``不适合移植的 NDMM``), which are two mentions."""
    inside = [other for other in view.of("population") if hit.start <= other.start and other.end <= hit.end]
    firsts = [
        other for other in inside if other.start == hit.start and _kind(view, other.key) == "transplant"
    ]
    lasts = [other for other in inside if other.end == hit.end and other.start > hit.start]
    return any(first.end <= last.start for first in firsts for last in lasts)


def _kind(view: View, key: str) -> str:
    entry = view.words.lexicon.populations.entries.get(key)
    return entry.kind if entry else ""


def _sensible(view: View, start: int, end: int, source: str) -> bool:
    if source == "population.resistant":
        return not after(view, "«not_population_after»", end)
    if source == "population.prefixed":
        return codes_disease(view.text[start:end], view.words.lexicon)
    if source == "population.age":
        return not before(view, "«age_no_group»", start) and not after(view, r"\s*«dividing»", end)
    return True
