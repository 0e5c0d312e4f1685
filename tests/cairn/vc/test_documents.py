import hashlib
import re
from fnmatch import fnmatch
from importlib.resources import files

import pytest

from cairn.errors import UnknownContext
from cairn.vc import documents
from cairn.vc.documents import CONTEXT_FILES, CONTEXT_HASHES, pinned_bytes, pinned_context
from cairn.vc.jsonld_context import ActiveContext, Contexts
from tests.shared_data import shared_data

FOLDER = files("cairn.vc") / "contexts"


@pytest.mark.parametrize("name", sorted(CONTEXT_HASHES))
def test_each_file_has_the_hash_that_is_pinned(name):
    assert hashlib.sha256((FOLDER / name).read_bytes()).hexdigest() == CONTEXT_HASHES[name]


def test_no_file_is_unpinned_and_none_is_without_an_address():
    shipped = {entry.name for entry in FOLDER.iterdir()} - {"SOURCE.md"}

    assert shipped == set(CONTEXT_HASHES) == set(CONTEXT_FILES.values())


@pytest.mark.parametrize("url", sorted(CONTEXT_FILES))
def test_each_address_gives_a_context(url):
    assert "@context" in pinned_context(url)


@pytest.mark.parametrize("url", sorted(CONTEXT_FILES))
def test_each_context_can_be_worked_with(url):
    alone = Contexts(pinned_context).local(ActiveContext(), url, allow_inline=False)

    assert alone.terms or alone.vocab


def test_the_context_of_credentials_is_the_one_whose_hash_the_standard_names():
    """W3C, Verifiable Credentials Data Model v2.0, section "Vocabularies"."""
    assert CONTEXT_HASHES[CONTEXT_FILES["https://www.w3.org/ns/credentials/v2"]] == (
        "59955ced6697d61e03f2b2556febe5308ab16842846f5b586d7f1f7adec92734"
    )


@pytest.mark.parametrize(
    "url",
    [
        "https://example.org/context.json",
        "http://www.w3.org/ns/credentials/v2",
        "https://www.w3.org/ns/credentials/v2/",
        "https://www.w3.org/ns/credentials/v2#",
        "credentials-v2.jsonld",
        "../documents.py",
        "",
    ],
)
def test_any_other_address_is_unknown(url):
    with pytest.raises(UnknownContext, match="not among the contexts"):
        pinned_context(url)


def test_a_file_that_was_changed_is_refused(monkeypatch):
    name = "multikey-v1.jsonld"
    monkeypatch.setattr(documents, "CONTEXT_HASHES", {name: "0" * 64})
    documents._read.cache_clear()

    with pytest.raises(UnknownContext, match="was changed"):
        pinned_context("https://w3id.org/security/multikey/v1")


def test_a_pinned_document_cannot_be_changed_by_who_reads_it():
    with pytest.raises(TypeError):
        pinned_context("https://www.w3.org/ns/credentials/v2")["@context"] = {}


@pytest.mark.shared
def test_the_files_are_those_that_were_published():
    published = shared_data("jsonld-contexts")

    there = [name for name in CONTEXT_HASHES if (published / name).exists()]
    assert len(there) > 25
    for name in there:
        assert (FOLDER / name).read_bytes() == (published / name).read_bytes()


def test_the_file_of_a_context_is_given_as_it_was_published():
    url = "https://www.w3.org/ns/credentials/v2"

    digest = hashlib.sha256(pinned_bytes(url)).hexdigest()

    assert digest == CONTEXT_HASHES["credentials-v2.jsonld"]
    assert pinned_bytes("https://unknown.example/context") is None


def test_every_file_has_its_source_and_its_licence():
    table = [
        line.split("|") for line in (FOLDER / "SOURCE.md").read_text().splitlines() if "|" in line
    ][2:]
    named = {
        pattern: (cells[1].strip(), cells[4].strip())
        for cells in table
        for pattern in re.findall(r"`([^`]+)`", cells[3])
    }

    for name in CONTEXT_HASHES:
        source, licence = next(named[one] for one in named if fnmatch(name, one))
        assert source
        assert licence.startswith(("Apache-2.0", "W3C Software", "BSD-3-Clause", "MIT"))
