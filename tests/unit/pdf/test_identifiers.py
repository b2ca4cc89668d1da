"""DOI and PMID of an entry, as printed and as line ends leave them."""

from __future__ import annotations

import pytest

from isaextract.pdf.references import parse_reference

LEU = "10.1038/leu.2014.11"


@pytest.mark.parametrize(
    ("printed", "doi"),
    [
        (f"https://doi.org/{LEU}", LEU),
        (f"doi: {LEU}.", LEU),
        (f"(doi:{LEU})", LEU),
        (f"DOI：{LEU}。", LEU),
        (f"<https://doi.org/{LEU}>", LEU),
        (f"doi:{LEU}. Epub 2014 Jan 2.", LEU),
        (f"doi:{LEU}; discussion 12", LEU),
        (f"doi:{LEU}. PMC1234567", LEU),
        (f"doi:{LEU} PMC1234567", LEU),
        (f"doi:{LEU}.PMID:12345678", LEU),
        (f"{LEU} [PubMed]", LEU),
        (f"{LEU}. 2014.", LEU),
        ("https://doi.org/10.1016/0167-5699(94)90148-1", "10.1016/0167-5699(94)90148-1"),
        ("10.1002/(SICI)1097-0258(199808)17:15<1661::AID-SIM968>3.0.CO;2-2.",
         "10.1002/(SICI)1097-0258(199808)17:15<1661::AID-SIM968>3.0.CO;2-2"),
        ("10.1038/s41375‐021‑01431–x", "10.1038/s41375-021-01431-x"),
    ],
)  # fmt: skip
def test_a_doi_has_nothing_of_what_stands_around_it(printed: str, doi: str) -> None:
    assert parse_reference(f"[3] Kyle R. Criteria. Leukemia, 2014, 28: 980. {printed}", 0).doi == doi


@pytest.mark.parametrize(
    "printed",
    [
        "https://doi.org/ 10.1016/S2152-2650(21)01948-0",
        "https://doi.org/10. 1016/S2152-2650(21)01948-0",
        "https://doi.org/10.1016/ S2152-2650(21)01948-0",
        "https://doi.org/10.1016/S2152- 2650(21)01948-0",
        "https://doi.org/10.1016/S2152-2650( 21)01948-0",
        "https://doi.org/10.1016/S2152-2650(21)01948 -0",
        "https://doi.org/10.1016/S2152-2650(21) 01948-0.",
        "https://doi.org/10.1016/S2152- 2650(21)01948-0. PMID: 34000001",
    ],
)
def test_a_doi_that_a_line_end_cuts_is_put_together(printed: str) -> None:
    entry = f"[19] Richardson, P.G. (2021) Updates from ICARIA-MM. Leukemia, 21, S423. {printed}"
    assert parse_reference(entry, 0).doi == "10.1016/S2152-2650(21)01948-0"


@pytest.mark.parametrize(
    "entry", ["[1] Han B. Cancer. Lancet, 2024, 4: 47.", "[2] Li J. On 10.5/x. JAMA, 2018."]
)
def test_an_entry_without_a_doi_has_none(entry: str) -> None:
    reference = parse_reference(entry, 0)
    assert (reference.doi, reference.pmid) == ("", "")


@pytest.mark.parametrize(
    "printed",
    ["PMID: 26911234", "PMID：26911234.", "PMID 26911234; PMCID: PMC4800001", "[pmid:26911234]",
     "PMCID: PMC4800001 PMID: 26911234", "https://pubmed.ncbi.nlm.nih.gov/26911234/",
     "http://www.ncbi.nlm.nih.gov/pubmed/26911234"],
)  # fmt: skip
def test_a_pubmed_number(printed: str) -> None:
    reference = parse_reference(f"4. Kyle R. Criteria. Leukemia. 2014;28:980. doi:{LEU}. {printed}", 0)
    assert (reference.pmid, reference.doi) == ("26911234", LEU)


def test_an_identifier_is_no_part_of_other_fields() -> None:
    r = parse_reference(
        "[23] Martin, T. (2020) Depth of Response. Blood Advances. https://doi.org/10.1182/x-1", 0
    )
    assert (r.title, r.journal, r.year) == ("Depth of Response", "Blood Advances", "2020")
    r = parse_reference("[24] Martin T. Depth of response. Blood. doi:10.1182/blood.2019.5. 2020;1:2.", 0)
    assert (r.journal, r.year) == ("Blood", "2020")


def test_a_journal_with_a_comma_in_its_name() -> None:
    r = parse_reference(
        "[4] Mohamad, M. (2018) Practice. Clinical Lymphoma, Myeloma & Leukemia, 18, E401.", 0
    )
    assert r.journal == "Clinical Lymphoma, Myeloma & Leukemia"
