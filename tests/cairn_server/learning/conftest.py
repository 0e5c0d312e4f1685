"""One item that Ada may practise."""

from __future__ import annotations

import pytest

from cairn_server.accounts.models import Organisation
from cairn_server.catalog.models import ItemVersion
from tests.making import make_item


@pytest.fixture
def whiteboards(college: Organisation) -> ItemVersion:
    return make_item(college)
