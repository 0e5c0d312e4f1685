from __future__ import annotations

import pytest

from cairn.psychometrics.rubric import Rubric
from cairn_server.assessment.parts import Part, open_criteria, open_parts, parts_of
from tests.cairn_server.assessment.conftest import PARTS, RUBRIC

READ = Rubric.from_json(RUBRIC)


def test_what_is_left_out_has_a_meaning() -> None:
    (part,) = parts_of([{"id": "video", "kind": "file", "accept": ["video"]}])

    assert part == Part("video", "video", "file", required=True, accept=("video",))
    assert part.max_bytes == 100 * 1024 * 1024


def test_no_task_may_ask_for_more_than_the_site_takes() -> None:
    (part,) = parts_of([{"id": "video", "kind": "file", "max_megabytes": 100_000}])

    assert part.max_megabytes == 500


@pytest.mark.parametrize(
    ("before", "parts", "criteria"),
    [
        (None, {"plan", "reflection", "photo"}, ["asks", "acts", "cares"]),
        ({"asks": "met", "acts": "not-yet", "cares": "beyond"}, {"reflection"}, ["acts"]),
        ({"asks": "met", "acts": "met", "cares": "not-yet"}, {"plan", "reflection"}, ["cares"]),
        ({"asks": "met", "acts": "met", "cares": "met"}, set(), []),
    ],
)
def test_only_what_an_unmet_criterion_is_judged_on_is_open(
    before: dict[str, str] | None, parts: set[str], criteria: list[str]
) -> None:
    assert open_parts(parts_of(PARTS), READ, before) == parts
    assert [one.id for one in open_criteria(READ, before)] == criteria


def test_a_criterion_that_names_no_part_opens_all() -> None:
    criteria = [{**one, "parts": []} for one in RUBRIC["criteria"]]
    rubric = Rubric.from_json({"title": "Any", "criteria": criteria})
    before = {"asks": "met", "acts": "met", "cares": "not-yet"}

    assert open_parts(parts_of(PARTS), rubric, before) == {"plan", "reflection", "photo"}
