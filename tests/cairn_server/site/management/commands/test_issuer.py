import pytest
from django.core.management import CommandError, call_command

from cairn_server.credentials.models import Issuer

EVIDENCE = "https://accreditor.example/north"


def test_the_operator_declares_what_was_checked(college):
    call_command("issuer", "standing", "north", "institution-accredited", "--evidence", EVIDENCE)

    issuer = Issuer.objects.get()
    assert (issuer.standing, issuer.standing_evidence) == ("institution-accredited", EVIDENCE)


@pytest.mark.parametrize(
    "words",
    [("nowhere", "informal"), ("north", "informal", "--evidence", "javascript:alert(1)")],
)
def test_wrong_usage_says_so_and_changes_nothing(college, words):
    with pytest.raises(CommandError) as refused:
        call_command("issuer", "standing", *words)

    assert refused.value.returncode == 3
    assert not Issuer.objects.exists()
