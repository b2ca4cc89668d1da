"""Names that no list holds: invented after the habits by which such names are made."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import cache
from pathlib import Path
from random import Random

import regex

from isaextract.schema import Label
from isaextract.train.pool import Pool, Script

PARTS = Path(__file__).parent / "data" / "parts.tsv"


@cache
def parts() -> Mapping[str, tuple[str, ...]]:
    """The building blocks of ``parts.tsv``, by name."""
    lines = PARTS.read_text(encoding="utf-8").splitlines()
    rows = (line.split("\t") for line in lines if line.strip() and not line.startswith("#"))
    return {name: tuple(items.split("|")) for name, items in rows}


def invent(rng: Random, label: Label, script: Script, pool: Pool) -> str:
    """A name of a kind and script; ``""`` where none can be made."""
    maker = _MAKERS.get((label, script))
    return maker(rng, pool) if maker else ""


def pick(rng: Random, name: str) -> str:
    """One of the building blocks of a name."""
    return rng.choice(parts()[name])


def _drug_han(rng: Random, pool: Pool) -> str:
    sounds = "".join(
        _head(pool.draw(rng, Label.DRUG, Script.HAN) or "安", rng.choice((1, 1, 2))) for _ in "ab"
    )
    if rng.random() < 0.1:
        return sounds + pick(rng, "sound_zh")
    return sounds + pick(rng, "stem_zh")


def _head(name: str, length: int) -> str:
    han = regex.findall(r"\p{Han}", name)
    start = 0 if len(han) < 5 else 1
    return "".join(han[start : start + length]) or "安"


def _drug_latin(rng: Random, pool: Pool) -> str:
    first = _letters(pool.draw(rng, Label.DRUG, Script.LATIN) or "abe")[: rng.choice((2, 3, 3, 4))]
    middle = _letters(pool.draw(rng, Label.DRUG, Script.LATIN) or "tuxi")[2 : rng.choice((4, 5))]
    name = first + middle + pick(rng, "stem_en")
    if rng.random() < 0.07:
        name += " " + pick(rng, "payload_en")
    return name.capitalize() if rng.random() < 0.25 else name


def _letters(name: str) -> str:
    return "".join(c for c in name.lower() if c.isalpha())


def _drug_code(rng: Random, pool: Pool) -> str:
    if rng.random() < 0.45:
        letters = "".join(rng.choice("ABCDGHIJKLMNPRSTVXYZ") for _ in range(rng.choice((2, 2, 3, 3))))
        number = rng.randrange(10 ** rng.choice((2, 3, 3, 4, 5)), 10**6) % 10**6
        return f"{letters}{rng.choice(('-', '', '', ' '))}{number}{rng.choice(('', '', '', '', 'a', 'A'))}"
    name = _letters(_drug_latin(rng, pool))
    short = name[: rng.choice((3, 3, 4, 4, 5))].capitalize()
    if rng.random() < 0.1:
        return f"{rng.choice('TSDRM')}-{rng.choice(('DXd', 'DM1', 'MMAE', 'Vd', 'DXd'))}"
    return short.upper() if rng.random() < 0.3 else short


def _regimen_code(rng: Random, pool: Pool) -> str:
    letters = "VRKDPTCMEIZXBGAFNS"
    code = "".join(rng.choice(letters) for _ in range(rng.choice((1, 2, 2, 2, 3, 3))))
    code += rng.choice(("d", "d", "D", "P", "p", "x", ""))
    if len(code) < 2:
        code += rng.choice("dDP")
    kind = rng.random()
    if kind < 0.3:
        return f"{_short(rng, pool)}{rng.choice(('-', '-', '-', '-', ' + ', '+'))}{code}"
    if kind < 0.36:
        return f"{code}-{pick(rng, 'transplant')}"
    if kind < 0.44:
        return code + str(rng.choice((4, 6, 8, 9, 12, 14, 18, 20, 27, 36, 56, 70)))
    if kind < 0.5:
        return f"{rng.choice(letters)}{rng.choice('+/-&')}{rng.choice(letters)}"
    return code


def _regimen_latin(rng: Random, pool: Pool) -> str:
    word = "".join(
        rng.choice(("FOL", "XEL", "FLO", "CAP", "GEM", "SOX", "DO", "TAX", "IRI", "OX", "POX", "NAP"))
        for _ in "ab"
    )
    tail = rng.choice(("IRI", "OX", "INOX", "T", "4", "6", "7", "XIRI", "P"))
    return f"{rng.choice(('', '', 'm', 'R-', 'mini-', 'dd'))}{word}{tail}"


def _short(rng: Random, pool: Pool) -> str:
    if rng.random() < 0.25:
        return rng.choice("DVKEPIRMNSTXZ")
    return _letters(_drug_latin(rng, pool))[: rng.choice((3, 3, 4))].capitalize()


def _trial(rng: Random, pool: Pool) -> str:
    kind = rng.random()
    word = _acronym(rng, pool)
    number = str(rng.choice((rng.randrange(1, 10), rng.randrange(10, 100), rng.randrange(100, 1000))))
    zeros = rng.choice(("", "", "", "0", "00"))
    if kind < 0.3:
        return word
    if kind < 0.62:
        return f"{word}{rng.choice(('-', '-', '-', ' '))}{zeros}{number}"
    if kind < 0.72:
        return f"{word}-{pick(rng, 'disease_code')}{rng.choice(('', '', '1', '-2', '01'))}"
    if kind < 0.9:
        code = rng.choice(("", "", "S", "HD", "H", "A", "GY", "GU", "BR", "N"))
        return f"{pick(rng, 'group')}{rng.choice(('', '-', ' '))}{code}{zeros}{number}"
    return f"{word} {rng.choice(('I', 'II', 'III', 'IV', 'XI', 'A', '2', '3'))}"


def _acronym(rng: Random, pool: Pool) -> str:
    kind = rng.random()
    if kind < 0.35:
        return pick(rng, "acronym")
    if kind < 0.55:
        return (
            pick(rng, "camel") + pick(rng, "camel").lower() if rng.random() < 0.4 else pick(rng, "camel_pair")
        )
    sounds = ("".join(pick(rng, "syllable") for _ in range(rng.choice((2, 2, 3))))).upper()
    return sounds[: rng.choice((4, 5, 6, 7, 8, 9))]


def _event_han(rng: Random, pool: Pool) -> str:
    kind = rng.random()
    lead = pick(rng, "severity_zh") if rng.random() < 0.1 else ""
    if kind < 0.35:
        return lead + pick(rng, "analyte_zh") + pick(rng, "change_zh")
    if kind < 0.85:
        return lead + pick(rng, "organ_zh") + pick(rng, "trouble_zh")
    return pick(rng, "system_zh") + pick(rng, "class_zh")


def _event_latin(rng: Random, pool: Pool) -> str:
    kind = rng.random()
    if kind < 0.3:
        return f"{pick(rng, 'change_before_en')} {pick(rng, 'analyte_en')}"
    if kind < 0.45:
        return f"{pick(rng, 'analyte_en')} {pick(rng, 'change_after_en')}"
    if kind < 0.75:
        name = pick(rng, "root_en") + pick(rng, "suffix_en")
        return name.capitalize() if rng.random() < 0.2 else name
    return f"{pick(rng, 'organ_en')} {pick(rng, 'trouble_en')}"


def _population_han(rng: Random, pool: Pool) -> str:
    script = Script.HAN if rng.random() < 0.6 else Script.CODE
    disease = pool.word(rng, "disease", script) or pool.word(rng, "disease", Script.HAN)
    gap = " " if rng.random() < 0.5 and script is Script.CODE else ""
    state = pool.word(rng, "state", Script.HAN)
    marker = pool.word(rng, "marker", Script.CODE) + (" " if rng.random() < 0.5 else "")
    status = pool.word(rng, "status", Script.HAN)
    drug = _drug_han(rng, pool) if rng.random() < 0.7 else pool.word(rng, "class", Script.HAN)
    bound = rng.choice(("≥", ">", "<", "≤", " ≥ ", "大于", "低于"))
    number = rng.choice((1, 2, 5, 10, 15, 20, 30, 50, 60, 65, 70, 75, 80, 400))
    measure = pool.word(rng, "measure", rng.choice((Script.HAN, Script.CODE)))
    return rng.choice((
        f"{state}{gap}{disease}",
        f"{state}{gap}{disease}",
        f"{marker}{status}{state}{disease}",
        f"{marker}{status}{disease}",
        f"{marker}{status}",
        f"{drug}{rng.choice(('难治', '耐药', '不耐受', '治疗失败', '经治'))}",
        f"对{drug}{rng.choice(('难治', '耐药'))}",
        f"{measure}{bound}{number}{pick(rng, 'unit')}",
        f"{rng.choice((60, 65, 70, 75, 80))} 岁{rng.choice(('以上', '及以上', '或以上', '以下', '及以下'))}",
        pick(rng, "subgroup_zh"),
        pick(rng, "subgroup_zh"),
    ))  # fmt: skip


def _population_code(rng: Random, pool: Pool) -> str:
    disease = pool.word(rng, "disease", Script.CODE)
    return (
        rng.choice(("RR", "ND", "m", "u", "a", "R", "HR", "LA-", "R/R ", "nd", "ad", "es", "la", "r/m "))
        + disease
    )


def _population_latin(rng: Random, pool: Pool) -> str:
    disease = pool.word(rng, "disease", Script.LATIN) or "cancer"
    marker, status = pool.word(rng, "marker", Script.CODE), pick(rng, "status_en")
    state = pool.word(rng, "state", Script.LATIN) or "advanced"
    return rng.choice((
        f"{state} {disease}",
        f"{state} {disease}",
        f"{marker}-{status} {state} {disease}",
        f"{marker}-{status}",
        f"{_drug_latin(rng, pool).lower()}-{rng.choice(('refractory', 'resistant', 'exposed', 'naive'))}",
        f"refractory to {_drug_latin(rng, pool).lower()}",
        f"aged {rng.choice((65, 70, 75, 80))} years or {rng.choice(('older', 'younger'))}",
        pick(rng, "subgroup_en"),
        pick(rng, "subgroup_en"),
    ))  # fmt: skip


_MAKERS: Mapping[tuple[Label, Script], Callable[[Random, Pool], str]] = {
    (Label.DRUG, Script.HAN): _drug_han,
    (Label.DRUG, Script.LATIN): _drug_latin,
    (Label.DRUG, Script.CODE): _drug_code,
    (Label.REGIMEN, Script.CODE): _regimen_code,
    (Label.REGIMEN, Script.LATIN): _regimen_latin,
    (Label.TRIAL_NAME, Script.CODE): _trial,
    (Label.TRIAL_NAME, Script.LATIN): _trial,
    (Label.EVENT, Script.HAN): _event_han,
    (Label.EVENT, Script.LATIN): _event_latin,
    (Label.POPULATION, Script.HAN): _population_han,
    (Label.POPULATION, Script.LATIN): _population_latin,
    (Label.POPULATION, Script.CODE): _population_code,
}
