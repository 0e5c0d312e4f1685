from cairn_server.journal.recording import name_of
from cairn_server.site.handlers import HANDLERS


def test_no_handler_is_told_the_same_event_twice():
    for listeners in HANDLERS.values():
        names = [name_of(handler) for handler in listeners.all]
        assert len(names) == len(set(names))


def test_what_is_evaluated_reaches_awarding_and_what_is_awarded_is_signed():
    heard = {
        kind: [name_of(handler) for handler in listeners.now]
        for kind, listeners in HANDLERS.items()
    }

    assert heard["submission.evaluated"] == ["credentials.awarding.consider_after_evaluation"]
    assert heard["credential.awarded"] == ["credentials.signing.sign_awarded"]


def test_whatever_sends_mail_waits_in_no_transaction():
    inside = [
        name_of(handler)
        for listeners in HANDLERS.values()
        for handler in listeners.now + listeners.later
        if handler.__name__.startswith("tell_")
    ]

    assert inside == []
    assert HANDLERS["credential.revoked"].apart
