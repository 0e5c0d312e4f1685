from cairn_server.credentials.awarding_later import award_file_task, award_later, report_of
from cairn_server.credentials.models import Award
from cairn_server.journal.models import Progress
from tests.moments import DAY, MONDAY

ROWS = (
    "email,name,achievement,judged_by,judged_on,narrative\n"
    "ada@north.example,Ada,checking,Mentor,2024-12-01,A lesson\n"
    "nobody,Ada,checking,Mentor,2024-12-01,A lesson\n"
)


def later(college, ida):
    return award_later(organisation=college, data=ROWS.encode(), actor=ida, at=MONDAY + DAY)


def test_the_worker_awards_and_whoever_sent_it_sees_how_far_it_is(college, ida, ada, checking):
    file = later(college, ida)
    work = Progress.objects.get(pk=file.work_id)
    assert (work.owner_id, work.total, work.ended_at) == (ida.pk, 2, None)
    assert str(file.pk) in work.back

    award_file_task.func(str(file.pk))

    work.refresh_from_db()
    assert Award.objects.filter(person=ada).count() == 1
    assert work.done == 2
    assert (work.result["created"], work.result["unchanged"]) == (1, 0)
    [error] = work.result["errors"]
    assert (error["where"], error["code"]) == ("line 3", "row_refused")


def test_run_again_after_a_crash_it_awards_nothing_twice(college, ida, ada, checking):
    file = later(college, ida)

    award_file_task.func(str(file.pk))
    award_file_task.func(str(file.pk))

    assert Award.objects.count() == 1
    assert report_of(file)["created"] == 1


def test_a_second_click_is_the_same_file(college, ida, ada, checking):
    assert later(college, ida) == later(college, ida)
    assert Progress.objects.count() == 1
