import pytest

from cairn.errors import InputTooLarge, MalformedInput
from cairn.reading.text import has_forbidden, text_of


def test_a_byte_order_mark_is_dropped_where_it_is_allowed():
    assert text_of(b"\xef\xbb\xbfa", max_bytes=10, allow_bom=True) == "a"
    with pytest.raises(MalformedInput, match="byte order mark"):
        text_of(b"\xef\xbb\xbfa", max_bytes=10, allow_bom=False)


def test_the_line_that_is_not_utf_8_is_named():
    with pytest.raises(MalformedInput, match="Line 3"):
        text_of(b"a\nb\n\xe9\n", max_bytes=10, allow_bom=True)


@pytest.mark.parametrize("data", [b"\xc3\xa9\xc3\xa9", "éé"])
def test_size_is_counted_in_utf_8(data):
    assert text_of(data, max_bytes=4, allow_bom=False) == "éé"
    with pytest.raises(InputTooLarge):
        text_of(data, max_bytes=3, allow_bom=False)


def test_only_u_0000_and_lone_surrogates_are_forbidden():
    assert has_forbidden("a\x00") is not None
    assert has_forbidden("é\udfff") is not None
    assert has_forbidden("a\x01\x7f😀\U0010ffff\uffff") is None
