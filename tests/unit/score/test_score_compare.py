"""When two rows agree, by the contract's section "Comparing rows"."""

from dataclasses import replace
from typing import Any

import pytest

from isaextract.schema import EvidenceRow
from isaextract.score.compare import Level, level, same_p, same_subgroup

ROW = EvidenceRow(
    "d", "ORR", "rate", 60.4, "%",
    trial_ids=("NCT1",), trial_name="ICARIA-MM", phase="3", regimen=("dexamethasone", "isatuximab"),
)  # fmt: skip
CONTRAST = replace(ROW, endpoint="PFS", measure="hazard_ratio", value=0.6, unit="", comparator=("placebo",))


@pytest.mark.parametrize(
    "change",
    [
        {"endpoint": "CR"},
        {"measure": "median"},
        {"value": 60.5},
        {"value": 60.4 + 2e-9},
        {"value": None},
        {"unit": ""},
        {"status": "not_reached"},
    ],
)
def test_number_asks_for_endpoint_measure_value_unit_status(change: dict[str, Any]) -> None:
    assert level(ROW, replace(ROW, **change)) is Level.NONE


def test_values_are_numbers_not_text() -> None:
    assert level(replace(ROW, value=60), replace(ROW, value=60.0)) is Level.FULL
    assert level(replace(ROW, value=0.3), replace(ROW, value=0.1 + 0.2)) is Level.FULL
    missing = replace(ROW, value=None, unit="", status="not_reached")
    assert level(missing, missing) is Level.FULL


def test_another_arm_leaves_the_number() -> None:
    assert level(ROW, replace(ROW, regimen=("dexamethasone",))) is Level.NUMBER
    assert level(CONTRAST, replace(CONTRAST, comparator=())) is Level.NUMBER


def test_arms_are_sets() -> None:
    assert level(ROW, replace(ROW, regimen=("isatuximab", "dexamethasone"))) is Level.FULL


def test_a_turned_contrast_is_another_arm() -> None:
    turned = replace(CONTRAST, regimen=CONTRAST.comparator, comparator=CONTRAST.regimen)
    assert level(CONTRAST, turned) is Level.NUMBER


@pytest.mark.parametrize(
    "change",
    [
        {"event": "anemia"},
        {"grade": ">=3"},
        {"timepoint": "12 month"},
        {"subgroup": "高危"},
        {"trial_ids": ("NCT2",), "trial_name": ""},
        {"phase": "2"},
    ],
)
def test_other_circumstances_leave_the_arm(change: dict[str, Any]) -> None:
    assert level(ROW, replace(ROW, **change)) is Level.ARM


@pytest.mark.parametrize(
    "change",
    [{"population": "x"}, {"n": 1}, {"ci_low": 1.0}, {"p": "0.1"}, {"follow_up": "x"}, {"citations": ("9",)}],
)
def test_fields_of_no_level_do_not_count(change: dict[str, Any]) -> None:
    assert level(ROW, replace(ROW, **change)) is Level.FULL


@pytest.mark.parametrize(
    ("left", "right", "same"),
    [
        ("eGFR < 50", "EGFR<50", True),
        ("Ａ 部分", "A部分", True),
        ("高危", "高危患者", True),
        ("≥75 岁; 高危", "高危", True),
        ("", "高危", False),
        ("高危", "", False),
        ("高危", "标危", False),
    ],
)
def test_subgroups_are_folded_or_contained(left: str, right: str, same: bool) -> None:
    assert same_subgroup(left, right) is same


@pytest.mark.parametrize(
    ("left", "right", "same"),
    [
        ((("NCT1",), "A", "3"), (("NCT1", "EudraCT 1"), "", "3"), True),
        ((("NCT1",), "A", "1b"), (("NCT1",), "A", "2"), False),
        ((("NCT1",), "A", "3"), (("NCT1",), "A", ""), True),
        ((("NCT1",), "IKEMA", ""), ((), "ikema", ""), True),
        ((("NCT1",), "IKEMA", ""), (("NCT2",), "IKEMA", ""), True),
        ((("NCT1",), "A", ""), (("NCT2",), "B", ""), False),
        ((("NCT1",), "", ""), ((), "", ""), False),
        (((), "", "1"), ((), "", "2"), True),
        (((), "A", ""), ((), "", ""), False),
    ],
)
def test_the_same_study(left: tuple[Any, ...], right: tuple[Any, ...], same: bool) -> None:
    rows = [replace(ROW, trial_ids=ids, trial_name=name, phase=phase) for ids, name, phase in (left, right)]
    assert (level(*rows) is Level.FULL) is same
    assert (level(*reversed(rows)) is Level.FULL) is same


def test_p_values_without_spaces_width_and_equals_sign() -> None:
    assert same_p("= 0.0010", "0.0010")
    assert same_p("＜ 0.001", "<0.001")
    assert not same_p("<0.001", "0.001")
    assert not same_p("", "0.001")
