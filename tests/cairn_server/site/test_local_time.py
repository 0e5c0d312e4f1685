from django.contrib.auth.models import AnonymousUser
from django.http import HttpResponse
from django.utils import timezone

from cairn_server.site.local_time import LocalTimeMiddleware


def zone_seen_by(person, rf):
    seen = []
    request = rf.get("/today/")
    if person:
        request.user = person

    def view(_):
        seen.append(timezone.get_current_timezone_name())
        return HttpResponse()

    LocalTimeMiddleware(view)(request)
    timezone.deactivate()
    return seen[0]


def test_times_are_the_readers(rf, ada):
    ada.time_zone = "Pacific/Auckland"

    assert zone_seen_by(ada, rf) == "Pacific/Auckland"
    assert zone_seen_by(None, rf) == "UTC"


def test_the_zone_of_one_request_is_not_the_next_ones(rf, ada):
    ada.time_zone = "Pacific/Auckland"
    seen = []
    for address, person in (("/today/", ada), ("/status/1", None), ("/today/", None)):
        request = rf.get(address)
        request.user = person or AnonymousUser()
        LocalTimeMiddleware(lambda _: seen.append(timezone.get_current_timezone_name()))(request)
    timezone.deactivate()

    assert seen == ["Pacific/Auckland", "UTC", "UTC"]
