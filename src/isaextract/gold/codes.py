"""The closed lists of the data contract: what a coded field may hold."""

from __future__ import annotations

RESPONSES = frozenset({
    "ORR", "sCR", "CR", "CR_or_better", "nCR", "VGPR", "VGPR_or_better", "PR", "MR", "MR_or_better",
    "SD", "PD", "CBR", "DCR", "MRD_negativity", "renal_CR", "renal_response", "pCR", "MPR", "CMR",
    "CHR", "MMR", "cytogenetic_response",
})  # fmt: skip
TIMES_TO_EVENT = frozenset({
    "PFS", "PFS2", "OS", "EFS", "DFS", "RFS", "IDFS", "TTP", "DOR", "TTR", "TTBR", "TTNT", "TTD",
})  # fmt: skip
SAFETY = frozenset({
    "AE", "TEAE", "TRAE", "SAE", "AE_discontinuation", "AE_dose_reduction", "AE_death", "DLT",
    "mortality", "CRS", "ICANS",
})  # fmt: skip
ENDPOINTS = RESPONSES | TIMES_TO_EVENT | SAFETY | {"infusion_duration", "QoL"}
WITH_EVENT = frozenset({"AE", "TEAE", "TRAE", "SAE"})
CONTRASTS = frozenset({"hazard_ratio", "odds_ratio", "risk_ratio", "risk_reduction", "difference"})
MEASURES = CONTRASTS | {"rate", "median", "mean", "count"}
UNITS = frozenset({"%", "month", "week", "day", "hour", "year", ""})
STATUSES = frozenset({"reported", "not_reached"})
GRADES = frozenset({"", "1", "2", "3", "4", "5", "1-2", "2-3", "3-4", ">=2", ">=3", ">=4"})
PHASES = frozenset({"", "1", "1a", "1b", "1/2", "2", "2a", "2b", "2/3", "3", "4"})
