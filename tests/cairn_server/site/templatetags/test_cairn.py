import pytest
from django.template import Context, Template
from django.test import RequestFactory

from cairn_server.site.templatetags.cairn import duration, message_tone, minutes, percent, whole


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
