from cairn.vc.keys import PrivateKey, PublicKey
from cairn.vc.signature_cache import MAX_SIGNATURES, SignatureCache

KEY = PrivateKey(bytes(range(32)))
OTHER = PrivateKey(bytes(range(1, 33)))


def asked_of(monkeypatch):
    """Return a list that grows by each signature that is checked in full."""
    asked = []
    verify = PublicKey.verify

    def counting(key, signature, data):
        asked.append(data)
        return verify(key, signature, data)

    monkeypatch.setattr(PublicKey, "verify", counting)
    return asked


def test_what_fitted_once_is_not_checked_again(monkeypatch):
    cache, asked, signature = SignatureCache(), asked_of(monkeypatch), KEY.sign(b"list")

    assert [cache.fits(KEY.public, signature, b"list") for _ in range(3)] == [True] * 3
    assert asked == [b"list"]


def test_another_key_text_or_signature_is_checked_by_itself(monkeypatch):
    cache, signature = SignatureCache(), KEY.sign(b"list")
    assert cache.fits(KEY.public, signature, b"list")
    asked = asked_of(monkeypatch)

    assert not cache.fits(OTHER.public, signature, b"list")
    assert not cache.fits(KEY.public, signature, b"tsil")
    assert not cache.fits(KEY.public, signature[:-1] + b"\0", b"list")
    assert len(asked) == 3


def test_what_does_not_fit_is_not_kept(monkeypatch):
    cache, asked = SignatureCache(), asked_of(monkeypatch)

    assert [cache.fits(KEY.public, bytes(64), b"list") for _ in range(2)] == [False, False]
    assert asked == [b"list"] * 2


def test_only_the_latest_are_kept(monkeypatch):
    cache = SignatureCache()
    texts = [bytes([number % 256, number // 256]) for number in range(MAX_SIGNATURES + 1)]
    for text in texts:
        cache.fits(KEY.public, KEY.sign(text), text)
    asked = asked_of(monkeypatch)
    for text in (texts[-1], texts[0]):
        assert cache.fits(KEY.public, KEY.sign(text), text)

    assert asked == [texts[0]]
