from time import process_time
from xml.etree import ElementTree

import pytest

from cairn.errors import InputError, InputTooLarge, MalformedInput
from cairn.reading import read_xml
from tests.pace import at_most
from tests.shared_data import shared_data

BOMB = b"""<?xml version="1.0"?>
<!DOCTYPE a [<!ENTITY x "ha"><!ENTITY y "&x;&x;&x;&x;">]>
<a>&y;</a>"""


def test_elements_attributes_and_text_are_read_as_element_tree_reads_them():
    data = (
        b'<?xml version="1.0" encoding="UTF-8"?>\n<!-- note --><q xmlns="urn:a" xmlns:b="urn:b" '
        b'b:c="1" d="&lt;2"><b:e>x<![CDATA[<y>]]>&#233;</b:e> tail<f/></q>'
    )

    read, expected = read_xml(data), ElementTree.fromstring(data)

    assert ElementTree.tostring(read) == ElementTree.tostring(expected)
    assert read.attrib == {"{urn:b}c": "1", "d": "<2"}


@pytest.mark.parametrize(
    "data",
    [
        BOMB,
        b"<!DOCTYPE a><a/>",
        b'<!DOCTYPE a SYSTEM "file:///etc/passwd"><a/>',
        b'<!DOCTYPE a [<!ENTITY x SYSTEM "file:///etc/passwd">]><a>&x;</a>',
        b'<!DOCTYPE a [<!ENTITY % p SYSTEM "http://127.0.0.1/">%p;]><a/>',
        b'<?xml-stylesheet href="x.xsl"?><a/>',
        b"<a><?php echo 1 ?></a>",
    ],
)
def test_declarations_entities_and_instructions_are_refused(data):
    with pytest.raises(MalformedInput, match=r"Line \d+: .*remove it"):
        read_xml(data)


@pytest.mark.parametrize(
    "data",
    [
        b"",
        b"<a>",
        b"<a></b>",
        b"<a/><b/>",
        b"<a>&undefined;</a>",
        b"<a b=1/>",
        b"<a>\x00</a>",
        b"<x:a/>",
        b"<a>\xff</a>",
        b'<?xml version="1.0" encoding="no-such"?><a/>',
        b'<?xml version="1.0" encoding="utf-7"?><a/>',
        b'<a b="1" b="2"/>',
    ],
)
def test_what_is_not_well_formed_is_refused(data):
    with pytest.raises(MalformedInput):
        read_xml(data)


def test_the_place_of_an_error_is_named():
    with pytest.raises(MalformedInput, match="Line 2, column 5"):
        read_xml(b"<a>\n  </b></a>")


def test_depth_and_size_are_limited():
    assert read_xml(b"<a>" * 64 + b"</a>" * 64) is not None
    with pytest.raises(InputTooLarge, match="64 levels"):
        read_xml(b"<a>" * 65 + b"</a>" * 65)
    with pytest.raises(InputTooLarge, match="larger than 3 bytes"):
        read_xml(b"<a/>", max_bytes=3)


@pytest.mark.parametrize("data", [b"<a>" * 300_000, b"<a " + b"b" * (1 << 20), BOMB * 1000])
def test_hostile_input_is_refused_at_once(data):
    started = process_time()
    with pytest.raises(InputError):
        read_xml(data)

    assert process_time() - started < at_most(1)


@pytest.mark.shared
def test_a_moodle_backup_is_read_as_element_tree_reads_it():
    files = sorted(shared_data("moodle-backup").rglob("*.xml"))[:40]

    assert files
    for path in files:
        expected = ElementTree.fromstring(path.read_bytes())
        assert ElementTree.tostring(read_xml(path.read_bytes())) == ElementTree.tostring(expected)
