"""Does a record keep to the data contract? Each check says what is wrong, and what to do."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from math import isfinite
from typing import Any

from isaextract.gold import codes

Check = Callable[[Any], bool]


def _is_text(value: Any) -> bool:
    return isinstance(value, str)


def _is_number(value: Any) -> bool:
    return value is None or (
        isinstance(value, int | float) and not isinstance(value, bool) and isfinite(value)
    )


def _is_count(value: Any) -> bool:
    return value is None or (isinstance(value, int) and not isinstance(value, bool) and value >= 0)


def _is_names(value: Any) -> bool:
    return isinstance(value, list) and all(isinstance(item, str) for item in value)


def _is_arms(value: Any) -> bool:
    return isinstance(value, list) and all(_is_names(item) and item for item in value)


TEXT: tuple[Check, str] = (_is_text, "a string")
NUMBER: tuple[Check, str] = (_is_number, "a number or null")
COUNT: tuple[Check, str] = (_is_count, "a whole number of patients or null")
NAMES: tuple[Check, str] = (_is_names, "a list of strings")
ARMS: tuple[Check, str] = (_is_arms, "a list of non-empty lists of strings")

STUDY_FIELDS: Mapping[str, tuple[Check, str]] = {
    "doc": TEXT, "ids": NAMES, "name": TEXT, "phase": TEXT, "population": TEXT, "N": COUNT, "arms": ARMS,
    "citations": NAMES,
}  # fmt: skip
ROW_FIELDS: Mapping[str, tuple[Check, str]] = {
    "doc": TEXT, "trial_ids": NAMES, "trial_name": TEXT, "phase": TEXT, "population": TEXT, "subgroup": TEXT,
    "regimen": NAMES, "comparator": NAMES, "endpoint": TEXT, "event": TEXT, "grade": TEXT, "measure": TEXT,
    "value": NUMBER, "unit": TEXT, "status": TEXT, "n": COUNT, "N": COUNT, "ci_low": NUMBER,
    "ci_high": NUMBER, "p": TEXT, "timepoint": TEXT, "follow_up": TEXT, "citations": NAMES, "quote": TEXT,
}  # fmt: skip
ROW_CODES: Mapping[str, frozenset[str]] = {
    "phase": codes.PHASES,
    "endpoint": codes.ENDPOINTS,
    "grade": codes.GRADES,
    "measure": codes.MEASURES,
    "unit": codes.UNITS,
    "status": codes.STATUSES,
}
STUDY_CODES: Mapping[str, frozenset[str]] = {"phase": codes.PHASES}


def study_faults(record: Mapping[str, Any], doc: str) -> Iterator[str]:
    """What breaks the contract in a study's record, each as ``reason: remedy``."""
    faults = [*_shape_faults(record, STUDY_FIELDS)]
    yield from faults
    if not faults:
        yield from _doc_faults(record, doc)
        yield from _code_faults(record, STUDY_CODES)
        yield from _order_faults(record["ids"], "ids")
        for arm in record["arms"]:
            yield from _order_faults(arm, "an arm")


def row_faults(record: Mapping[str, Any], doc: str, squeezed: str) -> Iterator[str]:
    """What breaks the contract in a row's record; ``squeezed`` is the text without white space."""
    faults = [*_shape_faults(record, ROW_FIELDS)]
    yield from faults
    if not faults:
        yield from _doc_faults(record, doc)
        yield from _code_faults(record, ROW_CODES)
        yield from _value_faults(record)
        yield from _quote_faults(record["quote"], squeezed)
        for name in ("regimen", "comparator"):
            yield from _order_faults(record[name], name)
        if record["comparator"] and record["measure"] not in codes.CONTRASTS:
            yield f"a {record['measure']} has no comparator: leave it [], or name a contrast as the measure"
        if record["event"] and record["endpoint"] not in codes.WITH_EVENT:
            yield f"{record['endpoint']} has no event: leave it '', or use AE, TEAE, TRAE or SAE"


def _shape_faults(record: Mapping[str, Any], fields: Mapping[str, tuple[Check, str]]) -> Iterator[str]:
    for name, (check, kind) in fields.items():
        if name not in record:
            yield f"the field {name!r} is missing: add it ({kind})"
        elif not check(record[name]):
            yield f"{name!r} is {record[name]!r}: it must be {kind}"


def _doc_faults(record: Mapping[str, Any], doc: str) -> Iterator[str]:
    if record["doc"] != doc:
        yield f"'doc' is {record['doc']!r}, the file is of {doc!r}: write the file's name without its ending"


def _code_faults(record: Mapping[str, Any], allowed: Mapping[str, frozenset[str]]) -> Iterator[str]:
    for name, values in allowed.items():
        if record[name] not in values:
            yield f"unknown {name} {record[name]!r}: use one of {' '.join(sorted(values - {''}))}"


def _value_faults(record: Mapping[str, Any]) -> Iterator[str]:
    if record["status"] == "reported" and record["value"] is None:
        yield "a reported row has no value: give the number, or the status not_reached"
    if record["status"] == "not_reached" and (record["value"] is not None or record["unit"]):
        yield "a row that was not reached has a value or a unit: write null and ''"


def _quote_faults(quote: str, squeezed: str) -> Iterator[str]:
    bare = "".join(quote.split())
    if not bare:
        yield "the quote is empty: quote the stretch of text that holds the number"
    elif bare not in squeezed:
        yield f"the quote {quote!r} is not in the text (white space ignored): copy it verbatim"


def _order_faults(names: list[str], field: str) -> Iterator[str]:
    if names != sorted(set(names)):
        yield f"{field} {names!r} is not sorted without repeats: write {sorted(set(names))!r}"
