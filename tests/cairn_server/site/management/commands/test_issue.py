import json
from io import StringIO

import pytest
from django.core.management import CommandError, call_command

from cairn_server.credentials.models import Award
from tests.making import make_achievement, make_unit

ROWS = "email,name,achievement\nnora@x.example,Nora,took-part\n"


@pytest.fixture
def issue(college, ida, tmp_path):
    """Run the command; return its report and its exit status."""
    make_achievement(college, make_unit(college), key="took-part")

    def act(text, *options, email="ida@north.example", organisation="north"):
        path, out = tmp_path / "awards.csv", StringIO()
        path.write_text(text)
        words = ["issue", str(path), "--organisation", organisation, "--as", email, *options]
        try:
            call_command(*words, stdout=out)
        except CommandError as error:
            return json.loads(out.getvalue() or "null"), error.returncode
        return json.loads(out.getvalue()), 0

    return act


def test_a_dry_run_awards_nothing_and_the_second_run_nothing_new(issue):
    assert issue(ROWS, "--dry-run")[0]["created"] == 1
    assert not Award.objects.exists()

    assert (issue(ROWS)[0]["created"], issue(ROWS)[0]["unchanged"]) == (1, 1)
    assert Award.objects.count() == 1


def test_a_row_that_is_not_awarded_is_named_and_is_the_exit_status(issue):
    report, status = issue(ROWS + "nobody,N,took-part\n")

    assert (report["created"], status) == (1, 1)
    assert [one["where"] for one in report["errors"]] == ["line 3"]


@pytest.mark.parametrize(("text", "more"), [
    ("", {}), (ROWS, {"email": "ada@north.example"}), (ROWS, {"organisation": "nowhere"}),
])  # fmt: skip
def test_wrong_usage_is_status_3(issue, ada, text, more):
    assert issue(text, **more) == (None, 3)
    assert not Award.objects.exists()
