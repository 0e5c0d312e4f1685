"""An organisation's own framework, from CSV."""

import pytest
from django.db import IntegrityError, transaction

from cairn.errors import MalformedInput
from cairn.frameworks.model import Framework
from cairn_server.errors import FrameworkTaken
from cairn_server.frameworks import placing
from cairn_server.frameworks.bringing_own import bring_own_framework
from cairn_server.frameworks.models import Competency, CompetencyFramework, FrameworkSource
from cairn_server.journal.models import Event
from tests.moments import DAY, MONDAY

NORTH = Framework("North skills")


def bring(text, organisation, *, told=NORTH, at=MONDAY, **more):
    report = bring_own_framework(
        told=told, data=text, organisation=organisation, actor=None, at=at, **more
    ).to_json()
    return tuple(report[name] for name in ("created", "updated", "unchanged", "removed"))


def test_a_competency_without_an_address_gets_one_under_its_framework(college, settings):
    assert bring("code,name\nA 1,Ask\n", college) == (1, 0, 0, 0)

    framework = CompetencyFramework.objects.get(organisation=college)
    ask = Competency.objects.get()
    assert (framework.source, framework.name) == ("own", "North skills")
    assert ask.url == f"{settings.CAIRN_BASE_URL}/frameworks/{framework.pk}/skills/A%201"


def test_a_code_stays_the_same_competency_under_a_new_name_and_base(college, settings):
    bring("code,name\nA,Ask\nB,Listen\n", college)
    ask = Competency.objects.get(code="A")
    settings.CAIRN_BASE_URL = "https://moved.example"

    counts = bring("code,name\nA,Ask openly\nC,Wait\n", college, at=MONDAY + DAY)

    assert counts == (1, 1, 0, 1)
    renamed = Competency.objects.get(code="A")
    assert (renamed.pk, renamed.url, renamed.name) == (ask.pk, ask.url, "Ask openly")
    assert Competency.objects.get(code="B").retired_at == MONDAY + DAY


def test_a_dry_run_says_what_the_real_one_does(college):
    text = "code,name\nA,Ask\nB,Listen\n"

    foreseen = bring(text, college, dry_run=True)

    assert not CompetencyFramework.objects.exists()
    assert bring(text, college) == foreseen
    assert bring(text, college, dry_run=True) == (0, 0, 2, 0)


def test_two_organisations_may_have_a_framework_of_the_same_name(college, zoe):
    bring("code,name\nA,Ask\n", college)

    assert bring("code,name\nA,Ask\n", zoe.memberships.get().organisation) == (1, 0, 0, 0)


def test_a_file_that_cannot_be_read_leaves_nothing_behind(college):
    with pytest.raises(MalformedInput):
        bring("name\nAsk\n", college)

    assert not CompetencyFramework.objects.exists()


def test_the_name_of_a_shared_publishers_framework_is_refused_for_a_shared_one(db):
    CompetencyFramework.objects.create(name="ESCO", source=FrameworkSource.ESCO)

    with pytest.raises(FrameworkTaken):
        bring("code,name\nA,Ask\n", None, told=Framework("ESCO"))


@pytest.mark.parametrize(
    "address",
    [
        "http://data.europa.eu/esco/skill/1",
        "https://DATA.europa.eu/ESCO/skill/1",
        "http://somebody@data.europa.eu/esco/skill/1",
        "http://[north",
        "{here}/frameworks/0/skills/A",
        "{here}/x",
        "https://localhost/frameworks/0/skills/A",
    ],
)
def test_no_address_of_a_publisher_or_of_anothers_framework_here_is_written_down(
    college, settings, address
):
    settings.CAIRN_BASE_URL = "http://localhost:8000"
    uri = address.format(here=settings.CAIRN_BASE_URL)
    text = f"code,name,uri\nA,Ask,{uri}\nB,Listen,https://north.example/B\n"

    for dry_run in (True, False):
        assert bring(text, college, dry_run=dry_run) == (1, 0, 0, 0)
    assert not Competency.objects.filter(url=uri).exists()


def test_an_address_that_the_framework_keeps_already_may_be_written_down(college):
    bring("code,name\nA,Ask\n", college)
    ask = Competency.objects.get()

    assert bring(f"code,name,uri\nA,Ask,{ask.url}\n", college) == (0, 0, 1, 0)


def test_what_the_operator_brings_in_for_all_may_have_any_address(db):
    assert bring("code,name,uri\nA,Ask,http://data.europa.eu/esco/skill/1\n", None) == (1, 0, 0, 0)


@pytest.mark.parametrize(
    "address", ["http://south.example/1", "https://south.example/1", "http://South.example:443/1"]
)
def test_an_address_that_another_organisation_keeps_is_refused_by_either_scheme(
    college, zoe, address
):
    souths = zoe.memberships.get().organisation
    bring("code,name,uri\nA,Ask,https://south.example/1\n", souths)
    text = f"code,name,uri\nA,Ask,{address}\nB,Listen,\n"

    for dry_run in (True, False):
        report = bring_own_framework(
            told=NORTH,
            data=text,
            organisation=college,
            actor=None,
            at=MONDAY,
            dry_run=dry_run,
        )
        assert [one.code for one in report.problems] == ["address_taken"]
        assert "belongs to another framework" in report.problems[0].detail
    assert Competency.objects.get(code="A").framework.organisation == souths


def test_a_failure_in_the_middle_leaves_nothing_of_the_file(college, monkeypatch):
    bring("code,name\nA,Ask\nB,Listen\n", college)
    kept = set(Competency.objects.values_list("code", "name", "retired_at"))

    def fail(*_):
        raise IntegrityError("a power cut")

    monkeypatch.setattr(placing, "_retire", fail)  # what comes after the rows are written
    for told in (NORTH, Framework("North trades")):
        with pytest.raises(IntegrityError), transaction.atomic():
            bring("code,name\nA,Ask openly\nC,Wait\n", college, told=told)

    assert set(Competency.objects.values_list("code", "name", "retired_at")) == kept
    assert CompetencyFramework.objects.count() == 1
    assert Event.objects.filter(kind="framework.imported").count() == 1
