import pytest
from django.template import Context, Template
from django.test import RequestFactory
from django.utils import timezone

from cairn_server.site.templatetags.cairn import (
    duration,
    local_times,
    message_tone,
    minutes,
    percent,
    whole,
)


@pytest.mark.parametrize(("seconds", "shown"), [(10, 1), (89, 1), (91, 2), (420, 7)])
def test_durations_are_whole_minutes_and_never_none(seconds, shown):
    assert minutes(seconds) == shown


@pytest.mark.parametrize(
    ("in_minutes", "shown"),
    [
        (0, "1 min"),
        (59, "59 min"),
        (60, "1 h"),
        (88, "1 h 30 min"),
        (240, "4 h"),
        (505, "8 h 30 min"),
    ],
)
def test_what_takes_over_an_hour_is_told_in_hours(in_minutes, shown):
    assert duration(in_minutes * 60) == shown


def test_an_estimate_is_rounded_up_and_a_share_is_in_percent():
    assert (whole(4.1), percent(0.856)) == (5, "86%")


def test_a_message_has_the_tone_of_its_level():
    assert [message_tone(level) for level in ("error", "success", "info")] == ["bad", "good", ""]


@pytest.mark.parametrize(("path", "marked"), [("/verify/", True), ("/catalogue/", False)])
def test_the_link_to_where_one_is_says_so(path, marked):
    context = Context({"request": RequestFactory().get(path)})

    text = Template("<a{% current 'credentials:verify' %}>").render(context)

    assert ('aria-current="page"' in text) is marked


def test_markdown_of_authors_is_shown_without_their_html():
    shown = Template("{{ text|markdown }}").render(Context({"text": "**a** <script>b</script>"}))

    assert shown == "<p><strong>a</strong> &lt;script&gt;b&lt;/script&gt;</p>\n"


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        (
            "valid from 2026-01-05T09:00:00Z until 2026-07-05T11:30:00.5+02:00.",
            "valid from 5 January 2026, 10:00 CET until 5 July 2026, 11:30 CEST.",
        ),
        ("on 2026-13-45T99:00:00Z", "on 2026-13-45T99:00:00Z"),
        ("at 0001-01-01T00:00:00+14:00", "at 0001-01-01T00:00:00+14:00"),
        ("since 2026-01-05", "since 2026-01-05"),
    ],
)
def test_moments_in_a_sentence_stand_in_the_zone_of_the_reader(text, shown):
    with timezone.override("Europe/Berlin"):
        assert local_times(text) == shown
