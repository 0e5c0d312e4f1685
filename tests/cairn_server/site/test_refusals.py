import json

import pytest
from django.http import Http404, HttpResponse
from django.test import RequestFactory

from cairn_server.errors import OwnWork
from cairn_server.site.refusals import RefusalMiddleware


@pytest.fixture
def refuse(rf: RequestFactory, db):
    def refused(error, **headers):
        request = rf.get("/", headers=headers)
        return RefusalMiddleware(lambda _: HttpResponse()).process_exception(request, error)

    return refused


def test_a_refusal_is_a_page_with_its_status_and_its_sentence(refuse):
    page = refuse(OwnWork("You cannot judge your own work"))

    assert page.status_code == 403
    assert "You cannot judge your own work" in page.content.decode()


def test_a_part_of_a_page_is_refused_in_part(refuse):
    part = refuse(OwnWork("You cannot judge your own work"), hx_request="true")

    assert "<html" not in part.content.decode()
    assert 'role="alert"' in part.content.decode()


def test_what_is_not_a_refusal_is_left_to_the_error_page(refuse):
    assert refuse(json.JSONDecodeError("x", "y", 0)) is None


def test_an_address_with_nul_in_it_leads_nowhere_on_every_database(rf):
    middleware = RefusalMiddleware(lambda _: HttpResponse())

    with pytest.raises(Http404):
        middleware.process_view(rf.get("/frameworks/1/skills/%00"))
    assert middleware.process_view(rf.get("/frameworks/1/skills/A")) is None
