from cairn.errors import CairnError
from cairn_server import errors


def test_what_the_platform_refuses_is_refused_like_everything_else():
    refusals = [kind for kind in vars(errors).values() if isinstance(kind, type)]

    assert all(issubclass(kind, CairnError) for kind in refusals)
    assert all(kind.__module__ in {"cairn.errors", "cairn_server.errors"} for kind in refusals)
