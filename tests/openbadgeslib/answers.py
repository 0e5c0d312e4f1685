"""
An independent issuer and verifier: openbadgeslib behind lines of JSON.

Runs in an environment of its own, which `make conformance` makes. Each line on standard input is
a request, each line on standard output its answer:
  {"command": "verify", "credential"}        -> {"verified", "error"?}
  {"command": "verify_jwt", "token", "pem"}  -> {"verified", "error"?}
  {"command": "issue", "credential", "seed"} -> {"credential"}
  {"command": "sign_assertion", "assertion", "pem", "algorithm", "svg", "png"}
                                             -> {"token", "svg", "png"}, pictures in Base64
"""

import json
import sys
from base64 import b64decode, b64encode
from datetime import datetime

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat
from openbadgeslib.errors import LibOpenBadgesException
from openbadgeslib.ob2.models import Assertion
from openbadgeslib.ob2.signer import OB2Signer
from openbadgeslib.ob3.ldp import OB3LdpVerifier, add_data_integrity_proof
from openbadgeslib.ob3.verifier import OB3Verifier


def verify(request):
    try:
        OB3LdpVerifier().verify(request["credential"])
    except LibOpenBadgesException as error:
        return {"verified": False, "error": str(error)}
    return {"verified": True}


def verify_jwt(request):
    try:
        OB3Verifier(request["pem"].encode()).verify(request["token"])
    except LibOpenBadgesException as error:
        return {"verified": False, "error": str(error)}
    return {"verified": True}


def issue(request):
    seed = bytes.fromhex(request["seed"])
    key = Ed25519PrivateKey.from_private_bytes(seed)
    pem = key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption())
    created = datetime.fromisoformat(request["created"])
    signed = add_data_integrity_proof(
        request["credential"], pem, request["method"], created=created
    )
    return {"credential": signed}


def sign_assertion(request):
    signer = OB2Signer(request["pem"].encode(), request["algorithm"])
    assertion = Assertion.from_dict(request["assertion"])
    return {
        "token": signer.sign(assertion),
        "svg": b64encode(signer.sign_into_svg(assertion, b64decode(request["svg"]))).decode(),
        "png": b64encode(signer.sign_into_png(assertion, b64decode(request["png"]))).decode(),
    }


COMMANDS = {
    "verify": verify,
    "verify_jwt": verify_jwt,
    "issue": issue,
    "sign_assertion": sign_assertion,
}

for line in sys.stdin:
    try:
        request = json.loads(line)
        answer = COMMANDS[request["command"]](request)
    except Exception as error:  # whatever it is, the test is to see it
        answer = {"failed": f"{type(error).__name__}: {error}"}
    print(json.dumps(answer), flush=True)
