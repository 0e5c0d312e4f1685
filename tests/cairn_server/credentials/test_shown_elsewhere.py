from datetime import date

from cairn_server.credentials.shown_claims import (
    criteria_of,
    descriptions_of,
    evidence_counts,
    evidence_of,
    results_of,
)
from cairn_server.credentials.shown_elsewhere import ShownElsewhere

STATED = ShownElsewhere(
    title="Checking for Understanding",
    judged_by="a mentor teacher",
    judged_on=date(2025, 3, 31),
    narrative="A lesson of 40 minutes.",
    evidence_url="https://example.org/lesson.pdf",
    result="Distinction",
    issuer="North College",
    row="stated:1",
)


def test_every_sentence_says_whose_word_it_is():
    said = "Judged by a mentor teacher on 2025-03-31, as stated by North College."

    assert STATED.sentence == f"A lesson of 40 minutes. {said}"
    [evidence] = evidence_of([STATED], credential_id="0" * 32, organisation="North College")
    assert evidence.narrative == STATED.sentence
    assert evidence.id == "https://example.org/lesson.pdf"
    assert criteria_of([STATED]) == [
        "Shown outside this site and judged there, as stated by North College."
    ]


def test_the_result_is_the_issuers_words():
    [description] = descriptions_of("urn:v", [STATED])
    [result] = results_of("urn:v", [STATED])

    assert description.name == "Result as stated by North College"
    assert (result.result_description, result.value) == (description.id, "Distinction")


def test_it_counts_as_a_performance_of_its_own_kind():
    assert STATED.is_performance
    assert evidence_counts([STATED])["stated"] == 1
    assert evidence_counts([STATED])["pieces"] == 0
