"""
The JSON-LD contexts that Cairn carries, so that nobody has to fetch one to verify a credential.

A signature does not cover what a term means: whoever can change a context can change the
meaning of a signed document. So contexts come from here alone, each pinned by its SHA-256.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Mapping
from functools import cache
from importlib.resources import files
from types import MappingProxyType
from typing import Any

from cairn.errors import UnknownContext
from cairn.reading import read_json

ContextLoader = Callable[[str], Mapping[str, Any]]
"""From the URL of a context to its document; must answer the same for the same URL always."""


def pinned_context(url: str) -> Mapping[str, Any]:
    """
    Return the pinned document of the context at `url`.

    Raises:
        UnknownContext: if Cairn does not carry it, or the file differs from its hash.
    """
    name = CONTEXT_FILES.get(url)
    if name is None:
        raise UnknownContext(
            f"{url[:200]} is not among the contexts that Cairn carries, so the meaning of the "
            "document's terms cannot be checked"
        )
    return _read(name)


def pinned_bytes(url: str) -> bytes | None:
    """Return the file of the context at `url` as it was published; None if it is not carried."""
    name = CONTEXT_FILES.get(url)
    return None if name is None else _bytes(name)


@cache
def _read(name: str) -> Mapping[str, Any]:
    return MappingProxyType(read_json(_bytes(name)))


def _bytes(name: str) -> bytes:
    data = (files("cairn.vc") / "contexts" / name).read_bytes()
    digest = hashlib.sha256(data).hexdigest()
    if digest != CONTEXT_HASHES[name]:
        raise UnknownContext(f"The file {name} was changed: its SHA-256 is {digest}")
    return data


def _with_aliases(urls: Mapping[str, str], aliases: Mapping[str, str]) -> Mapping[str, str]:
    return MappingProxyType({**urls, **{alias: urls[url] for alias, url in aliases.items()}})


_URLS = {
    "https://www.w3.org/ns/credentials/v2": "credentials-v2.jsonld",
    "https://www.w3.org/2018/credentials/v1": "2018-credentials-v1.jsonld",
    "https://www.w3.org/2018/credentials/examples/v1": "2018-credentials-examples-v1.jsonld",
    "https://www.w3.org/ns/credentials/examples/v2": "credentials-examples-v2.jsonld",
    "https://www.w3.org/ns/credentials/status/v1": "credentials-status-v1.jsonld",
    "https://w3id.org/vc/status-list/2021/v1": "status-list-2021.jsonld",
    "https://w3id.org/citizenship/v4rc1": "citizenship-v4rc1.jsonld",
    "https://www.w3.org/ns/did/v1": "did-v1.jsonld",
    "https://www.w3.org/ns/odrl.jsonld": "odrl.jsonld",
    "https://w3id.org/security/v1": "security-v1.jsonld",
    "https://w3id.org/security/v2": "security-v2.jsonld",
    "https://w3id.org/security/v3-unstable": "security-v3-unstable.jsonld",
    "https://w3id.org/security/bbs/v1": "security-bbs-v1.jsonld",
    "https://w3id.org/security/data-integrity/v1": "data-integrity-v1.jsonld",
    "https://w3id.org/security/data-integrity/v2": "data-integrity-v2.jsonld",
    "https://w3id.org/security/multikey/v1": "multikey-v1.jsonld",
    "https://w3id.org/security/suites/ed25519-2018/v1": "suites-ed25519-2018.jsonld",
    "https://w3id.org/security/suites/ed25519-2020/v1": "suites-ed25519-2020.jsonld",
    "https://w3id.org/security/suites/jws-2020/v1": "suites-jws-2020.jsonld",
    "https://w3id.org/security/suites/secp256k1-2019/v1": "suites-secp256k1-2019.jsonld",
    "https://w3id.org/security/suites/x25519-2019/v1": "suites-x25519-2019.jsonld",
    "https://w3id.org/security/suites/x25519-2020/v1": "suites-x25519-2020.jsonld",
    "https://w3id.org/security/suites/merkle-2019/v1": "suites-merkle-2019.json",
    "https://w3id.org/security/suites/chained-2021/v1": "suites-chained-2021.json",
    "https://w3id.org/blockcerts/v3": "blockcerts-3.0.json",
    "https://w3id.org/blockcerts/v3.1": "blockcerts-3.1.json",
    "https://w3id.org/blockcerts/v3.2": "blockcerts-3.2.json",
    "https://w3id.org/openbadges/v2": "ob-v2p0.json",
    "https://w3id.org/openbadges/extensions/applyLinkExtension/context.json": (
        "obv2x-applylink-extensions.json"
    ),
    "https://w3id.org/openbadges/extensions/exampleExtension/context.json": (
        "obv2x-example-extension.json"
    ),
    "https://purl.imsglobal.org/spec/ob/v3p0/context.json": "ob-v3p0.json",
    "https://purl.imsglobal.org/spec/ob/v3p0/context-3.0.1.json": "ob-v3p0-3.0.1.json",
    "https://purl.imsglobal.org/spec/ob/v3p0/context-3.0.2.json": "ob-v3p0-3.0.2.json",
    "https://purl.imsglobal.org/spec/ob/v3p0/context-3.0.3.json": "ob-v3p0-3.0.3.json",
    "https://purl.imsglobal.org/spec/ob/v3p0/extensions.json": "ob-v3p0-extensions.json",
    "https://purl.imsglobal.org/spec/clr/v2p0/context.json": "clr-v2p0.json",
    "https://purl.imsglobal.org/spec/clr/v2p0/context-2.0.1.json": "clr-v2p0-2.0.1.json",
}

# The same document at another address
_ALIASES = {
    "https://w3id.org/did/v1": "https://www.w3.org/ns/did/v1",
    "https://openbadgespec.org/v2/context.json": "https://w3id.org/openbadges/v2",
}

CONTEXT_FILES = _with_aliases(_URLS, _ALIASES)

# SHA-256 and file
_SUMS = """
7c93b87a80d3e1dd3db2aa579c5f75138bfa887164ca610136bb3bbbb0dc0bee 2018-credentials-examples-v1.jsonld
3d0b277522ed24385c850b9882b9688687189b8f37a9bd9f1577e348b1019c44 2018-credentials-v1.jsonld
7b5a4f9771640918b6e3169af29374b38a9f914dcfed77675db7944c8f1a1152 blockcerts-3.0.json
2fc073679f0e05bba5984a3110c0bfcfbc9401c2a5874115e9a9bb12204001f3 blockcerts-3.1.json
fa5afe993720de6d030dc78cb8d33085e4e8a58704e26c8eefa536f4ab7b9731 blockcerts-3.2.json
a89b0bc00b1848ac3dfdf956c7dd5de8567e755351c07ec6a1c2b4a08b67953b citizenship-v4rc1.jsonld
880f1902d4158f2f33ce06af41b90719977cd1ea337a9de2e41edb3ff5e543d6 clr-v2p0-2.0.1.json
e198d7b517d74c5036434ce495086f67b10244709e9a3df9dcb7f8b1579b6167 clr-v2p0.json
895d705429f42934c1568b13376dfcb1aec71e5a42add2b9bb0855dfb3bc2ff4 credentials-examples-v2.jsonld
fda5add353231e6a6884a46b12e6c75464281900cb348284d9c360f62381d9f7 credentials-status-v1.jsonld
59955ced6697d61e03f2b2556febe5308ab16842846f5b586d7f1f7adec92734 credentials-v2.jsonld
c6e5073f4bd4bf6d08f245736e6f32c29b012860b18583644b2d71e1de862669 data-integrity-v1.jsonld
67f21e6e33a6c14e5ccfd2fc7865f7474fb71a04af7e94136cb399dfac8ae8f4 data-integrity-v2.jsonld
adefa50311393eb1bd788a38ac9fe2696c65367928f6996812cd54577394f4da did-v1.jsonld
ba2c182de2d92f7e47184bcca8fcf0beaee6d3986c527bf664c195bbc7c58597 multikey-v1.jsonld
393a890d7d95eb3a86f5f12309648a64c2d0676e5270e2967b5341a2dcea13d2 ob-v2p0.json
cfc147db5fd5e3575b06bd471fe04784e92de69296f64a351b8dff0ec3372e9c ob-v3p0-3.0.1.json
bba433989e1e700ca60838a3c22378e7d8381aeb0c9590f9ddf84d1714f10296 ob-v3p0-3.0.2.json
3d34f4d4ef1bce691106e63798beb5e7b862ba841423f5ee1e53ab7ddf3bca84 ob-v3p0-3.0.3.json
146f85aa16effd7ca1da8056eb443f53ce1eca8a34186cb062832c0a97d889c3 ob-v3p0-extensions.json
b077fa134d909d92c1dcd1c153f2af1b244aeb415967fdc1467d7fc5dd48ac10 ob-v3p0.json
3c842aeaac338b4fad942337e809e4c740da2ebda53466f960e0799e2c6cae98 obv2x-applylink-extensions.json
5827540679c457f11ff12697f3009287dcd193db34c87c5faf922a4a21055fff obv2x-example-extension.json
f9937a5cf820abc39a1b954a3752132a9334fb23ec4a379e77a74a007c8f567d odrl.jsonld
13c9ca884f29b002e9440d2a9b7aaf8611cf8f5b06fefb82161f9b81a67cebf2 security-bbs-v1.jsonld
abaf97e107d1925503c433dcaf3ffd2831697cacc1ed2a293e1bc8030d5bcb47 security-v1.jsonld
611bd81151d5efe53ec9aed78f5a813e577287bc9451ee26d6879b1b8b46bc3b security-v2.jsonld
311be32772d8e42f96c1a6ae899e3fa15efb06c27cfd207d86e8abb9951a3e74 security-v3-unstable.jsonld
634d71c159289f068c96012e4511c657fdf82ac4231900081bda3ba24e2e1160 status-list-2021.jsonld
d92de480e9478a76ba64a67209e15b4746758e0f28f074a4b5dc5ac8a684073d suites-chained-2021.json
166c6abb9e08176cee5f6c87c9c1bbfefa5717da391bcac525e5437f93eab809 suites-ed25519-2018.jsonld
b9e1ab971fd8bf2c7553e0c4a9438e0b9450afde1ea1ca5b2492368b9f549588 suites-ed25519-2020.jsonld
d648e05ddc6577827ca2bfd5e931f53e9ebc6e52a57a8da81df4ec8c46ffcd1e suites-jws-2020.jsonld
953b934ec954fab06c3d48e524ac66f0f66531b86fa91330f66e8fc4ba536ff4 suites-merkle-2019.json
8452efdde151151539b78d240f55cee7d9cc985bf078123ce310aa7ae04763b4 suites-secp256k1-2019.jsonld
d032497b819ad21259daaa11a1e0ce1153592fb58877751944d6b48768c0bf33 suites-x25519-2019.jsonld
b234f84fe7cebb0efef37cad82667eeacb6d414f6c51ac37f5dc803a4a0c728a suites-x25519-2020.jsonld
"""

CONTEXT_HASHES: Mapping[str, str] = MappingProxyType(
    {name: digest for digest, name in (line.split() for line in _SUMS.strip().splitlines())}
)
