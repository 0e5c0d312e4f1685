from django.utils.formats import date_format

from tests.moments import MONDAY


def test_a_date_is_not_mistaken_anywhere():
    assert date_format(MONDAY) == "2 March 2026"
    assert date_format(MONDAY, "SHORT_DATETIME_FORMAT") == "2 Mar 2026, 09:00"
