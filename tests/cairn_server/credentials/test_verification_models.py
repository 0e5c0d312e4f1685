from __future__ import annotations

import pytest
from django.db import IntegrityError

from cairn_server.credentials.verification_models import VerificationList, VerificationRow
from tests.moments import MONDAY


@pytest.mark.django_db
def test_a_line_stands_in_its_list_once():
    made = VerificationList.objects.create(created_at=MONDAY)
    row = VerificationRow.objects.create(verification_list=made, line=1, given="a")

    assert (str(made), str(row)) == (made.pk, "1 waiting")
    with pytest.raises(IntegrityError):
        VerificationRow.objects.create(verification_list=made, line=1, given="b")
