"""The pictures of units."""

from __future__ import annotations

from uuid import uuid4

from django.urls import reverse

from cairn_server.catalog.models import MediaFile, UnitVersion
from tests.making import import_real_pack


def test_a_picture_is_sent_in_parts_and_can_run_nothing(client, college):
    import_real_pack(college)
    file = MediaFile.objects.get()
    unit = UnitVersion.objects.get(unit__key="checking-for-understanding/whiteboards")
    url = reverse("catalog:media", args=[unit.unit_id, file.digest])

    whole, part = client.get(url), client.get(url, headers={"Range": "bytes=0-9"})

    assert b"".join(whole.streaming_content).startswith(b"<svg")
    whole.close()
    assert (whole.status_code, whole["Content-Type"]) == (200, "image/svg+xml")
    assert (part.status_code, len(b"".join(part.streaming_content))) == (206, 10)
    assert whole["X-Content-Type-Options"] == "nosniff"
    assert "sandbox" in whole["Content-Security-Policy"]


def test_another_digest_or_unit_is_not_there(client, college):
    import_real_pack(college)
    file = MediaFile.objects.get()
    elsewhere = UnitVersion.objects.get(unit__key="checking-for-understanding/asking").unit_id

    for unit_id, digest in ((uuid4(), file.digest), (elsewhere, file.digest), (elsewhere, "x")):
        assert client.get(reverse("catalog:media", args=[unit_id, digest])).status_code == 404
