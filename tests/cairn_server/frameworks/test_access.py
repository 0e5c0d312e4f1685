"""Whose skills and occupations one may open."""

import pytest
from django.http import Http404

from cairn_server.frameworks.access import competency_or_404, occupation_or_404
from tests.cairn_server.frameworks.conftest import make_competency, make_occupation
from tests.moments import MONDAY


def test_what_is_shared_is_open_to_anybody_even_when_retired(shared):
    old = make_competency(shared, "send telegrams", retired_at=MONDAY)

    assert competency_or_404(None, old.pk) == old


def test_what_is_an_organisations_own_is_open_to_its_members_alone(norths, ada, zoe):
    skill, work = make_competency(norths, "maths"), make_occupation(norths, "tutor")

    assert competency_or_404(ada, skill.pk) == skill
    assert occupation_or_404(ada, work.pk) == work
    for stranger in (zoe, None):
        with pytest.raises(Http404):
            competency_or_404(stranger, skill.pk)
        with pytest.raises(Http404):
            occupation_or_404(stranger, work.pk)
