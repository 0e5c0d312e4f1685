from django.conf import settings
from django.core.mail import EmailMessage

from cairn_server.site.mailing import MailBackend


def test_without_a_server_mail_is_kept_in_the_home(db):
    kept = settings.CAIRN_HOME / "mail"
    before = set(kept.glob("*")) if kept.exists() else set()

    MailBackend().send_messages([EmailMessage("Hello", "Come and read", to=["ada@example.org"])])

    (new,) = set(kept.glob("*")) - before
    assert "Come and read" in new.read_text()
