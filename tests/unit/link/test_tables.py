# ruff: noqa: E501
"""Tables of all shapes, in both languages, with invented drugs and trials.

Each case is a table as tagged text and the rows that it holds, one per line.
"""

from __future__ import annotations

import pytest

from isaextract.lexicon import Lexicon, load_lexicon
from unit.link.tables_kit import Case, results_of


@pytest.fixture(scope="module")
def lexicon() -> Lexicon:
    return load_lexicon()


CASES = [
    Case(
        "rows are studies and arms, the study cell left empty",
        """
Table 1 Efficacy of first-line trials

Trial | Treatment | n | ⟦ENDPOINT|ORR⟧ (%) | Median ⟦ENDPOINT|PFS⟧ (95% CI), months | HR (95% CI) | P value
⟦TRIAL_NAME|NOVA-1⟧ ⟦CITATION|[4]⟧ | ⟦DRUG|zanvotinib⟧ + ⟦DRUG|plaxumab⟧ | ⟦COUNT|210⟧ | ⟦PERCENT|48.1⟧ | ⟦TIME|11.5⟧ (⟦CI|8.9–13.9⟧) | ⟦RATIO|0.61⟧ (⟦CI|0.47–0.79⟧) | ⟦PVALUE|<0.001⟧
 | ⟦DRUG|zanvotinib⟧ | ⟦COUNT|205⟧ | ⟦PERCENT|30.2⟧ | ⟦TIME|7.4⟧ (⟦CI|6.0–8.8⟧) | reference |
⟦TRIAL_NAME|NOVA-2⟧ ⟦CITATION|[5]⟧ | ⟦DRUG|plaxumab⟧ | ⟦COUNT|99⟧ | NR | NE | — |

Notes: HR, hazard ratio for ⟦ENDPOINT|PFS⟧; NR, not reported; NE, not reached.
""",
        """
NOVA-1: plaxumab+zanvotinib | ORR | rate 48.1 % | N=210, cites 4
NOVA-1: plaxumab+zanvotinib | PFS | median 11.5 month | N=210, CI 8.9-13.9, cites 4
NOVA-1: plaxumab+zanvotinib vs zanvotinib | PFS | hazard_ratio 0.61 | CI 0.47-0.79, p=<0.001, cites 4
NOVA-1: zanvotinib | ORR | rate 30.2 % | N=205, cites 4
NOVA-1: zanvotinib | PFS | median 7.4 month | N=205, CI 6-8.8, cites 4
NOVA-2: plaxumab | PFS | median not reached | N=99, cites 5
""",
    ),
    Case(
        "rows are studies, cells hold both sides, the caption says whose they are",
        """
表 1 主要研究结果（安慰剂 vs 试验药）

研究 | 试验药 | 例数 | ⟦ENDPOINT|ORR⟧（%） | 中位 ⟦ENDPOINT|OS⟧（月） | HR（95%CI） | P 值
⟦TRIAL_NAME|晨星-1⟧⟦CITATION|［7］⟧ | ⟦DRUG|赞沃替尼⟧ | ⟦COUNT|100⟧ vs ⟦COUNT|203⟧ | ⟦PERCENT|3.0⟧ vs ⟦PERCENT|12.5⟧ | ⟦TIME|8.1⟧ vs ⟦TIME|10.9⟧ | ⟦RATIO|0.70⟧（⟦CI|0.54～0.91⟧）a | ⟦PVALUE|0.008⟧
⟦TRIAL_NAME|晨星-2⟧⟦CITATION|［8］⟧ | ⟦DRUG|普拉单抗⟧ | ⟦COUNT|88⟧ vs ⟦COUNT|90⟧ | ⟦PERCENT|2.1⟧ vs ⟦PERCENT|9.0⟧ | ⟦TIME|7.0⟧ vs 未达到 | ⟦RATIO|0.66⟧（⟦CI|0.50～0.88⟧） | ⟦PVALUE|0.004⟧

注：HR 均指 ⟦ENDPOINT|OS⟧，a 处指 ⟦ENDPOINT|PFS⟧。
""".replace("安慰剂 vs 试验药", "⟦DRUG|安慰剂⟧ vs 试验药"),
        """
晨星-1: placebo | ORR | rate 3 % | N=100, cites 7
晨星-1: 赞沃替尼 | ORR | rate 12.5 % | N=203, cites 7
晨星-1: placebo | OS | median 8.1 month | N=100, cites 7
晨星-1: 赞沃替尼 | OS | median 10.9 month | N=203, cites 7
晨星-1: 赞沃替尼 vs placebo | PFS | hazard_ratio 0.7 | CI 0.54-0.91, p=0.008, cites 7
晨星-2: placebo | ORR | rate 2.1 % | N=88, cites 8
晨星-2: 普拉单抗 | ORR | rate 9 % | N=90, cites 8
晨星-2: placebo | OS | median 7 month | N=88, cites 8
晨星-2: 普拉单抗 | OS | median not reached | N=90, cites 8
晨星-2: 普拉单抗 vs placebo | OS | hazard_ratio 0.66 | CI 0.5-0.88, p=0.004, cites 8
""",
    ),
    Case(
        "rows are endpoints, columns the arms of one study",
        """
Table 2 Key efficacy and safety results of ⟦TRIAL_NAME|NOVA-3⟧

Outcome | ⟦DRUG|Zanvotinib⟧ + ⟦DRUG|plaxumab⟧ (n = ⟦COUNT|165⟧) | ⟦DRUG|Plaxumab⟧ (n = ⟦COUNT|160⟧) | HR (95% CI) | P value
⟦ENDPOINT|ORR⟧, n (%) | ⟦COUNT|83⟧ (⟦PERCENT|50.3⟧) | ⟦COUNT|48⟧ (⟦PERCENT|30.0⟧) |  | ⟦PVALUE|0.002⟧
Median ⟦ENDPOINT|PFS⟧ (95% CI), months | ⟦TIME|12.4⟧ (⟦CI|10.1–14.0⟧) | ⟦TIME|8.2⟧ (⟦CI|6.9–9.3⟧) | ⟦RATIO|0.58⟧ (⟦CI|0.44–0.77⟧) | ⟦PVALUE|<0.0001⟧
⟦TIME|12-month⟧ ⟦ENDPOINT|OS⟧ rate, % | ⟦PERCENT|81⟧ | ⟦PERCENT|70⟧ |  |
Median ⟦ENDPOINT|OS⟧, months | NR | ⟦TIME|23.1⟧ | ⟦RATIO|0.75⟧ (⟦CI|0.55–1.02⟧) | ⟦PVALUE|0.07⟧
⟦GRADE|Grade ≥3⟧ ⟦ENDPOINT|TRAE⟧, % | ⟦PERCENT|44⟧ | ⟦PERCENT|31⟧ |  |
⟦EVENT|Diarrhea⟧, % | ⟦PERCENT|20⟧ | ⟦PERCENT|9⟧ |  |
Median age, years | 61 | 62 |  |
""",
        """
NOVA-3: plaxumab+zanvotinib | ORR | rate 50.3 % | n=83, N=165, p=0.002
NOVA-3: plaxumab | ORR | rate 30 % | n=48, N=160, p=0.002
NOVA-3: plaxumab+zanvotinib | PFS | median 12.4 month | N=165, CI 10.1-14
NOVA-3: plaxumab | PFS | median 8.2 month | N=160, CI 6.9-9.3
NOVA-3: plaxumab+zanvotinib vs plaxumab | PFS | hazard_ratio 0.58 | CI 0.44-0.77, p=<0.0001
NOVA-3: plaxumab+zanvotinib | OS @ 12 month | rate 81 % | N=165
NOVA-3: plaxumab | OS @ 12 month | rate 70 % | N=160
NOVA-3: plaxumab+zanvotinib | OS | median not reached | N=165
NOVA-3: plaxumab | OS | median 23.1 month | N=160
NOVA-3: plaxumab+zanvotinib vs plaxumab | OS | hazard_ratio 0.75 | CI 0.55-1.02, p=0.07
NOVA-3: plaxumab+zanvotinib | TRAE >=3 | rate 44 % | N=165
NOVA-3: plaxumab | TRAE >=3 | rate 31 % | N=160
NOVA-3: plaxumab+zanvotinib | AE diarrhea | rate 20 % | N=165
NOVA-3: plaxumab | AE diarrhea | rate 9 % | N=160
""",
    ),
    Case(
        "rows are endpoints, columns are studies over their arms",
        """
表 2 两项研究的疗效

指标 | ⟦TRIAL_NAME|晨星-3⟧⟦CITATION|[3]⟧ |  | ⟦TRIAL_NAME|晨星-4⟧⟦CITATION|[4]⟧ |
 | ⟦DRUG|赞沃替尼⟧ | ⟦DRUG|安慰剂⟧ | ⟦DRUG|普拉单抗⟧ | ⟦DRUG|多西他赛⟧
例数 | ⟦COUNT|200⟧ | ⟦COUNT|100⟧ | ⟦COUNT|150⟧ | ⟦COUNT|149⟧
中位 ⟦ENDPOINT|PFS⟧，月 | ⟦TIME|5.5⟧ | ⟦TIME|1.9⟧ | ⟦TIME|4.2⟧ | ⟦TIME|3.8⟧
HR（95%CI） | ⟦RATIO|0.41⟧（⟦CI|0.31～0.54⟧） | 参照 | ⟦RATIO|0.88⟧（⟦CI|0.70～1.10⟧） | 参照
P 值 | ⟦PVALUE|<0.001⟧ |  | ⟦PVALUE|0.26⟧ |
⟦ENDPOINT|客观缓解率⟧，% | ⟦PERCENT|15⟧ | ⟦PERCENT|1⟧ | ⟦PERCENT|19⟧ | ⟦PERCENT|12⟧
""",
        """
晨星-3: 赞沃替尼 | PFS | median 5.5 month | N=200, cites 3
晨星-3: placebo | PFS | median 1.9 month | N=100, cites 3
晨星-4: 普拉单抗 | PFS | median 4.2 month | N=150, cites 4
晨星-4: docetaxel | PFS | median 3.8 month | N=149, cites 4
晨星-3: 赞沃替尼 vs placebo | PFS | hazard_ratio 0.41 | CI 0.31-0.54, p=<0.001, cites 3
晨星-4: 普拉单抗 vs docetaxel | PFS | hazard_ratio 0.88 | CI 0.7-1.1, p=0.26, cites 4
晨星-3: 赞沃替尼 | ORR | rate 15 % | N=200, cites 3
晨星-3: placebo | ORR | rate 1 % | N=100, cites 3
晨星-4: 普拉单抗 | ORR | rate 19 % | N=150, cites 4
晨星-4: docetaxel | ORR | rate 12 % | N=149, cites 4
""",
    ),
    Case(
        "rows are studies, columns the arms of one endpoint that the caption names",
        """
Table 3 Median ⟦ENDPOINT|progression-free survival⟧ (months) by arm

Study | Experimental arm | Control arm | HR (95% CI) | P
⟦TRIAL_NAME|NOVA-4⟧ ⟦CITATION|[1]⟧ | ⟦TIME|9.1⟧ | ⟦TIME|5.0⟧ | ⟦RATIO|0.55⟧ (⟦CI|0.42–0.72⟧) | ⟦PVALUE|<0.001⟧
⟦TRIAL_NAME|NOVA-5⟧ ⟦CITATION|[2]⟧ | ⟦TIME|6.2⟧ | ⟦TIME|6.0⟧ | ⟦RATIO|0.97⟧ (⟦CI|0.80–1.18⟧) | ⟦PVALUE|0.76⟧
""",
        """
NOVA-4: zanvotinib | PFS | median 9.1 month | cites 1
NOVA-4: placebo | PFS | median 5 month | cites 1
NOVA-4: zanvotinib vs placebo | PFS | hazard_ratio 0.55 | CI 0.42-0.72, p=<0.001, cites 1
NOVA-5: plaxumab | PFS | median 6.2 month | cites 2
NOVA-5: docetaxel | PFS | median 6 month | cites 2
NOVA-5: plaxumab vs docetaxel | PFS | hazard_ratio 0.97 | CI 0.8-1.18, p=0.76, cites 2
""",
        arms={
            "NOVA-4": ["zanvotinib:experimental", "placebo:control"],
            "NOVA-5": ["docetaxel:control", "plaxumab:experimental"],
        },
    ),
    Case(
        "rows are adverse events, columns arms over grades",
        """
Table 4 ⟦ENDPOINT|Treatment-related adverse events⟧ in ⟦TRIAL_NAME|NOVA-6⟧, n (%)

Event | ⟦DRUG|Zanvotinib⟧ (n = ⟦COUNT|200⟧) |  | ⟦DRUG|Placebo⟧ (n = ⟦COUNT|100⟧) |
 | Any grade | ⟦GRADE|Grade ≥3⟧ | Any grade | ⟦GRADE|Grade ≥3⟧
Any ⟦ENDPOINT|TRAE⟧ | ⟦COUNT|180⟧ (⟦PERCENT|90⟧) | ⟦COUNT|90⟧ (⟦PERCENT|45⟧) | ⟦COUNT|60⟧ (⟦PERCENT|60⟧) | ⟦COUNT|10⟧ (⟦PERCENT|10⟧)
⟦EVENT|Hypertension⟧ | ⟦COUNT|64⟧ (⟦PERCENT|32⟧) | ⟦COUNT|30⟧ (⟦PERCENT|15⟧) | ⟦COUNT|12⟧ (⟦PERCENT|12⟧) | ⟦COUNT|3⟧ (⟦PERCENT|3⟧)
⟦EVENT|Fatigue⟧ | ⟦COUNT|50⟧ (⟦PERCENT|25⟧) | — | ⟦COUNT|20⟧ (⟦PERCENT|20⟧) | ⟦COUNT|0⟧ (⟦PERCENT|0⟧)
""",
        """
NOVA-6: zanvotinib | TRAE | rate 90 % | n=180, N=200
NOVA-6: zanvotinib | TRAE >=3 | rate 45 % | n=90, N=200
NOVA-6: placebo | TRAE | rate 60 % | n=60, N=100
NOVA-6: placebo | TRAE >=3 | rate 10 % | n=10, N=100
NOVA-6: zanvotinib | TRAE hypertension | rate 32 % | n=64, N=200
NOVA-6: zanvotinib | TRAE hypertension >=3 | rate 15 % | n=30, N=200
NOVA-6: placebo | TRAE hypertension | rate 12 % | n=12, N=100
NOVA-6: placebo | TRAE hypertension >=3 | rate 3 % | n=3, N=100
NOVA-6: zanvotinib | TRAE fatigue | rate 25 % | n=50, N=200
NOVA-6: placebo | TRAE fatigue | rate 20 % | n=20, N=100
NOVA-6: placebo | TRAE fatigue >=3 | rate 0 % | n=0, N=100
""",
    ),
    Case(
        "rows are adverse events, columns grades over arms, a section for each kind",
        """
表 3 ⟦TRIAL_NAME|晨星-5⟧ 研究的⟦ENDPOINT|不良事件⟧发生率（%）

事件 | 任何级别 |  | ⟦GRADE|≥3 级⟧ |
 | ⟦DRUG|赞沃替尼⟧组 | ⟦DRUG|安慰剂⟧组 | ⟦DRUG|赞沃替尼⟧组 | ⟦DRUG|安慰剂⟧组
血液学 |  |  |  |
⟦EVENT|贫血⟧ | ⟦PERCENT|30.1⟧ | ⟦PERCENT|20.0⟧ | ⟦PERCENT|5.5⟧ | ⟦PERCENT|2.0⟧
非血液学 |  |  |  |
⟦EVENT|腹泻⟧ | ⟦PERCENT|40.2⟧ | ⟦PERCENT|11.3⟧ | ⟦PERCENT|6.1⟧ | ⟦PERCENT|0⟧
""",
        """
晨星-5: 赞沃替尼 | AE anemia | rate 30.1 %
晨星-5: placebo | AE anemia | rate 20 %
晨星-5: 赞沃替尼 | AE anemia >=3 | rate 5.5 %
晨星-5: placebo | AE anemia >=3 | rate 2 %
晨星-5: 赞沃替尼 | AE diarrhea | rate 40.2 %
晨星-5: placebo | AE diarrhea | rate 11.3 %
晨星-5: 赞沃替尼 | AE diarrhea >=3 | rate 6.1 %
晨星-5: placebo | AE diarrhea >=3 | rate 0 %
""",
    ),
    Case(
        "rows are subgroups of one contrast",
        """
Table 5 Hazard ratios for ⟦ENDPOINT|death⟧ in subgroups of ⟦TRIAL_NAME|NOVA-7⟧ (⟦DRUG|zanvotinib⟧ vs ⟦DRUG|docetaxel⟧)

Subgroup | Patients | HR (95% CI)
All patients | ⟦COUNT|400⟧ | ⟦RATIO|0.72⟧ (⟦CI|0.58–0.89⟧)
⟦POPULATION|Liver metastases⟧ | ⟦COUNT|120⟧ | ⟦RATIO|0.90⟧ (⟦CI|0.62–1.31⟧)
⟦POPULATION|Age ≥65 years⟧ | ⟦COUNT|180⟧ | ⟦RATIO|0.69⟧ (⟦CI|0.50–0.95⟧)
""",
        """
NOVA-7: zanvotinib vs docetaxel | OS | hazard_ratio 0.72 | CI 0.58-0.89
NOVA-7: zanvotinib vs docetaxel | OS | hazard_ratio 0.9 | [Liver metastases], CI 0.62-1.31
NOVA-7: zanvotinib vs docetaxel | OS | hazard_ratio 0.69 | [Age ≥65 years], CI 0.5-0.95
""",
    ),
    Case(
        "the transpose: rows of studies over arms become columns",
        """
Table 6 Results at a glance

 | ⟦TRIAL_NAME|NOVA-8⟧ | ⟦TRIAL_NAME|NOVA-9⟧
Treatment | ⟦DRUG|zanvotinib⟧ | ⟦DRUG|plaxumab⟧
Phase | ⟦PHASE|2⟧ | ⟦PHASE|3⟧
N | ⟦COUNT|55⟧ | ⟦COUNT|310⟧
⟦ENDPOINT|ORR⟧ | ⟦PERCENT|25%⟧ (⟦COUNT|14/55⟧) | ⟦PERCENT|33%⟧
⟦ENDPOINT|DOR⟧, median | ⟦TIME|8.0 months⟧ | not reached
""",
        """
NOVA-8: zanvotinib | ORR | rate 25 % | n=14, N=55
NOVA-9: plaxumab | ORR | rate 33 % | N=310
NOVA-8: zanvotinib | DOR | median 8 month | N=55
NOVA-9: plaxumab | DOR | median not reached | N=310
""",
    ),
    Case(
        "marks say which arms a ratio compares, and when it was taken",
        """
表 4 三组研究

研究 | 治疗组 | n | 中位 ⟦ENDPOINT|OS⟧，月 | HR（95%CI）
⟦TRIAL_NAME|晨星-6⟧⟦CITATION|[6]⟧a | ⟦DRUG|赞沃替尼⟧ + ⟦DRUG|普拉单抗⟧ | ⟦COUNT|100⟧ | ⟦TIME|20.0⟧ | ⟦RATIO|0.70⟧（⟦CI|0.60～0.82⟧）b
 | ⟦DRUG|赞沃替尼⟧ | ⟦COUNT|101⟧ | ⟦TIME|16.0⟧ | ⟦RATIO|0.88⟧（⟦CI|0.70～1.10⟧）c
 | ⟦DRUG|安慰剂⟧ | ⟦COUNT|102⟧ | ⟦TIME|15.0⟧ | —

注：a 中位随访 ⟦TIME|2 年⟧；HR 均指 ⟦ENDPOINT|OS⟧；b 与⟦DRUG|赞沃替尼⟧ 比 ⟦DRUG|安慰剂⟧ 无关，⟦DRUG|赞沃替尼⟧ + ⟦DRUG|普拉单抗⟧；c 比⟦DRUG|安慰剂⟧；—，未报告。
""".replace(
            "b 与⟦DRUG|赞沃替尼⟧ 比 ⟦DRUG|安慰剂⟧ 无关，⟦DRUG|赞沃替尼⟧ + ⟦DRUG|普拉单抗⟧",
            "b ⟦DRUG|赞沃替尼⟧ + ⟦DRUG|普拉单抗⟧ 比 ⟦DRUG|赞沃替尼⟧",
        ),
        """
晨星-6: 普拉单抗+赞沃替尼 | OS | median 20 month | N=100, follow-up 24 month, cites 6
晨星-6: 普拉单抗+赞沃替尼 vs 赞沃替尼 | OS | hazard_ratio 0.7 | CI 0.6-0.82, follow-up 24 month, cites 6
晨星-6: 赞沃替尼 | OS | median 16 month | N=101, follow-up 24 month, cites 6
晨星-6: 赞沃替尼 vs placebo | OS | hazard_ratio 0.88 | CI 0.7-1.1, follow-up 24 month, cites 6
晨星-6: placebo | OS | median 15 month | N=102, follow-up 24 month, cites 6
""",
    ),
    Case(
        "two criteria side by side, schedules of the same drugs",
        """
Table 7 Dose comparison

Trial | Arm | n | ⟦ENDPOINT|ORR⟧ (mRECIST) | ⟦ENDPOINT|ORR⟧ (RECIST 1.1)
⟦TRIAL_NAME|NOVA-10⟧ | weekly ⟦DRUG|zanvotinib⟧ | ⟦COUNT|40⟧ | ⟦PERCENT|30%⟧ | ⟦PERCENT|22%⟧
⟦TRIAL_NAME|NOVA-10⟧ | daily ⟦DRUG|zanvotinib⟧ | ⟦COUNT|41⟧ | — | ⟦PERCENT|24%⟧
""",
        """
NOVA-10: zanvotinib <weekly zanvotinib> | ORR | rate 30 % | [mRECIST], N=40
NOVA-10: zanvotinib <weekly zanvotinib> | ORR | rate 22 % | [RECIST 1.1], N=40
NOVA-10: zanvotinib <daily zanvotinib> | ORR | rate 24 % | N=41
""",
    ),
    Case(
        "studies in sections, a regimen's code, ratio and interval in columns apart",
        """
Table 8 Survival

Arm | n | Median ⟦ENDPOINT|OS⟧ (mo) | HR | 95% CI | P
⟦TRIAL_NAME|NOVA-11⟧ |  |  |  |  |
⟦REGIMEN|ZP⟧ | ⟦COUNT|60⟧ | ⟦TIME|14.2⟧ | ⟦RATIO|0.80⟧ | ⟦CI|0.61–1.04⟧ | ⟦PVALUE|0.09⟧
⟦DRUG|plaxumab⟧ | ⟦COUNT|58⟧ | ⟦TIME|11.7⟧ | 1.00 |  |
⟦TRIAL_NAME|NOVA-12⟧ |  |  |  |  |
⟦DRUG|zanvotinib⟧ | ⟦COUNT|31⟧ | ⟦TIME|9.9⟧ |  |  |
""",
        """
NOVA-11: plaxumab+zanvotinib | OS | median 14.2 month | N=60
NOVA-11: plaxumab+zanvotinib vs plaxumab | OS | hazard_ratio 0.8 | CI 0.61-1.04, p=0.09
NOVA-11: plaxumab | OS | median 11.7 month | N=58
NOVA-12: zanvotinib | OS | median 9.9 month | N=31
""",
    ),
    Case(
        "the endpoints over their numbers: median, rate and ratio under one head",
        """
Table 9 Time-to-event results

Trial | Comparison | ⟦ENDPOINT|PFS⟧ |  |  | ⟦ENDPOINT|OS⟧ |
 |  | Median, months | HR (95% CI) | P | Median, months | HR (95% CI)
⟦TRIAL_NAME|NOVA-13⟧ | ⟦DRUG|zanvotinib⟧ vs ⟦DRUG|docetaxel⟧ | ⟦TIME|8.0⟧ vs ⟦TIME|6.1⟧ | ⟦RATIO|0.70⟧ (⟦CI|0.55–0.90⟧) | ⟦PVALUE|0.005⟧ | ⟦TIME|22.0⟧ vs ⟦TIME|18.4⟧ | ⟦RATIO|0.81⟧ (⟦CI|0.66–0.99⟧)
""",
        """
NOVA-13: zanvotinib | PFS | median 8 month
NOVA-13: docetaxel | PFS | median 6.1 month
NOVA-13: zanvotinib vs docetaxel | PFS | hazard_ratio 0.7 | CI 0.55-0.9, p=0.005
NOVA-13: zanvotinib | OS | median 22 month
NOVA-13: docetaxel | OS | median 18.4 month
NOVA-13: zanvotinib vs docetaxel | OS | hazard_ratio 0.81 | CI 0.66-0.99
""",
    ),
    Case(
        "a cell of prose names its endpoints itself",
        """
表 5 小样本研究

研究 | 方案 | 例数 | 主要结果
⟦TRIAL_NAME|晨星-7⟧ | ⟦DRUG|赞沃替尼⟧ | ⟦COUNT|45⟧ | ⟦ENDPOINT|ORR⟧ ⟦PERCENT|40%⟧；中位 ⟦ENDPOINT|PFS⟧ ⟦TIME|6.5 个月⟧
⟦TRIAL_NAME|晨星-8⟧ | ⟦DRUG|普拉单抗⟧ | ⟦COUNT|50⟧ | ⟦ENDPOINT|ORR⟧ ⟦PERCENT|28%⟧；⟦TIME|1 年⟧ ⟦ENDPOINT|OS⟧ 率 ⟦PERCENT|70%⟧
""",
        """
晨星-7: 赞沃替尼 | ORR | rate 40 % | N=45
晨星-7: 赞沃替尼 | PFS | median 6.5 month | N=45
晨星-8: 普拉单抗 | ORR | rate 28 % | N=50
晨星-8: 普拉单抗 | OS @ 12 month | rate 70 % | N=50
""",
    ),
    Case(
        "endpoints in sections with bare rows below them, the study in the text that cites the table",
        """
Table 10 Efficacy

 | ⟦DRUG|Zanvotinib⟧ | ⟦DRUG|Placebo⟧
⟦ENDPOINT|Overall survival⟧ |  |
Median (95% CI), months | ⟦TIME|19.0⟧ (⟦CI|16.0–NE⟧) | ⟦TIME|15.5⟧ (⟦CI|13.1–17.8⟧)
HR (95% CI) | ⟦RATIO|0.78⟧ (⟦CI|0.63–0.96⟧) |
P value | ⟦PVALUE|0.021⟧ |
⟦TIME|24 months⟧, % | ⟦PERCENT|41⟧ | ⟦PERCENT|30⟧
⟦ENDPOINT|Objective response⟧ |  |
n/N (%) | ⟦COUNT|30/120⟧ (⟦PERCENT|25⟧) | ⟦COUNT|6/118⟧ (⟦PERCENT|5.1⟧)
""",
        """
NOVA-14: zanvotinib | OS | median 19 month | CI 16-NE
NOVA-14: placebo | OS | median 15.5 month | CI 13.1-17.8
NOVA-14: zanvotinib vs placebo | OS | hazard_ratio 0.78 | CI 0.63-0.96, p=0.021
NOVA-14: zanvotinib | OS @ 24 month | rate 41 %
NOVA-14: placebo | OS @ 24 month | rate 30 %
NOVA-14: zanvotinib | ORR | rate 25 % | n=30, N=120
NOVA-14: placebo | ORR | rate 5.1 % | n=6, N=118
""",
        before="1 Results\n\nThe trials ⟦TRIAL_NAME|NOVA-15⟧ and ⟦TRIAL_NAME|NOVA-14⟧ (Table 10) were positive.",
        arms={"NOVA-15": ["plaxumab"], "NOVA-14": ["zanvotinib", "placebo"]},
    ),
    Case(
        "studies without a name, one arm each",
        """
表 6 回顾性研究

文献 | 治疗 | 例数 | ⟦ENDPOINT|ORR⟧/% | ⟦ENDPOINT|DCR⟧/%
Li 等⟦CITATION|[21]⟧ | ⟦DRUG|赞沃替尼⟧ | ⟦COUNT|30⟧ | ⟦PERCENT|20.0⟧ | ⟦PERCENT|66.7⟧
Wang 等⟦CITATION|[22]⟧ | ⟦DRUG|普拉单抗⟧ | ⟦COUNT|24⟧ | ⟦PERCENT|25.0⟧ | 未报告
""",
        """
(cell): 赞沃替尼 | ORR | rate 20 % | N=30, cites 21
(cell): 赞沃替尼 | DCR | rate 66.7 % | N=30, cites 21
(cell): 普拉单抗 | ORR | rate 25 % | N=24, cites 22
""",
    ),
]


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.name)
def test_a_table_yields_its_rows(case: Case, lexicon: Lexicon) -> None:
    assert results_of(case, lexicon) == case.rows.strip().split("\n")
