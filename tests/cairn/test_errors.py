from __future__ import annotations

import inspect
import re

import pytest

from cairn import errors
from cairn_server import errors as platform_errors

LINE = re.compile(r"^([│├└─ ]*)(\w+)(?: +(\d{3}))?(?:  .*)?$")


MODULES = [errors, platform_errors]


def classes(module):
    found = [kind for _, kind in inspect.getmembers(module, inspect.isclass)]
    return [kind for kind in found if issubclass(kind, errors.CairnError)]


def drawn(module):
    """Return name, parent and status of each line of the tree; a status left out is inherited."""
    path: list[tuple[str, int]] = []
    for line in module.__doc__.splitlines():
        match = LINE.match(line)
        if not match or not (match[1] or match[2] == "CairnError"):
            continue
        depth = len(match[1]) // 4
        parent, inherited = path[depth - 1] if depth else ("Exception", 400)
        status = int(match[3] or inherited)
        path[depth:] = [(match[2], status)]
        yield match[2], parent, status


@pytest.mark.parametrize("module", MODULES)
def test_the_tree_is_drawn_as_it_is(module):
    real = [(kind.__name__, kind.__base__.__name__, kind.status) for kind in classes(module)]

    assert sorted(drawn(module)) == sorted(real)


def test_every_error_has_a_code_of_its_own():
    codes = [kind.code for kind in {kind for module in MODULES for kind in classes(module)}]

    assert len(codes) == len(set(codes))
    assert all(re.fullmatch(r"[a-z][a-z0-9_]*", code) for code in codes)
