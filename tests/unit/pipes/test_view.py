from __future__ import annotations

import pytest

from isaextract.lexicon import Lexicon, load_lexicon
from isaextract.pipes import counts, doses, percents, ratios, times
from isaextract.pipes.view import Learned, View, words_of

TEXT = (
    "共 1,234 例(12.5%), 中位 PFS11.1 个月, OS 3~4 年, HR 0.52(95%CI 0.4-0.7), 12.5.3 节; "
    "12 and 24 months, 200 mg/m2, 5·3%, 10 000 cells, n=46, 7.6 (95% CI, 6.1 to 9.9), age 65."
)


@pytest.fixture(scope="module")
def lexicon() -> Lexicon:
    return load_lexicon()


def _led_by_number(view: View) -> list[str]:
    modules = (counts, doses, percents, ratios, times)
    written = {value for module in modules for value in vars(module).values() if isinstance(value, str)}
    return sorted(t for t in written if "«number»" in t and view.words.begins_with_number(t))


def test_what_begins_with_a_number_is_found_as_by_its_pattern_alone(lexicon: Lexicon) -> None:
    view = View(TEXT, words_of(lexicon))
    templates = [*_led_by_number(view), "«number»", "(?P<first>«number»)\\s*%|«number»\\s*«time_unit»"]
    assert len(templates) > 5
    for template in templates:
        alone = view.words.pattern(template).finditer(view.flat)
        assert [m.span() for m in view.finditer(template)] == [m.span() for m in alone], template


@pytest.mark.parametrize(
    ("template", "led"),
    [
        ("«number»\\s*%", True),
        ("(?<!x)(?P<n>«number»)|«number»", True),
        ("«number»|«ci»", False),
        ("(?:«number»|a)b", False),
        ("\\s*«number»", False),
    ],
)
def test_every_branch_must_begin_with_the_number(lexicon: Lexicon, template: str, led: bool) -> None:
    assert words_of(lexicon).begins_with_number(template) is led


def test_a_taught_view_masks_what_it_learned_and_the_plain_one_does_not(lexicon: Lexicon) -> None:
    plain = View("PETREL-9 研究中", words_of(lexicon))
    taught = plain.taught(Learned(frozenset({"PETREL-9"})))
    assert [hit.kind for hit in taught.of("trial")] == ["trial"]
    assert not plain.of("trial")
    assert plain.mask("trial") == plain.flat != taught.mask("trial")
    assert list(taught.finditer("<<trial>>", "trial"))
    assert not list(plain.finditer("<<trial>>", "trial"))
    assert taught.taught(Learned()).hits == plain.hits
