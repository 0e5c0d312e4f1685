import pytest
from hypothesis import given
from hypothesis import strategies as st

from cairn.errors import EvaluationIncomplete, MalformedInput
from cairn.psychometrics.rubric import Rubric, carry_over, judge


def level(name, points):
    return {"id": name, "title": name.title(), "description": "", "points": points}


def criterion(name, met_at="good"):
    levels = [level("poor", 0), level("good", 2), level("great", 3)]
    return {
        "id": name,
        "title": f"The {name}",
        "description": "What to look for",
        "met_at": met_at,
        "parts": ["video"],
        "levels": levels,
    }


JSON = {"title": "Lesson", "criteria": [criterion("aim"), criterion("check", met_at="great")]}
RUBRIC = Rubric.from_json(JSON)
ratings = st.fixed_dictionaries(
    {name: st.sampled_from(["poor", "good", "great"]) for name in ("aim", "check")}
)


def test_the_json_comes_back_as_it_was():
    assert RUBRIC.to_json() == JSON


def test_every_criterion_at_its_level_is_met():
    judgement = judge(RUBRIC, {"aim": "good", "check": "great"})

    assert judgement.met
    assert judgement.met_criteria == ("aim", "check")
    assert (judgement.points, judgement.maximum) == (5, 6)


def test_one_criterion_below_its_level_is_not_made_up_for_by_another():
    judgement = judge(RUBRIC, {"aim": "great", "check": "good"})

    assert not judgement.met
    assert (judgement.met_criteria, judgement.unmet) == (("aim",), ("check",))
    assert judgement.points == 5


def test_missing_and_unknown_ratings_are_all_named():
    with pytest.raises(EvaluationIncomplete) as refused:
        judge(RUBRIC, {"check": "superb", "style": "good"})

    assert str(refused.value) == (
        "“The aim” is not rated; there is no criterion style; “The check” has no level superb"
    )


def test_what_was_met_stays_met_on_resubmission():
    kept = carry_over(RUBRIC, {"aim": "good", "check": "poor"}, {"aim": "poor", "check": "great"})

    assert kept == {"aim": "good", "check": "great"}
    assert judge(RUBRIC, kept).met


def test_what_was_met_need_not_be_rated_again_and_may_rise():
    assert carry_over(RUBRIC, {"aim": "good"}, {"check": "poor"})["aim"] == "good"
    assert carry_over(RUBRIC, {"aim": "good"}, {"aim": "great"})["aim"] == "great"


def test_what_was_not_met_is_rated_anew():
    assert carry_over(RUBRIC, {"aim": "poor"}, {"aim": "poor", "check": "good"}) == {
        "aim": "poor",
        "check": "good",
    }


@given(ratings, ratings)
def test_a_resubmission_never_loses_a_criterion(before, after):
    met_before = set(judge(RUBRIC, before).met_criteria)
    met_after = set(judge(RUBRIC, after).met_criteria)

    kept = judge(RUBRIC, carry_over(RUBRIC, before, after))

    assert set(kept.met_criteria) == met_before | met_after


def without(name):
    return {"title": "x", "criteria": [{k: v for k, v in criterion("a").items() if k != name}]}


@pytest.mark.parametrize(
    ("json", "place"),
    [
        ([], "rubric:"),
        ({"title": "x"}, "rubric.criteria:"),
        ({"title": "x", "criteria": []}, "rubric.criteria:"),
        ({**JSON, "weight": 2}, "weight"),
        ({**JSON, "title": " "}, "rubric.title:"),
        (without("id"), r"criteria\[0\].id:"),
        (without("met_at"), r"criteria\[0\].met_at:"),
        (without("levels"), r"criteria\[0\].levels:"),
        ({"title": "x", "criteria": [criterion("a", met_at="superb")]}, "no level superb"),
        ({"title": "x", "criteria": [criterion("a"), criterion("a")]}, "a is used twice"),
        ({"title": "x", "criteria": [{**criterion("a"), "parts": "video"}]}, r"parts:"),
        (
            {"title": "x", "criteria": [{**criterion("a"), "levels": [level("good", "2")]}]},
            "points:",
        ),
        (
            {"title": "x", "criteria": [{**criterion("a"), "levels": [level("good", -1)]}]},
            "points:",
        ),
    ],
)
def test_a_rubric_that_cannot_be_judged_by_is_refused_by_place(json, place):
    with pytest.raises(MalformedInput, match=place):
        Rubric.from_json(json)
