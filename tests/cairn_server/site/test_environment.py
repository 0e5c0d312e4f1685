import stat

import pytest
from pydantic import ValidationError

from cairn_server.site.environment import Environment


def test_nothing_needs_to_be_set(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    monkeypatch.delenv("CAIRN_DATABASE_URL", raising=False)

    said = Environment()

    assert said.address == "http://localhost:8000"
    assert said.database["ENGINE"].endswith("sqlite3")
    assert said.database["OPTIONS"]["transaction_mode"] == "IMMEDIATE"
    assert "synchronous=FULL" in said.database["OPTIONS"]["init_command"]


def test_a_database_url_is_taken_apart():
    said = Environment(database_url="postgresql://ann:p%40ss@db.example:5433/cairn")

    wanted = {"NAME": "cairn", "USER": "ann", "PASSWORD": "p@ss", "PORT": 5433}
    assert said.database.items() >= wanted.items()


def test_another_kind_of_database_is_refused():
    with pytest.raises(ValueError, match="postgresql://"):
        _ = Environment(database_url="mysql://x/y").database


@pytest.mark.parametrize("port", [0, 70000])
def test_a_port_that_cannot_be_is_refused(port):
    with pytest.raises(ValidationError):
        Environment(port=port)


def test_the_secret_is_made_once_and_is_for_the_owner_alone(tmp_path):
    said = Environment(home=tmp_path / "new")

    first, second = said.secret(), said.secret()

    assert first == second
    assert len(first) == 96
    assert stat.S_IMODE((tmp_path / "new" / "secret").stat().st_mode) == 0o600


@pytest.mark.parametrize(
    ("said", "mode"),
    [("", "off"), ("0", "off"), ("off", "off"), ("1", "on"), ("On", "on"), ("test", "test")],
)
def test_the_vc_api_is_off_unless_it_is_switched_on(said, mode):
    assert Environment(vc_api=said).vc_api == mode


def test_another_mode_of_the_vc_api_is_refused():
    with pytest.raises(ValidationError, match="off, on or test"):
        Environment(vc_api="open")


def test_a_folder_of_contexts_is_read_before_anything_begins(tmp_path):
    assert Environment(contexts="").contexts is None
    (tmp_path / "contexts.json").write_text("{}")
    assert Environment(contexts=tmp_path).contexts == tmp_path

    (tmp_path / "contexts.json").write_text("[]")
    with pytest.raises(ValidationError, match="JSON object"):
        Environment(contexts=tmp_path)
    with pytest.raises(ValidationError, match="No such file"):
        Environment(contexts=tmp_path / "nowhere")


def test_lists_of_issuers_are_files_or_addresses(tmp_path):
    good, bad = tmp_path / "good.json", tmp_path / "bad.json"
    good.write_text('{"did:web:college.example": "North College"}')
    bad.write_text("[]")

    said = Environment(trust=f"{good}, https://register.example/issuers.json,")
    assert said.trust_lists == (str(good), "https://register.example/issuers.json")
    for wrong, text in [
        (bad, "bad.json"),
        (tmp_path / "none.json", "No such file"),
        ("http://register.example/issuers.json", "begin with https"),
    ]:
        with pytest.raises(ValidationError, match=text):
            Environment(trust=str(wrong))
