import json
from io import BytesIO
from zipfile import ZipFile

from django.urls import reverse

from cairn_server.assessment.reassessing import assess_anew
from cairn_server.assessment.submitting import attach_file, begin_submission
from cairn_server.catalog.models import TaskVersion
from cairn_server.hub.exporting import export_everything
from cairn_server.learning.aiming import add_part, set_goal
from cairn_server.workforce.models import KeptByRecall
from tests.moments import MONDAY
from tests.pictures import png

FILE_PART = {"id": "photo", "title": "Photo", "kind": "file", "required": True, "accept": ["image"]}


def exported(person):
    with export_everything(person) as file:
        return ZipFile(BytesIO(file.read()))


def hand_in_a_picture(person, course):
    TaskVersion.objects.update(parts=[FILE_PART])
    work = begin_submission(
        person=person, task=course.tasks.get(), achievement_version=course, at=MONDAY
    )
    attach_file(
        submission=work,
        part="photo",
        upload=BytesIO(png()),
        name="../../ada's board.png",
        at=MONDAY,
    )
    return work


def test_everything_of_a_person_is_in_the_archive(course, ada, learned):
    learned(ada)
    work = hand_in_a_picture(ada, course)
    goal = set_goal(person=ada, name="Ready", by=None, at=MONDAY)
    add_part(goal=goal, achievement=course.achievement, at=MONDAY)

    archive = exported(ada)

    learning = json.loads(archive.read("learning.json"))
    (evidence,) = json.loads(archive.read("evidence.json"))
    assert json.loads(archive.read("person.json"))["person"]["email"] == ada.email
    assert [one["response"] for one in learning["reviews"]] == [{"option": "b"}]
    assert [one["name"] for one in learning["goals"]] == ["Ready"]
    assert evidence["parts"][0]["called"] == "ada's board.png"
    assert archive.read(f"evidence/{work.pk}-photo.png") == png()


def test_nothing_of_anybody_else_is(course, ada, bea, learned):
    learned(ada)
    hand_in_a_picture(ada, course)

    archive = exported(bea)

    assert json.loads(archive.read("evidence.json")) == []
    assert json.loads(archive.read("learning.json"))["reviews"] == []
    assert ada.email not in archive.read("person.json").decode()


def test_the_settings_lead_to_the_download_and_a_stranger_is_asked_to_sign_in(client, ada):
    stranger = client.get(reverse("hub:export"))
    client.force_login(ada)
    page = client.get(reverse("hub:export"))

    assert stranger.url.startswith(reverse("account_login"))
    assert page["Content-Type"] == "application/zip"
    assert ZipFile(BytesIO(page.getvalue())).testzip() is None


def test_what_is_renewed_and_kept_by_recall_is_told_to_its_owner_alone(course, ada, bea):
    assess_anew(person=ada, achievement=course.achievement, since=MONDAY, at=MONDAY)
    KeptByRecall.objects.create(person=ada, achievement=course.achievement, on=MONDAY.date())

    own, other = (json.loads(exported(one).read("learning.json")) for one in (ada, bea))

    key = str(course.achievement_id)
    assert own["kept_by_recall"] == [{"achievement_id": key, "on": "2026-03-02"}]
    assert [one["achievement_id"] for one in own["renewals"]] == [key]
    assert (other["kept_by_recall"], other["renewals"]) == ([], [])
