import pytest

from cairn_server.accounts.importing_later import import_people_later, import_people_task
from cairn_server.accounts.models import Membership
from cairn_server.journal.models import Progress
from cairn_server.journal.working import Worker
from tests.moments import MONDAY

pytestmark = pytest.mark.django_db(transaction=True)  # the worker closes old connections
ROWS = "email,name\na@x.example,A\nb@x.example,B\nbad,C\n"


def work_off():
    worker = Worker(duties={})
    while worker.tick():
        pass


def test_the_worker_brings_them_in_and_says_what_came_of_it(college, olga):
    work = import_people_later(organisation=college, text=ROWS, actor=olga, at=MONDAY)
    assert (work.ended_at, work.result) == (None, None)

    work_off()

    work.refresh_from_db()
    assert (work.result["created"], work.failure) == (2, "")
    assert [error["where"] for error in work.result["errors"]] == ["line 4"]
    assert Membership.objects.filter(person__email__endswith="@x.example").count() == 2


def test_a_file_that_cannot_be_used_at_all_ends_in_words(college, olga):
    work = import_people_later(
        organisation=college, text="mail\na@x.example\n", actor=olga, at=MONDAY
    )

    work_off()

    work.refresh_from_db()
    assert work.result is None
    assert "email" in work.failure


def test_run_again_after_it_ended_it_does_nothing(college, olga):
    work = import_people_later(organisation=college, text=ROWS, actor=olga, at=MONDAY)
    work_off()
    Membership.objects.filter(person__email="a@x.example").delete()

    import_people_task.func(str(work.pk), str(college.pk), str(olga.pk), ROWS)

    assert not Membership.objects.filter(person__email="a@x.example").exists()
    assert Progress.objects.count() == 1
