"""Files made to cost their reader much: each is refused or judged well under a second of CPU."""

import json
import struct
import zlib
from time import process_time

import pytest

from cairn.errors import CairnError
from cairn.openbadges.png import KEYWORD, MAX_CHUNKS
from cairn.openbadges.verifying import verify_file
from cairn.vc.multibase import encode_base64url
from cairn.vc.trust import TrustList
from tests.moments import MONDAY
from tests.pace import at_most
from tests.pictures import chunk, png, with_chunks
from tests.signing import CONTEXTS, a_badge, nothing, signed

SVG = '<svg xmlns="http://www.w3.org/2000/svg">'


def part(text):
    return encode_base64url(text.encode())


def token(header, claims):
    return f"{part(header)}.{part(claims)}.{part('x' * 64)}".encode()


def a_record(evidence):
    """Return a learner record with the proof of something else."""
    contexts = [CONTEXTS[0], "https://purl.imsglobal.org/spec/clr/v2p0/context-2.0.1.json"]
    changes = {
        "@context": [*contexts, CONTEXTS[1]],
        "type": ["VerifiableCredential", "ClrCredential"],
        "evidence": evidence,
        "proof": signed(a_badge())["proof"],
    }
    return json.dumps(a_badge(**changes)).encode()


def evidence(number, **more):
    return {"type": ["Evidence"], "id": f"urn:e:{number}", "name": str(number), **more}


FILES = {
    "a record of as many members as it may have": a_record([evidence(n) for n in range(15_800)]),
    "a record of letters that are escaped": a_record(
        [evidence(n, description="\x01\U0001f393" * 400) for n in range(2_000)]
    ),
    "a record with a member too many": a_record([evidence(n) for n in range(16_000)]),
    "chunks without end": with_chunks(png(), chunk(b"tEXt", b"") * MAX_CHUNKS),
    "one chunk of 15 MiB": with_chunks(png(), chunk(b"tEXt", bytes(15 << 20))),
    "a compressed bomb": with_chunks(
        png(), chunk(b"iTXt", KEYWORD + b"\0\1\0\0\0" + zlib.compress(bytes(10 << 20)))
    ),
    "a credential of 2 MiB": with_chunks(
        png(), chunk(b"iTXt", KEYWORD + b"\0\0\0\0\0" + b"{" * (2 << 20))
    ),
    "a chunk longer than the file": png()[:8] + struct.pack(">I4s", 2**31 - 1, b"IHDR"),
    "a deep picture": (SVG + "<g>" * 50_000).encode(),
    "a picture of 100,001 elements": (SVG + "<g/>" * 100_001 + "</svg>").encode(),
    "a tag of quotes": (SVG + "<g id='" + '"' * 500_000).encode(),
    "a long style": (SVG + "<style>" + "url(#" * 200_000 + "</style></svg>").encode(),
    "a laugh": b"<!DOCTYPE svg [<!ENTITY a 'ha'><!ENTITY b '&a;&a;'>]>"
    + SVG.encode()
    + b"&b;</svg>",
    "brackets": b"[" * 1_000_000,
    "objects": b'{"a":' * 200_000,
    "quotes": b'"\\' * 500_000,
    "commas": b"[" + b"1," * 500_000 + b"1]",
    "digits": b'{"a":' + b"9" * 1_000_000 + b"}",
    "a fraction": b'{"a":0.' + b"9" * 1_000_000 + b"}",
    "one key again and again": b"{" + b'"a":1,' * 9_000 + b'"a":1}',
    "a token of dots": b"e30." * 200_000,
    "a token with a deep header": token("[" * 100_000, "{}"),
    "a token with deep claims": token('{"alg":"EdDSA"}', '{"a":' * 100_000),
    "a token with a long kid": token(
        json.dumps({"alg": "EdDSA", "kid": "did:key:z" + "6" * 600_000}), '{"issuer":"did:key:z"}'
    ),
}


@pytest.mark.parametrize("name", FILES)
def test_a_costly_file_is_cheap(name):
    started = process_time()
    try:
        outcome = verify_file(
            FILES[name], fetch=nothing, trust=TrustList.empty(), at=MONDAY
        ).outcome
    except CairnError as error:
        outcome = error.code
    spent = process_time() - started

    assert outcome != "valid"
    assert spent < at_most(1)
