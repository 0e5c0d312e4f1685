"""Oracle: keys and signatures of `cryptography`; vectors: RFC 6979, appendix A.2.5."""

import pytest
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.asymmetric.utils import decode_dss_signature
from cryptography.hazmat.primitives.hashes import SHA256, SHA384
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat

from cairn.errors import MalformedCredential
from cairn.vc.ecdsa import compressed, coordinates, fits, point

CURVES = [("P-256", ec.SECP256R1(), SHA256(), 32), ("P-384", ec.SECP384R1(), SHA384(), 48)]
X = bytes.fromhex("60FED4BA255A9D31C961EB74C6356D68C049B8923B61FA6CE669622E60F29FB6")
Y = bytes.fromhex("7903FE1008B8BC99A41AE9E95628BC64F2F1B20C2D7E9F5177A3C294D4462299")


def test_a_point_is_written_by_one_coordinate_and_the_parity_of_the_other():
    raw = compressed("P-256", X, Y)

    assert raw == b"\x03" + X
    assert coordinates("P-256", raw) == (X, Y)


@pytest.mark.parametrize(("curve", "theirs", "digest", "half"), CURVES)
def test_a_signature_is_two_numbers_side_by_side(curve, theirs, digest, half):
    pair = ec.generate_private_key(theirs)
    raw = pair.public_key().public_bytes(Encoding.X962, PublicFormat.CompressedPoint)
    parts = decode_dss_signature(pair.sign(b"text", ec.ECDSA(digest)))
    signature = b"".join(part.to_bytes(half, "big") for part in parts)

    assert point(curve, raw) == pair.public_key()
    assert fits(curve, raw, signature, b"text")
    assert not fits(curve, raw, signature, b"Text")
    assert not fits(curve, raw, signature[half:] + signature[:half], b"text")
    assert not fits(curve, raw, signature[:-1], b"text")
    assert not fits(curve, raw, signature + b"\0", b"text")
    assert not fits(curve, raw, bytes(2 * half), b"text")


def test_what_is_on_no_curve_is_refused():
    with pytest.raises(MalformedCredential, match="no point of P-256"):
        point("P-256", b"\x02" + b"\xff" * 32)
    with pytest.raises(MalformedCredential, match="no point of P-256"):
        compressed("P-256", Y, X)
