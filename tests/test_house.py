"""The rules of the house that no other tool checks; `docs/style.md` says why each stands."""

from __future__ import annotations

import ast
import re
import subprocess
from collections.abc import Iterator
from pathlib import Path

from django.urls import URLPattern, URLResolver, get_resolver

from cairn_server.site.environment import Environment
from cairn_server.site.handlers import HANDLERS

ROOT = Path(__file__).resolve().parents[1]
SOURCES = ROOT / "src"
TESTS = ROOT / "tests"
LONGEST_FILE = 400  # lines
LONGEST_FUNCTION = 40  # lines
DEEPEST_NESTING = 3  # blocks within a function
UNTESTED = {"__init__", "__main__", "models", "urls", "site_urls", "apps", "settings", "wsgi"}
BLOCKS = (ast.For, ast.While, ast.If, ast.With, ast.Try, ast.Match)

modules = sorted(
    path
    for path in SOURCES.rglob("*.py")
    if "migrations" not in path.parts and "packs" not in path.parts
)
written = [*modules, *sorted(TESTS.rglob("*.py")), *sorted((ROOT / "bench").rglob("*.py"))]
written += sorted((ROOT / "fuzz").rglob("*.py"))
pages = sorted(
    path for kind in ("html", "css", "js") for path in SOURCES.rglob(f"*.{kind}") if path.is_file()
)


def lines_of(path: Path) -> int:
    return len(path.read_text().splitlines())


def named(path: Path) -> str:
    return str(path.relative_to(ROOT))


def functions(path: Path) -> Iterator[ast.FunctionDef]:
    for node in ast.walk(ast.parse(path.read_text())):
        if isinstance(node, ast.FunctionDef):
            yield node


def lines(function: ast.FunctionDef) -> int:
    """Count the lines of a function without its docstring, which may be as long as it must."""
    total = (function.end_lineno or 0) - function.lineno + 1
    first = function.body[0]
    is_docstring = isinstance(first, ast.Expr) and isinstance(first.value, ast.Constant)
    return total - ((first.end_lineno or 0) - first.lineno + 1 if is_docstring else 0)


def nesting(node: ast.AST, depth: int = 0) -> int:
    deepest = depth
    for child in ast.iter_child_nodes(node):
        if isinstance(child, ast.FunctionDef | ast.ClassDef | ast.Lambda):
            continue
        is_elif = isinstance(node, ast.If) and child in node.orelse and isinstance(child, ast.If)
        deeper = depth + (isinstance(child, BLOCKS) and not is_elif)
        deepest = max(deepest, nesting(child, deeper))
    return deepest


def test_every_module_has_its_test():
    missing = [
        named(path)
        for path in modules
        if path.stem not in UNTESTED
        and path.parent.name != "models"
        and not (TESTS / path.relative_to(SOURCES)).with_name(f"test_{path.stem}.py").exists()
    ]

    assert missing == []


def test_templates_styles_and_scripts_are_as_short_as_modules():
    assert [named(path) for path in pages if lines_of(path) > LONGEST_FILE] == []


def test_no_file_is_longer_than_a_reader_can_hold():
    assert [named(path) for path in written if lines_of(path) > LONGEST_FILE] == []


def test_functions_are_short_and_flat():
    long = [
        f"{named(path)}:{function.lineno} {function.name}"
        for path in modules
        for function in functions(path)
        if lines(function) > LONGEST_FUNCTION or nesting(function) > DEEPEST_NESTING
    ]

    assert long == []


def test_no_drawer_for_odds_and_ends():
    odd = re.compile(r"(^|_)(utils?|helpers?|misc|common)(_|$)")

    assert [named(path) for path in modules if odd.search(path.stem)] == []


def test_no_migration_is_named_by_a_machine():
    migrations = SOURCES.glob("cairn_server/*/migrations/0*.py")

    assert [named(path) for path in migrations if "auto" in path.stem] == []


def test_only_doors_ask_for_the_time():
    asking = re.compile(r"\b(timezone\.now\(|[^.\w]now\(\)|time\.time\(|date\.today\()")
    allowed = {
        "views",
        "api",
        "commands",
        "working",
        "later",
        "adapter",
        "presence",
        "ids",
        "cli",
        "fetching",
    }
    asked = [
        named(path)
        for path in modules
        if asking.search(path.read_text())
        and not (allowed & set(path.parts) or any(word in path.stem for word in allowed))
    ]

    assert asked == []


def test_every_event_that_is_recorded_has_its_row_in_the_table():
    recorded = {
        kind
        for path in modules
        for kind in re.findall(r"""\brecord\(\s*["']([a-z_.]+)["']""", path.read_text())
    }

    assert recorded - HANDLERS.keys() == set()
    assert HANDLERS.keys() - recorded == set()


def test_every_command_and_setting_is_in_the_docs():
    docs = "\n".join(path.read_text() for path in (ROOT / "docs").rglob("*.md"))
    commands = (SOURCES / "cairn_server/site/management/commands").glob("[a-z]*.py")
    words = [f"cairn-server {path.stem.removesuffix('_content')}" for path in commands]
    settings = [f"CAIRN_{name.upper()}" for name in Environment.model_fields]

    assert [word for word in words + settings if word not in docs] == []


def test_no_comment_of_a_template_goes_over_its_line_and_so_onto_the_page():
    lines = [
        f"{named(path)}:{number}"
        for path in SOURCES.rglob("templates/**/*.html")
        for number, line in enumerate(path.read_text().splitlines(), start=1)
        if line.count("{#") != line.count("#}")
    ]

    assert lines == []


def test_no_template_carries_script_style_or_foreign_hosts():
    inline = re.compile(r"<style|\sstyle=|\son[a-z]+=|hx-on|javascript:|<script(?![^>]*\ssrc=)")
    foreign = re.compile(
        r"""<(?:script|link|img|iframe|video|source)[^>]*\s(?:src|href)=["']?https?:"""
    )
    data = re.compile(r"""<script[^>]*type=["']application/(?:ld\+)?json["']""")
    wrong = [
        named(path)
        for path in SOURCES.rglob("*.html")
        if inline.search(data.sub("", path.read_text())) or foreign.search(path.read_text())
    ]

    assert wrong == []


def routes(patterns: list[URLPattern | URLResolver], prefix: str = "") -> Iterator[str]:
    for pattern in patterns:
        route = prefix + str(pattern.pattern)
        if isinstance(pattern, URLResolver):
            yield from routes(pattern.url_patterns, route)
        else:
            yield route


def test_routes_are_nouns():
    verbs = re.compile(r"(^|/)(do|get|create|update|delete|save|edit|make)(-|_|/|$)")
    ours = [route for route in routes(get_resolver().url_patterns) if "accounts/" not in route]

    assert [route for route in ours if verbs.search(route)] == []


def test_nothing_committed_names_a_machine_or_an_index():
    listed = subprocess.run(
        ["git", "ls-files"], cwd=ROOT, capture_output=True, text=True, check=True
    )
    path_of_a_machine = re.compile(r"(?<![\w.~/-])/(?:home|root|Users)/\w")
    texts = [ROOT / name for name in listed.stdout.splitlines() if not name.startswith("tests/vec")]
    named_machine = [
        named(path)
        for path in texts
        if path.suffix in {".py", ".md", ".toml", ".txt", ".yaml", ".json", ".js", ".html"}
        and path.is_file()
        and path_of_a_machine.search(path.read_text(errors="replace"))
    ]
    locked = [path for path in (ROOT / "requirements").glob("*.txt") if "://" in path.read_text()]

    assert named_machine == []
    assert locked == []
