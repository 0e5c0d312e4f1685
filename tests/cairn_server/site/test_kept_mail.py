from __future__ import annotations

import os

import pytest
from django.core.mail import EmailMessage

from cairn_server.site.kept_mail import kept_mails
from cairn_server.site.mailing import FolderBackend


@pytest.fixture
def send(tmp_path):
    def act(*subjects):
        backend = FolderBackend(file_path=tmp_path)
        mails = [EmailMessage(one, f"Text of {one}: ä", to=["a@x.example"]) for one in subjects]
        backend.send_messages(mails)
        return backend._fname

    return act


def test_the_newest_comes_first_over_files_and_within_one(tmp_path, send):
    os.utime(send("first", "second"), (1, 1))
    os.utime(send("third"), (2, 2))

    mails = kept_mails(tmp_path, limit=10)

    assert [mail.subject for mail in mails] == ["third", "second", "first"]
    assert mails[0].text == "Text of third: ä"
    assert mails[0].to == "a@x.example"
    assert mails[0].sent_at is not None


def test_no_more_than_asked_for_and_none_where_there_is_no_folder(tmp_path, send):
    send("first", "second")

    assert len(kept_mails(tmp_path, limit=1)) == 1
    assert kept_mails(tmp_path / "missing", limit=5) == []
