from django.template import engines
from django.urls import get_resolver

from cairn.vc import documents
from cairn_server.site.warming import warm


def test_every_page_context_and_route_is_read_before_the_first_request():
    documents._read.cache_clear()
    loader = engines["django"].engine.template_loaders[0]
    loader.reset()

    assert warm() > 100

    read = {str(key) for key in loader.get_template_cache}
    assert {"hub/home.html", "learning/player.html", "site/page.html"} <= read
    assert documents._read.cache_info().currsize == len(set(documents.CONTEXT_FILES.values()))
    assert get_resolver()._populated


def test_warming_asks_no_table(db, django_assert_num_queries):
    with django_assert_num_queries(0):
        warm()
