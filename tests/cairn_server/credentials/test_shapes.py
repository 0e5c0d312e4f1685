from cairn_server.credentials.shapes import SHAPES
from tests.jsonld_documents import canonical, credential


def test_what_was_signed_here_twice_is_known_to_the_verifier_of_this_process():
    for name in ("Ada", "Bo", "Cleo"):
        found = SHAPES.canonical(credential(name=name))

        assert found == canonical(credential(name=name))
