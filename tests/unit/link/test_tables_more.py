# ruff: noqa: E501
"""More shapes of tables: what heads, sections, notes and cells may do besides."""

from __future__ import annotations

import pytest

from isaextract.lexicon import Lexicon, load_lexicon
from unit.link.tables_kit import Case, results_of


@pytest.fixture(scope="module")
def lexicon() -> Lexicon:
    return load_lexicon()


CASES = [
    Case(
        "three arms, counts and percent, events under sections of a grade",
        """
Table 1 Safety in ⟦TRIAL_NAME|NOVA-1⟧, No. (%)

 | ⟦REGIMEN|ZP⟧ (n = 210) | ⟦DRUG|Zanvotinib⟧ (n = 205) | ⟦DRUG|Placebo⟧ (n = 200)
Any ⟦ENDPOINT|TEAE⟧ | 200 (95) | 190 (93) | 170 (85)
⟦ENDPOINT|SAE⟧ | 60 (29) | 41 (20) | 30 (15)
⟦ENDPOINT|TEAEs leading to discontinuation⟧ | 21 (10) | 10 (5) | 4 (2)
⟦GRADE|Grade ≥3⟧ ⟦ENDPOINT|TEAEs⟧ |  |  |
⟦EVENT|Anemia⟧ | 21 (10.0) | 12 (5.9) | 2 (1.0)
⟦EVENT|Cytokine release syndrome⟧ | 2 (1.0) | 0 | 0
""",
        """
NOVA-1: plaxumab+zanvotinib | TEAE | rate 95 % | n=200, N=210
NOVA-1: zanvotinib | TEAE | rate 93 % | n=190, N=205
NOVA-1: placebo | TEAE | rate 85 % | n=170, N=200
NOVA-1: plaxumab+zanvotinib | SAE | rate 29 % | n=60, N=210
NOVA-1: zanvotinib | SAE | rate 20 % | n=41, N=205
NOVA-1: placebo | SAE | rate 15 % | n=30, N=200
NOVA-1: plaxumab+zanvotinib | AE_discontinuation | rate 10 % | n=21, N=210
NOVA-1: zanvotinib | AE_discontinuation | rate 5 % | n=10, N=205
NOVA-1: placebo | AE_discontinuation | rate 2 % | n=4, N=200
NOVA-1: plaxumab+zanvotinib | TEAE anemia >=3 | rate 10 % | n=21, N=210
NOVA-1: zanvotinib | TEAE anemia >=3 | rate 5.9 % | n=12, N=205
NOVA-1: placebo | TEAE anemia >=3 | rate 1 % | n=2, N=200
NOVA-1: plaxumab+zanvotinib | CRS >=3 | rate 1 % | n=2, N=210
NOVA-1: zanvotinib | CRS >=3 | rate 0 % | n=0, N=205
NOVA-1: placebo | CRS >=3 | rate 0 % | n=0, N=200
""",
    ),
    Case(
        "subgroups in sections, events beside them are no results",
        """
表 2 ⟦TRIAL_NAME|晨星-1⟧ 亚组的 ⟦ENDPOINT|PFS⟧（⟦DRUG|赞沃替尼⟧ 比 ⟦DRUG|安慰剂⟧）

亚组 | ⟦DRUG|赞沃替尼⟧（事件/例数） | ⟦DRUG|安慰剂⟧（事件/例数） | HR（95%CI）
全体患者 | 90/200 | 70/100 | ⟦RATIO|0.55⟧（⟦CI|0.40～0.75⟧）
年龄 |  |  |
⟦POPULATION|<65 岁⟧ | 50/120 | 40/60 | ⟦RATIO|0.50⟧（⟦CI|0.33～0.76⟧）
⟦POPULATION|≥65 岁⟧ | 40/80 | 30/40 | ⟦RATIO|0.63⟧（⟦CI|0.39～1.01⟧）
转移 |  |  |
有 | 44/90 | 33/45 | ⟦RATIO|0.57⟧（⟦CI|0.36～0.90⟧）
""",
        """
晨星-1: 赞沃替尼 vs placebo | PFS | hazard_ratio 0.55 | CI 0.4-0.75
晨星-1: 赞沃替尼 vs placebo | PFS | hazard_ratio 0.5 | [<65 岁], CI 0.33-0.76
晨星-1: 赞沃替尼 vs placebo | PFS | hazard_ratio 0.63 | [≥65 岁], CI 0.39-1.01
晨星-1: 赞沃替尼 vs placebo | PFS | hazard_ratio 0.57 | [有], CI 0.36-0.9
""",
    ),
    Case(
        "phase, setting and follow-up in columns of their own, patients in the arm's cell",
        """
表 3 研究汇总

研究 | 期别 | 人群 | 方案（n） | 中位随访（月） | ⟦TIME|2 年⟧ ⟦ENDPOINT|OS⟧ 率（%） | ⟦ENDPOINT|ORR⟧/%（95%CI）
⟦TRIAL_NAME|晨星-2⟧⟦CITATION|[2]⟧ | ⟦PHASE|Ⅲ期⟧ | ⟦POPULATION|RRMM⟧ | ⟦DRUG|赞沃替尼⟧（n＝150） | 24.5 | 66.1 | 45.2（37.1～53.4）
 |  |  | ⟦DRUG|安慰剂⟧（n＝149） |  | 50.0 | 12.0（7.2～18.4）
⟦TRIAL_NAME|晨星-3⟧⟦CITATION|[3]⟧ | ⟦PHASE|Ⅱ期⟧ | ⟦POPULATION|NDMM⟧ | ⟦DRUG|普拉单抗⟧（n＝40） | 8.0 | 未报告 | 55.0（38.5～70.7）
""",
        """
晨星-2: 赞沃替尼 | OS @ 24 month | rate 66.1 % | N=150, follow-up 24.5 month, cites 2
晨星-2: 赞沃替尼 | ORR | rate 45.2 % | N=150, CI 37.1-53.4, follow-up 24.5 month, cites 2
晨星-2: placebo | OS @ 24 month | rate 50 % | N=149, follow-up 24.5 month, cites 2
晨星-2: placebo | ORR | rate 12 % | N=149, CI 7.2-18.4, follow-up 24.5 month, cites 2
晨星-3: 普拉单抗 | ORR | rate 55 % | N=40, CI 38.5-70.7, follow-up 8 month, cites 3
""",
    ),
    Case(
        "a ratio and p value for each endpoint",
        """
Table 4 Phase 3 trials

Study | Arms | Median ⟦ENDPOINT|PFS⟧, mo | HR for ⟦ENDPOINT|PFS⟧ (95% CI) | P | Median ⟦ENDPOINT|OS⟧, mo | HR for ⟦ENDPOINT|OS⟧ (95% CI) | P
⟦TRIAL_NAME|NOVA-2⟧ | ⟦DRUG|Zanvotinib⟧ | 9.0 | 0.60 (0.50-0.72) | <.001 | 20.1 | 0.85 (0.70-1.03) | .10
 | ⟦DRUG|Docetaxel⟧ | 5.5 |  |  | 18.0 |  |
""",
        """
NOVA-2: zanvotinib | PFS | median 9 month
NOVA-2: zanvotinib vs docetaxel | PFS | hazard_ratio 0.6 | CI 0.5-0.72, p=<.001
NOVA-2: zanvotinib | OS | median 20.1 month
NOVA-2: zanvotinib vs docetaxel | OS | hazard_ratio 0.85 | CI 0.7-1.03, p=.10
NOVA-2: docetaxel | PFS | median 5.5 month
NOVA-2: docetaxel | OS | median 18 month
""",
    ),
    Case(
        "one row of ratios below three arms, each against the control",
        """
Table 5 Efficacy in ⟦TRIAL_NAME|NOVA-3⟧

Endpoint | ⟦DRUG|Placebo⟧ (n=100) | ⟦DRUG|Zanvotinib⟧ (n=101) | ⟦REGIMEN|ZP⟧ (n=102)
Median ⟦ENDPOINT|OS⟧, months (95% CI) | 10.0 (8.0 to 12.1) | 13.0 (11.1 to 15.2) | 16.2 (13.9 to NR)
HR vs ⟦DRUG|placebo⟧ (95% CI) |  | 0.80 (0.62 to 1.03) | 0.61 (0.47 to 0.80)
P value |  | 0.08 | <0.001
""",
        """
NOVA-3: placebo | OS | median 10 month | N=100, CI 8-12.1
NOVA-3: zanvotinib | OS | median 13 month | N=101, CI 11.1-15.2
NOVA-3: plaxumab+zanvotinib | OS | median 16.2 month | N=102, CI 13.9-NE
NOVA-3: zanvotinib vs placebo | OS | hazard_ratio 0.8 | CI 0.62-1.03, p=0.08
NOVA-3: plaxumab+zanvotinib vs placebo | OS | hazard_ratio 0.61 | CI 0.47-0.8, p=<0.001
""",
    ),
    Case(
        "values, ratio and p value in one cell",
        """
Table 6 Trials against ⟦DRUG|docetaxel⟧

Trial | Comparison | Median ⟦ENDPOINT|PFS⟧, months | ⟦ENDPOINT|ORR⟧, %
⟦TRIAL_NAME|NOVA-4⟧ | ⟦DRUG|zanvotinib⟧ vs ⟦DRUG|docetaxel⟧ | 9.0 vs 5.5 (HR 0.60, 95% CI 0.50–0.72; P < 0.001) | 40 vs 21 (P = 0.002)
⟦TRIAL_NAME|NOVA-5⟧ | ⟦REGIMEN|ZP⟧ versus ⟦DRUG|docetaxel⟧ | 7.1 vs. NR | 30.5 vs. 28.0
""",
        """
NOVA-4: zanvotinib | PFS | median 9 month
NOVA-4: docetaxel | PFS | median 5.5 month
NOVA-4: zanvotinib vs docetaxel | PFS | hazard_ratio 0.6 | CI 0.5-0.72, p=<0.001
NOVA-4: zanvotinib | ORR | rate 40 % | p=0.002
NOVA-4: docetaxel | ORR | rate 21 % | p=0.002
NOVA-5: plaxumab+zanvotinib | PFS | median 7.1 month
NOVA-5: docetaxel | PFS | median not reached
NOVA-5: plaxumab+zanvotinib | ORR | rate 30.5 %
NOVA-5: docetaxel | ORR | rate 28 %
""",
    ),
    Case(
        "endpoint cells over several rows of arms",
        """
表 7 ⟦TRIAL_NAME|晨星-4⟧ 的结果

终点 | 组别 | 结果
⟦ENDPOINT|客观缓解率⟧ | ⟦DRUG|赞沃替尼⟧ | 45%
 | ⟦DRUG|安慰剂⟧ | 10%
中位 ⟦ENDPOINT|无进展生存期⟧ | ⟦DRUG|赞沃替尼⟧ | 8.8 个月
 | ⟦DRUG|安慰剂⟧ | 3.1 个月
""",
        """
晨星-4: 赞沃替尼 | ORR | rate 45 %
晨星-4: placebo | ORR | rate 10 %
晨星-4: 赞沃替尼 | PFS | median 8.8 month
晨星-4: placebo | PFS | median 3.1 month
""",
    ),
    Case(
        "dose levels of one arm",
        """
Table 8 Responses by dose in ⟦TRIAL_NAME|NOVA-6⟧

Dose | n | ⟦ENDPOINT|ORR⟧, n (%) | ⟦ENDPOINT|DLT⟧, n
⟦DOSE|10 mg/kg⟧ | 6 | 1 (16.7) | 0
⟦DOSE|20 mg/kg⟧ | 12 | 5 (41.7) | 2
""",
        """
NOVA-6: zanvotinib | ORR | rate 16.7 % | [10 mg/kg], n=1, N=6
NOVA-6: zanvotinib | DLT | count 0 | [10 mg/kg], n=0, N=6
NOVA-6: zanvotinib | ORR | rate 41.7 % | [20 mg/kg], n=5, N=12
NOVA-6: zanvotinib | DLT | count 2 | [20 mg/kg], n=2, N=12
""",
        arms={"NOVA-6": ["zanvotinib"]},
    ),
    Case(
        "columns called experimental and control group, arms from the text",
        """
表 9 ⟦TRIAL_NAME|晨星-5⟧ 研究主要结果

指标 | 试验组（n＝200） | 对照组（n＝198） | P 值
中位 ⟦ENDPOINT|OS⟧（月） | 未达到 | 20.3 | 0.012
⟦TIME|1 年⟧ ⟦ENDPOINT|PFS⟧ 率（%） | 61.2 | 48.0 | <0.05
⟦GRADE|3～4 级⟧⟦EVENT|中性粒细胞减少⟧ | 30（15.0%） | 11（5.6%） |
""",
        """
晨星-5: 赞沃替尼 | OS | median not reached | N=200, p=0.012
晨星-5: docetaxel | OS | median 20.3 month | N=198, p=0.012
晨星-5: 赞沃替尼 | PFS @ 12 month | rate 61.2 % | N=200, p=<0.05
晨星-5: docetaxel | PFS @ 12 month | rate 48 % | N=198, p=<0.05
晨星-5: 赞沃替尼 | AE neutrophil count decreased 3-4 | rate 15 % | n=30, N=200
晨星-5: docetaxel | AE neutrophil count decreased 3-4 | rate 5.6 % | n=11, N=198
""",
        arms={"晨星-5": ["赞沃替尼:experimental", "docetaxel:control"]},
    ),
    Case(
        "notes in English: endpoints of ratios, marks, studies' follow-up",
        """
Table 10 Randomized trials

Study | Treatment | Median ⟦ENDPOINT|PFS⟧ (mo) | HR* (95% CI)
⟦TRIAL_NAME|NOVA-7⟧ | ⟦DRUG|zanvotinib⟧ | 9.1 | 0.70 (0.52–0.95)
 | ⟦DRUG|docetaxel⟧ | 7.3 | Ref.
⟦TRIAL_NAME|NOVA-8⟧ | ⟦DRUG|plaxumab⟧ | 5.1† | 0.88 (0.71–1.09)‡
 | ⟦DRUG|docetaxel⟧ | ND | Ref.

*HRs are for ⟦ENDPOINT|OS⟧; ‡for ⟦ENDPOINT|PFS⟧. †⟦POPULATION|PD-L1-positive⟧ patients. The median follow-up was ⟦TIME|14 months⟧ in ⟦TRIAL_NAME|NOVA-8⟧. ND, not determined.
""",
        """
NOVA-7: zanvotinib | PFS | median 9.1 month
NOVA-7: zanvotinib vs docetaxel | OS | hazard_ratio 0.7 | CI 0.52-0.95
NOVA-7: docetaxel | PFS | median 7.3 month
NOVA-8: plaxumab | PFS | median 5.1 month | [PD-L1-positive], follow-up 14 month
NOVA-8: plaxumab vs docetaxel | PFS | hazard_ratio 0.88 | CI 0.71-1.09, follow-up 14 month
""",
    ),
    Case(
        "grades one beside the other for one arm",
        """
Table 11 ⟦ENDPOINT|Adverse events⟧ with ⟦DRUG|zanvotinib⟧ in ⟦TRIAL_NAME|NOVA-9⟧ (N = 48), %

Event | ⟦GRADE|Grade 1–2⟧ | ⟦GRADE|Grade 3⟧ | ⟦GRADE|Grade 4⟧ | All grades
⟦EVENT|Nausea⟧ | 30 | 4 | 0 | 34
⟦EVENT|Rash⟧ | 21 | – | – | 21
""",
        """
NOVA-9: zanvotinib | AE nausea 1-2 | rate 30 %
NOVA-9: zanvotinib | AE nausea 3 | rate 4 %
NOVA-9: zanvotinib | AE nausea 4 | rate 0 %
NOVA-9: zanvotinib | AE nausea | rate 34 %
NOVA-9: zanvotinib | AE rash 1-2 | rate 21 %
NOVA-9: zanvotinib | AE rash | rate 21 %
""",
    ),
    Case(
        "arms in sections, their studies below",
        """
表 12 单药研究

研究 | 例数 | ⟦ENDPOINT|ORR⟧（%） | 中位 ⟦ENDPOINT|DOR⟧（月）
⟦DRUG|赞沃替尼⟧ |  |  |
⟦TRIAL_NAME|晨星-6⟧ | 50 | 20.0 | 7.1
⟦TRIAL_NAME|晨星-7⟧ | 61 | 23.0 | 未达到
⟦DRUG|普拉单抗⟧ |  |  |
⟦TRIAL_NAME|晨星-8⟧ | 33 | 12.1 | 5.0
""",
        """
晨星-6: 赞沃替尼 | ORR | rate 20 % | N=50
晨星-6: 赞沃替尼 | DOR | median 7.1 month | N=50
晨星-7: 赞沃替尼 | ORR | rate 23 % | N=61
晨星-7: 赞沃替尼 | DOR | median not reached | N=61
晨星-8: 普拉单抗 | ORR | rate 12.1 % | N=33
晨星-8: 普拉单抗 | DOR | median 5 month | N=33
""",
    ),
    Case(
        "counts and shares in columns of their own, under their arm",
        """
表 15 ⟦TRIAL_NAME|晨星-9⟧ 的⟦ENDPOINT|治疗相关不良事件⟧

事件 | ⟦DRUG|赞沃替尼⟧（n＝200） |  | ⟦DRUG|安慰剂⟧（n＝100） |  | P
 | 例数 | % | 例数 | % |
⟦EVENT|腹泻⟧ | 40 | 20.0 | 5 | 5.0 | <0.001
⟦EVENT|皮疹⟧ | 10 | 5.0 | 2 | 2.0 | 0.35
""",
        """
晨星-9: 赞沃替尼 | TRAE diarrhea | rate 20 % | n=40, N=200, p=<0.001
晨星-9: placebo | TRAE diarrhea | rate 5 % | n=5, N=100, p=<0.001
晨星-9: 赞沃替尼 | TRAE rash | rate 5 % | n=10, N=200, p=0.35
晨星-9: placebo | TRAE rash | rate 2 % | n=2, N=100, p=0.35
""",
    ),
    Case(
        "columns that no result can take, and a difference",
        """
Table 16 Results of ⟦TRIAL_NAME|NOVA-12⟧

Endpoint | ⟦DRUG|Zanvotinib⟧ | ⟦DRUG|Placebo⟧ | Difference, % (95% CI) | P for interaction | Assessed in
⟦ENDPOINT|ORR⟧, % | 40.0 | 10.0 | 30.0 (21.4–38.6) | 0.4 | 2021
Median follow-up, months | 14.0 | 13.5 |  |  |
⟦ENDPOINT|DCR⟧, % | 80 | 60 |  |  |
""",
        """
NOVA-12: zanvotinib | ORR | rate 40 % | follow-up 14 month
NOVA-12: placebo | ORR | rate 10 % | follow-up 13.5 month
NOVA-12: zanvotinib vs placebo | ORR | difference 30 % | CI 21.4-38.6
NOVA-12: zanvotinib | DCR | rate 80 % | follow-up 14 month
NOVA-12: placebo | DCR | rate 60 % | follow-up 13.5 month
""",
    ),
    Case(
        "arms by names that are no drugs, a pooled row",
        """
表 17 ⟦TRIAL_NAME|晨星-10⟧ 两组结果

组别 | 例数 | ⟦ENDPOINT|ORR⟧（%） | ⟦TIME|3 年⟧ ⟦ENDPOINT|PFS⟧ 率（%）
移植组 | 50 | 96.0 | 61.0
非移植组 | 52 | 88.5 | 44.2
""",
        """
晨星-10: ASCT+赞沃替尼 | ORR | rate 96 % | N=50
晨星-10: ASCT+赞沃替尼 | PFS @ 36 month | rate 61 % | N=50
晨星-10: 赞沃替尼 | ORR | rate 88.5 % | N=52
晨星-10: 赞沃替尼 | PFS @ 36 month | rate 44.2 % | N=52
""",
        arms={"晨星-10": ["赞沃替尼+ASCT:experimental:移植", "赞沃替尼:control:非移植组"]},
    ),
    Case(
        "experimental and control treatment in columns, their numbers likewise",
        """
表 18 三期研究

研究 | 既往治疗 | 试验组 | 对照组 | ⟦ENDPOINT|ORR⟧/% |  | 中位 ⟦ENDPOINT|OS⟧/月 |  | HR（95%CI）；P 值
 |  |  |  | 试验组 | 对照组 | 试验组 | 对照组 |
⟦TRIAL_NAME|晨星-11⟧ | ⟦DRUG|索拉非尼⟧ | ⟦DRUG|赞沃替尼⟧ | ⟦DRUG|安慰剂⟧ | 12.0 | 2.5 | 10.2 | 8.0 | 0.78（0.65～0.93）；0.006
⟦TRIAL_NAME|晨星-12⟧ | 无 | ⟦DRUG|普拉单抗⟧+⟦DRUG|赞沃替尼⟧ | ⟦DRUG|多西他赛⟧ | 30.0 | 20.1 | 未达到 | 18.8 | 0.70（0.55～0.89）；<0.001
""",
        """
晨星-11: 赞沃替尼 | ORR | rate 12 %
晨星-11: placebo | ORR | rate 2.5 %
晨星-11: 赞沃替尼 | OS | median 10.2 month
晨星-11: placebo | OS | median 8 month
晨星-11: 赞沃替尼 vs placebo | OS | hazard_ratio 0.78 | CI 0.65-0.93, p=0.006
晨星-12: 普拉单抗+赞沃替尼 | ORR | rate 30 %
晨星-12: docetaxel | ORR | rate 20.1 %
晨星-12: 普拉单抗+赞沃替尼 | OS | median not reached
晨星-12: docetaxel | OS | median 18.8 month
晨星-12: 普拉单抗+赞沃替尼 vs docetaxel | OS | hazard_ratio 0.7 | CI 0.55-0.89, p=<0.001
""",
    ),
    Case(
        "studies as columns, cells hold both sides, rates by time under one title",
        """
Table 19 Trials of combinations

Outcome | ⟦TRIAL_NAME|NOVA-13⟧ ⟦CITATION|[13]⟧ | ⟦TRIAL_NAME|NOVA-14⟧ ⟦CITATION|[14]⟧
Phase | 3 | 3
Comparison | ⟦REGIMEN|ZP⟧ vs ⟦DRUG|docetaxel⟧ | ⟦DRUG|plaxumab⟧ vs ⟦DRUG|placebo⟧
No. of patients | 427 vs 422 | 300 vs 301
Median ⟦ENDPOINT|PFS⟧, months | 12.0 vs 7.1 | 8.4 vs 6.0
HR (95% CI) | 0.68 (0.56–0.82) | 0.81 (0.67–0.98)
⟦ENDPOINT|OS⟧ rate, % |  |
⟦TIME|1 year⟧ | 80 vs 71 | NR
⟦TIME|2 years⟧ | 60 vs 50 | 40 vs 41
⟦GRADE|Grade ≥3⟧ ⟦ENDPOINT|TRAEs⟧, % | 46 vs 63 | 20 vs 9
""",
        """
NOVA-13: plaxumab+zanvotinib | PFS | median 12 month | N=427, cites 13
NOVA-13: docetaxel | PFS | median 7.1 month | N=422, cites 13
NOVA-14: plaxumab | PFS | median 8.4 month | N=300, cites 14
NOVA-14: placebo | PFS | median 6 month | N=301, cites 14
NOVA-13: plaxumab+zanvotinib vs docetaxel | PFS | hazard_ratio 0.68 | CI 0.56-0.82, cites 13
NOVA-14: plaxumab vs placebo | PFS | hazard_ratio 0.81 | CI 0.67-0.98, cites 14
NOVA-13: plaxumab+zanvotinib | OS @ 12 month | rate 80 % | N=427, cites 13
NOVA-13: docetaxel | OS @ 12 month | rate 71 % | N=422, cites 13
NOVA-13: plaxumab+zanvotinib | OS @ 24 month | rate 60 % | N=427, cites 13
NOVA-13: docetaxel | OS @ 24 month | rate 50 % | N=422, cites 13
NOVA-14: plaxumab | OS @ 24 month | rate 40 % | N=300, cites 14
NOVA-14: placebo | OS @ 24 month | rate 41 % | N=301, cites 14
NOVA-13: plaxumab+zanvotinib | TRAE >=3 | rate 46 % | N=427, cites 13
NOVA-13: docetaxel | TRAE >=3 | rate 63 % | N=422, cites 13
NOVA-14: plaxumab | TRAE >=3 | rate 20 % | N=300, cites 14
NOVA-14: placebo | TRAE >=3 | rate 9 % | N=301, cites 14
""",
    ),
    Case(
        "a baseline table holds no results",
        """
Table 13 Baseline characteristics in ⟦TRIAL_NAME|NOVA-10⟧

Characteristic | ⟦DRUG|Zanvotinib⟧ (n = 100) | ⟦DRUG|Placebo⟧ (n = 99)
Median age, years (range) | 61 (30–80) | 62 (28–81)
⟦POPULATION|Liver metastases⟧, n (%) | 40 (40) | 38 (38)
Prior lines, median | 2 | 2
""",
        "",
    ),
    Case(
        "a placebo arm in full under its short name",
        """
Table 14 Key results

Trial | Arm | ⟦ENDPOINT|ORR⟧
⟦TRIAL_NAME|NOVA-11⟧ | ⟦DRUG|Zanvotinib⟧ | 30%
 | ⟦DRUG|Placebo⟧ | 20%
""",
        """
NOVA-11: docetaxel+zanvotinib | ORR | rate 30 %
NOVA-11: docetaxel+placebo | ORR | rate 20 %
""",
        arms={"NOVA-11": ["docetaxel+zanvotinib", "docetaxel+placebo"]},
        bare=True,
    ),
    Case(
        "a head of two rows, its titles over several columns",
        """
表 15 两项研究

研究 | 治疗 | 例数 | ⟦ENDPOINT|OS⟧ |  |  | ⟦ENDPOINT|PFS⟧
 |  |  | 中位（月） | 1年率（%） | HR（95%CI） | 中位（月）
⟦TRIAL_NAME|晨星-20⟧ | ⟦DRUG|替雷利珠单抗⟧ | 230 | ⟦TIME|15.3⟧ | ⟦PERCENT|62.9⟧ | ⟦RATIO|0.72⟧（⟦CI|0.58～0.90⟧） | ⟦TIME|5.8⟧
 | ⟦DRUG|安慰剂⟧ | 232 | ⟦TIME|12.8⟧ | ⟦PERCENT|52.0⟧ | ⟦RATIO|1.00⟧ | ⟦TIME|5.6⟧
""",
        """
晨星-20: tislelizumab | OS | median 15.3 month | N=230
晨星-20: tislelizumab | OS @ 12 month | rate 62.9 % | N=230
晨星-20: tislelizumab vs placebo | OS | hazard_ratio 0.72 | CI 0.58-0.9
晨星-20: tislelizumab | PFS | median 5.8 month | N=230
晨星-20: placebo | OS | median 12.8 month | N=232
晨星-20: placebo | OS @ 12 month | rate 52 % | N=232
晨星-20: placebo | PFS | median 5.6 month | N=232
""",
    ),
    Case(
        "whole numbers of two arms beside decimal ones, and a mark that says which adverse events",
        """
表 16 疗效与安全性

研究 | 方案（试验组/对照组） | n | ⟦ENDPOINT|ORR⟧（%） | ⟦GRADE|≥3级⟧⟦ENDPOINT|AE⟧（%）
⟦TRIAL_NAME|晨星-21⟧ | ⟦DRUG|替雷利珠单抗⟧/⟦DRUG|安慰剂⟧ | 266/131 | ⟦PERCENT|51.9⟧/⟦PERCENT|29.8⟧ | ⟦PERCENT|69⟧/⟦PERCENT|47⟧a
⟦TRIAL_NAME|晨星-22⟧ | ⟦DRUG|替雷利珠单抗⟧/⟦DRUG|安慰剂⟧ | 193/196 | ⟦PERCENT|64.8⟧/⟦PERCENT|36.7⟧ | ⟦PERCENT|54⟧/⟦PERCENT|56⟧

注：a ⟦ENDPOINT|TRAE⟧。
""",
        """
晨星-21: tislelizumab | ORR | rate 51.9 % | N=266
晨星-21: placebo | ORR | rate 29.8 % | N=131
晨星-21: tislelizumab | TRAE >=3 | rate 69 % | N=266
晨星-21: placebo | TRAE >=3 | rate 47 % | N=131
晨星-22: tislelizumab | ORR | rate 64.8 % | N=193
晨星-22: placebo | ORR | rate 36.7 % | N=196
晨星-22: tislelizumab | AE >=3 | rate 54 % | N=193
晨星-22: placebo | AE >=3 | rate 56 % | N=196
""",
    ),
    Case(
        "a head of two rows in English, each title over its own columns",
        """
Table 20 Second-line trials

Trial | Arm | No. | ⟦ENDPOINT|PFS⟧ |  | ⟦ENDPOINT|OS⟧ |  |
 |  |  | Median, mo | HR (95% CI) | Median, mo | ⟦TIME|1-year⟧ rate, % | HR (95% CI)
⟦TRIAL_NAME|NOVA-20⟧ | ⟦DRUG|Zanvotinib⟧ | 180 | ⟦TIME|5.2⟧ | ⟦RATIO|0.61⟧ (⟦CI|0.48-0.77⟧) | ⟦TIME|13.4⟧ | ⟦PERCENT|56⟧ | ⟦RATIO|0.79⟧ (⟦CI|0.62-1.00⟧)
 | ⟦DRUG|Docetaxel⟧ | 178 | ⟦TIME|3.1⟧ | Ref. | ⟦TIME|10.9⟧ | ⟦PERCENT|44⟧ | Ref.
""",
        """
NOVA-20: zanvotinib | PFS | median 5.2 month | N=180
NOVA-20: zanvotinib vs docetaxel | PFS | hazard_ratio 0.61 | CI 0.48-0.77
NOVA-20: zanvotinib | OS | median 13.4 month | N=180
NOVA-20: zanvotinib | OS @ 12 month | rate 56 % | N=180
NOVA-20: zanvotinib vs docetaxel | OS | hazard_ratio 0.79 | CI 0.62-1
NOVA-20: docetaxel | PFS | median 3.1 month | N=178
NOVA-20: docetaxel | OS | median 10.9 month | N=178
NOVA-20: docetaxel | OS @ 12 month | rate 44 % | N=178
""",
    ),
    Case(
        "a head of two rows, rates and ratio under the first endpoint, a pair under the second",
        """
表 20 术后辅助治疗研究

研究 | 方案 | ⟦ENDPOINT|DFS⟧ |  |  | ⟦ENDPOINT|OS⟧
 |  | 中位（月） | 3年率（%） | HR（95%CI） | 中位（月）
⟦TRIAL_NAME|晨星-30⟧ | ⟦DRUG|赞沃替尼⟧ | 未达到 | ⟦PERCENT|71.2⟧ | ⟦RATIO|0.58⟧（⟦CI|0.44～0.77⟧） | ⟦TIME|60.1⟧
 | ⟦DRUG|安慰剂⟧ | ⟦TIME|33.0⟧ | ⟦PERCENT|49.8⟧ |  | ⟦TIME|51.7⟧
""",
        """
晨星-30: 赞沃替尼 | DFS | median not reached
晨星-30: 赞沃替尼 | DFS @ 36 month | rate 71.2 %
晨星-30: 赞沃替尼 vs placebo | DFS | hazard_ratio 0.58 | CI 0.44-0.77
晨星-30: 赞沃替尼 | OS | median 60.1 month
晨星-30: placebo | DFS | median 33 month
晨星-30: placebo | DFS @ 36 month | rate 49.8 %
晨星-30: placebo | OS | median 51.7 month
""",
    ),
    Case(
        "whole numbers of two arms where other cells of the row are decimal, a mark on the second",
        """
Table 21 Trials against ⟦DRUG|placebo⟧

Trial | Arms | Median ⟦ENDPOINT|PFS⟧, mo | ⟦ENDPOINT|ORR⟧, % | ⟦GRADE|Grade ≥3⟧ ⟦ENDPOINT|AEs⟧, %
⟦TRIAL_NAME|NOVA-21⟧ | ⟦DRUG|zanvotinib⟧/⟦DRUG|placebo⟧ | ⟦TIME|8.9⟧/⟦TIME|5.0⟧ | ⟦PERCENT|42⟧/⟦PERCENT|17⟧ | ⟦PERCENT|69⟧/⟦PERCENT|47⟧a
⟦TRIAL_NAME|NOVA-22⟧ | ⟦DRUG|plaxumab⟧/⟦DRUG|placebo⟧ | ⟦TIME|6.4⟧/⟦TIME|4.2⟧ | ⟦PERCENT|30⟧/⟦PERCENT|12⟧ | ⟦PERCENT|38⟧/⟦PERCENT|21⟧

Note: a, ⟦ENDPOINT|treatment-related AEs⟧.
""",
        """
NOVA-21: zanvotinib | PFS | median 8.9 month
NOVA-21: placebo | PFS | median 5 month
NOVA-21: zanvotinib | ORR | rate 42 %
NOVA-21: placebo | ORR | rate 17 %
NOVA-21: zanvotinib | TRAE >=3 | rate 69 %
NOVA-21: placebo | TRAE >=3 | rate 47 %
NOVA-22: plaxumab | PFS | median 6.4 month
NOVA-22: placebo | PFS | median 4.2 month
NOVA-22: plaxumab | ORR | rate 30 %
NOVA-22: placebo | ORR | rate 12 %
NOVA-22: plaxumab | AE >=3 | rate 38 %
NOVA-22: placebo | AE >=3 | rate 21 %
""",
    ),
    Case(
        "a mark that says treatment-related, in one arm's row",
        """
表 21 安全性

研究 | 组别 | ⟦GRADE|≥3级⟧⟦ENDPOINT|AE⟧（%） | ⟦ENDPOINT|因AE停药⟧（%）
⟦TRIAL_NAME|晨星-31⟧ | ⟦DRUG|赞沃替尼⟧ | ⟦PERCENT|54.0⟧b | ⟦PERCENT|9.1⟧
 | ⟦DRUG|安慰剂⟧ | ⟦PERCENT|31.5⟧b | ⟦PERCENT|3.0⟧
⟦TRIAL_NAME|晨星-32⟧ | ⟦DRUG|普拉单抗⟧ | ⟦PERCENT|60.2⟧ | ⟦PERCENT|12.4⟧

注：b 为⟦ENDPOINT|TRAE⟧。
""",
        """
晨星-31: 赞沃替尼 | TRAE >=3 | rate 54 %
晨星-31: 赞沃替尼 | AE_discontinuation | rate 9.1 %
晨星-31: placebo | TRAE >=3 | rate 31.5 %
晨星-31: placebo | AE_discontinuation | rate 3 %
晨星-32: 普拉单抗 | AE >=3 | rate 60.2 %
晨星-32: 普拉单抗 | AE_discontinuation | rate 12.4 %
""",
    ),
    Case(
        "a third arm that only the study's own rows name",
        """
Table 22 First-line trials

Trial | Arm | n | ⟦ENDPOINT|ORR⟧, % | Median ⟦ENDPOINT|PFS⟧, mo
⟦TRIAL_NAME|NOVA-23⟧ | ⟦DRUG|zanvotinib⟧ | 200 | ⟦PERCENT|41.0⟧ | ⟦TIME|9.8⟧
 | ⟦DRUG|zanvotinib⟧ + ⟦DRUG|plaxumab⟧ | 199 | ⟦PERCENT|52.3⟧ | ⟦TIME|12.6⟧
 | ⟦DRUG|docetaxel⟧ | 201 | ⟦PERCENT|27.4⟧ | ⟦TIME|6.6⟧
""",
        """
NOVA-23: zanvotinib | ORR | rate 41 % | N=200
NOVA-23: zanvotinib | PFS | median 9.8 month | N=200
NOVA-23: plaxumab+zanvotinib | ORR | rate 52.3 % | N=199
NOVA-23: plaxumab+zanvotinib | PFS | median 12.6 month | N=199
NOVA-23: docetaxel | ORR | rate 27.4 % | N=201
NOVA-23: docetaxel | PFS | median 6.6 month | N=201
""",
        arms={"NOVA-23": ["zanvotinib:experimental", "docetaxel:control"]},
    ),
    Case(
        "a third arm only in the table, its cell between the arms of the text",
        """
表 22 一线治疗研究

研究 | 方案 | 例数 | ⟦ENDPOINT|DCR⟧（%）
⟦TRIAL_NAME|晨星-33⟧ | ⟦DRUG|普拉单抗⟧ | 88 | ⟦PERCENT|71.6⟧
⟦TRIAL_NAME|晨星-33⟧ | ⟦DRUG|多西他赛⟧ | 90 | ⟦PERCENT|60.0⟧
⟦TRIAL_NAME|晨星-33⟧ | ⟦DRUG|赞沃替尼⟧ | 86 | ⟦PERCENT|65.1⟧
""",
        """
晨星-33: 普拉单抗 | DCR | rate 71.6 % | N=88
晨星-33: docetaxel | DCR | rate 60 % | N=90
晨星-33: 赞沃替尼 | DCR | rate 65.1 % | N=86
""",
        arms={"晨星-33": ["赞沃替尼:experimental", "docetaxel:control"]},
    ),
]


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.name)
def test_a_table_yields_its_rows(case: Case, lexicon: Lexicon) -> None:
    assert results_of(case, lexicon) == [row for row in case.rows.strip().split("\n") if row]
