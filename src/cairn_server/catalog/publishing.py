"""Publishing a draft through the one way in: what every pack passes, then it is frozen."""

from __future__ import annotations

from datetime import datetime

from django.db import transaction
from django.db.models import Max
from django.utils.translation import gettext as _

from cairn.exchange.pack import Finding, Severity
from cairn.exchange.pack_draft import read_draft
from cairn_server.accounts.models import Person
from cairn_server.catalog.drafting import locked_draft
from cairn_server.catalog.importing import ImportReport, import_pack
from cairn_server.catalog.models import AchievementVersion, Draft
from cairn_server.errors import NotPublishable
from cairn_server.files.storing import path_of
from cairn_server.journal.recording import record


@transaction.atomic
def publish_draft(*, draft: Draft, changes: str, actor: Person, at: datetime) -> ImportReport:
    """
    Publish a draft: the same check and the same import as for any pack; then it is frozen.

    Args:
        changes: what this changes, for those affected; kept with new versions of achievements.

    Raises:
        NotPublishable: naming the first problem, or that nothing differs from what is
            published; nothing is published then.
        VersionFrozen: if it was published already.
    """
    draft = locked_draft(draft)
    media = {one.name: path_of(one.digest).read_bytes() for one in draft.media.all()}
    pack, findings = read_draft(draft.content, media)
    wrong = [one for one in findings if one.severity is Severity.ERROR]
    if pack is None or wrong:
        raise NotPublishable(_summary(wrong))
    report = import_pack(
        organisation=draft.organisation, pack=pack, actor=actor, at=at, publish=True
    )
    if report.errors:
        first = report.errors[0]
        raise NotPublishable(f"{first['where']}: {first['detail']}")
    if not report.created and not report.updated:
        raise NotPublishable(_nothing_new(draft, [one.id for one in pack.achievements]))
    AchievementVersion.objects.filter(
        achievement__organisation=draft.organisation,
        achievement__key__in=[one.id for one in pack.achievements],
        published_at=at,
        number__gt=1,
    ).update(changes=changes)
    draft.published_at = draft.updated_at = at
    draft.save(update_fields=["published_at", "updated_at"])
    record(
        "draft.published",
        owner=draft.organisation,
        actor=actor,
        about=draft,
        at=at,
        created=report.created,
        updated=report.updated,
        unchanged=report.unchanged,
    )
    return report


def _nothing_new(draft: Draft, achievements: list[str]) -> str:
    known = AchievementVersion.objects.filter(
        achievement__organisation=draft.organisation, achievement__key__in=achievements
    )
    numbers = set(known.values("achievement").annotate(n=Max("number")).values_list("n", flat=True))
    if len(numbers) != 1:
        return _("Nothing has changed since this was published, so no new version is made")
    return _("Nothing has changed since version %(n)d, so no new version is made") % {
        "n": numbers.pop()
    }


def _summary(findings: list[Finding]) -> str:
    first = f"{findings[0].where}: {findings[0].detail}" if findings else ""
    return _("%(n)s things must be mended before this can be published. %(first)s") % {
        "n": len(findings),
        "first": first,
    }
