import pytest

from cairn_server.assessment.models import SubmissionState
from cairn_server.catalog.models import AchievementVersion
from cairn_server.site.demo_world import showing
from tests.making import import_real_pack
from tests.moments import DAY, MONDAY


@pytest.fixture
def version(college):
    import_real_pack(college, "data-literacy")
    return AchievementVersion.objects.get()


@pytest.fixture
def work(ada, version):
    texts = {"reflection": "reflection-memo"}
    return showing.hand_in(ada, version, texts=texts, file=showing.memo(), at=MONDAY)


def test_the_memo_is_a_pdf_of_one_page():
    name, content = showing.memo()

    assert name.endswith(".pdf")
    assert content.startswith(b"%PDF-")
    assert content.count(b"/Type /Page\n") == 1


def test_the_video_is_one_that_plays_in_place():
    name, content = showing.lesson_video()

    assert name.endswith(".webm")
    assert content[:4] == b"\x1a\x45\xdf\xa3"  # EBML, RFC 8794


def test_what_is_handed_in_is_whole_and_waits(work):
    assert (work.state, work.submitted_at) == (SubmissionState.SUBMITTED, MONDAY)
    assert {one.part for one in work.artifacts.all()} == {one["id"] for one in work.version.parts}


def test_work_is_judged_met_unless_a_level_is_named(work, eve):
    showing.judge(work, eve, levels={}, comments={}, comment="Clear.", at=MONDAY + DAY)

    work.refresh_from_db()
    assert (work.state, work.decided_at) == (SubmissionState.MET, MONDAY + DAY)


def test_a_page_is_a_pdf_named_after_it():
    name, content = showing.page("analysis")

    assert name == "analysis.pdf"
    assert content.startswith(b"%PDF-")
    assert content != showing.page("brief")[1]


def test_the_try_that_waits_is_found(ada, version, work):
    assert showing.waiting(ada, version) == work


def test_what_was_written_is_found_by_its_name():
    assert showing.text("mentor-1").startswith("From the middle of March")
