"""Chinese names by their sound: right among a few candidates, silent where the drug is not among them."""

from __future__ import annotations

from random import Random

import pytest

from isaextract.lexicon import Drug, Lexicon, load_lexicon
from isaextract.link.sounds import renders


@pytest.fixture(scope="module")
def lexicon() -> Lexicon:
    return load_lexicon()


@pytest.mark.parametrize(
    ("name", "inns", "found"),
    [
        ("来那度胺", {"lenalidomide", "pomalidomide"}, "lenalidomide"),
        ("泊马度胺", {"lenalidomide", "pomalidomide"}, "pomalidomide"),
        ("卡非佐米", {"bortezomib", "carfilzomib"}, "carfilzomib"),
        ("奥沙利铂", {"oxaliplatin", "cisplatin"}, "oxaliplatin"),
        ("泼尼松", {"prednisone", "melphalan"}, "prednisone"),
        ("瑞复美", {"lenalidomide"}, ""),  # a trade name
        ("达雷妥尤单抗", {"isatuximab", "zolbetuximab"}, ""),
        ("德曲妥珠单抗", {"trastuzumab deruxtecan"}, ""),  # of two words: not decided by sound
        ("Isa", {"isatuximab"}, ""),
        ("来那度胺", set(), ""),
    ],
)
def test_a_name_renders(lexicon: Lexicon, name: str, inns: set[str], found: str) -> None:
    assert renders(name, inns, lexicon) == found


def _transliterated(lexicon: Lexicon) -> list[Drug]:
    drugs = lexicon.drugs.entries.values()
    return [d for d in drugs if d.zh and len(d.zh[0]) > 2 and d.key.isalpha() and len(d.key) > 4]


def test_it_is_right_among_a_few_and_seldom_speaks_where_it_should_not(lexicon: Lexicon) -> None:
    rng, drugs = Random(0), _transliterated(lexicon)
    found = wrong = invented = 0
    for drug in drugs:
        others = rng.sample([other.key for other in drugs if other is not drug], 4)
        said = renders(drug.zh[0], [drug.key, *others], lexicon)
        found += said == drug.key
        wrong += said not in ("", drug.key)
        invented += renders(drug.zh[0], others, lexicon) != ""
    assert found / len(drugs) > 0.70
    assert wrong / len(drugs) < 0.01
    assert invented / len(drugs) < 0.04
