"""
Private keys in files of their own, sealed with the installation's secret.

One file a key under `CAIRN_HOME/keys`, mode 600: AES-256-GCM under a key that Argon2id makes of
the secret and the file's salt. Every signature is checked with the public half before it leaves.
"""

from __future__ import annotations

import json
import os
import re
import secrets
from collections.abc import Callable, Mapping
from pathlib import Path

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.kdf.argon2 import Argon2id

from cairn.errors import CairnError
from cairn.vc.keys import PrivateKey, PublicKey
from cairn_server.errors import KeyUnavailable

FORMAT = "cairn-key-1"
_REF = re.compile(r"[0-9a-z-]{8,80}")
_SALT_BYTES, _NONCE_BYTES, _KEY_BYTES = 16, 12, 32
# OWASP's second choice for Argon2id: 19 MiB, two passes, one lane.
SEAL_COST = {"iterations": 2, "lanes": 1, "memory_cost": 19 * 1024}


class FileSigner:
    """The `Signer` of `cairn.vc.keys` over sealed files; unsealed keys stay in this process."""

    def __init__(self, folder: Path, secret: str, seal_cost: Mapping[str, int] = SEAL_COST) -> None:
        """
        Args:
            folder: where the files are; made with the first key.
            seal_cost: Argon2id's iterations, lanes and memory_cost (KiB) for new keys; each
                file names its own.
        """
        self._folder = folder
        self._secret = secret.encode()
        self._seal_cost = seal_cost
        self._unsealed: dict[str, PrivateKey] = {}

    def create(self, key_ref: str) -> PublicKey:
        """Make a new key, put it safely on disk, and return its public half."""
        key = PrivateKey.generate()
        _write_once(self._path(key_ref), _seal(key, key_ref, self._secret, self._seal_cost))
        self._unsealed[key_ref] = key
        return key.public

    def sign(self, key_ref: str, data: bytes) -> bytes:
        """
        Return the signature of `data`, after checking it with the public half.

        Raises:
            KeyUnavailable: if the file is missing, damaged or sealed with another secret, or
                if what was signed does not verify.
        """
        key = self._key(key_ref)
        signature = key.sign(data)
        if not key.public.verify(signature, data):
            raise KeyUnavailable(f"The key {key_ref} made a signature that does not verify")
        return signature

    def public(self, key_ref: str) -> PublicKey:
        """Return the public half of the key; KeyUnavailable as in `sign`."""
        return self._key(key_ref).public

    def signing(self, key_ref: str) -> Callable[[bytes], bytes]:
        """Return what signs with the one key `key_ref`."""
        return lambda data: self.sign(key_ref, data)

    def _key(self, key_ref: str) -> PrivateKey:
        if key_ref not in self._unsealed:
            self._unsealed[key_ref] = _unseal(self._path(key_ref), key_ref, self._secret)
        return self._unsealed[key_ref]

    def _path(self, key_ref: str) -> Path:
        if not _REF.fullmatch(key_ref):
            raise KeyUnavailable(f"{key_ref!r} is not the name of a key")
        return self._folder / f"{key_ref}.json"


def _seal(key: PrivateKey, key_ref: str, secret: bytes, cost: Mapping[str, int]) -> bytes:
    salt, nonce = secrets.token_bytes(_SALT_BYTES), secrets.token_bytes(_NONCE_BYTES)
    sealed = AESGCM(_derive(secret, salt, cost)).encrypt(nonce, key.seed, _bound(key_ref))
    content = {
        "format": FORMAT,
        "kdf": {"name": "argon2id", "salt": salt.hex(), **cost},
        "cipher": {"name": "aes-256-gcm", "nonce": nonce.hex()},
        "sealed": sealed.hex(),
        "public": key.public.multibase,
    }
    return json.dumps(content, indent=2).encode()


def _unseal(path: Path, key_ref: str, secret: bytes) -> PrivateKey:
    try:
        content = json.loads(path.read_bytes())
        costs = {name: int(content["kdf"][name]) for name in SEAL_COST}
        wrapping = _derive(secret, bytes.fromhex(content["kdf"]["salt"]), costs)
        nonce = bytes.fromhex(content["cipher"]["nonce"])
        seed = AESGCM(wrapping).decrypt(nonce, bytes.fromhex(content["sealed"]), _bound(key_ref))
        key = PrivateKey.from_seed(seed)
    except FileNotFoundError as error:
        raise KeyUnavailable(f"The signing key {key_ref} is missing; restore its file") from error
    except InvalidTag as error:
        raise KeyUnavailable(f"The signing key {key_ref} was sealed with another secret") from error
    except (OSError, ValueError, KeyError, TypeError, CairnError) as error:
        raise KeyUnavailable(f"The file of the signing key {key_ref} is damaged") from error
    if key.public.multibase != content["public"]:
        raise KeyUnavailable(f"The file of the signing key {key_ref} holds another key")
    return key


def _derive(secret: bytes, salt: bytes, cost: Mapping[str, int]) -> bytes:
    iterations, lanes, memory = (cost[name] for name in ("iterations", "lanes", "memory_cost"))
    kdf = Argon2id(
        salt=salt, length=_KEY_BYTES, iterations=iterations, lanes=lanes, memory_cost=memory
    )
    return kdf.derive(secret)


def _bound(key_ref: str) -> bytes:
    """What the seal covers beside the key: a file renamed to another key's name does not open."""
    return f"{FORMAT} {key_ref}".encode()


def _write_once(path: Path, content: bytes) -> None:
    """Write a file that nobody else can read; it is whole on disk when this returns."""
    path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    handle = os.open(path, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600)
    with os.fdopen(handle, "wb") as file:
        file.write(content)
        file.flush()
        os.fsync(file.fileno())
    folder = os.open(path.parent, os.O_RDONLY)
    try:
        os.fsync(folder)
    finally:
        os.close(folder)
