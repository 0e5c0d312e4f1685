"""Writing a pack in drafts: begun, saved part by part, thrown away."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Mapping
from copy import deepcopy
from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from cairn.errors import InputTooLarge, MalformedInput
from cairn.exchange.pack import MEDIA_ENDINGS, Pack
from cairn.exchange.pack_draft import (
    MANIFEST,
    Part,
    Parts,
    ids_of,
    name_of,
    parts_of,
)
from cairn.exchange.slugs import Slugs, slug
from cairn_server.accounts.models import Organisation, Person
from cairn_server.catalog import draft_queries
from cairn_server.catalog.draft_template import first_parts
from cairn_server.catalog.exporting import exported_pack, pack_of
from cairn_server.catalog.models import Achievement, Draft, DraftMedia
from cairn_server.errors import StaleDraft, VersionFrozen
from cairn_server.files.storing import keep_media
from cairn_server.journal.recording import record

MAX_CONTENT = 4 << 20  # characters of a draft as JSON
MAX_MEDIA = 200  # files of a draft
LONGEST_TITLE = 200


def begin_draft(
    *, organisation: Organisation, title: str, language: str, actor: Person, at: datetime
) -> Draft:
    """
    Begin a micro-credential from the template: one unit, one task, one rubric, all to be filled.

    Raises:
        MalformedInput: without a title.
    """
    title = title.strip()[:LONGEST_TITLE]
    if not title:
        raise MalformedInput(_("Give it a title; it can be changed later"))
    with transaction.atomic():
        _locked_organisation(organisation)
        key = _free_key(organisation, title)
        parts = first_parts(key, title, language=language, publisher=organisation.name)
        return _begin(organisation, key, title, parts, actor, at)


def draft_from_pack(
    *, organisation: Organisation, pack: Pack, actor: Person, at: datetime
) -> Draft:
    """
    Begin a draft with everything that a pack holds, media included.

    An open draft of the same pack is not touched: the new one gets another id.

    Raises:
        InputError: if a file of the pack is not safe to keep, or all is too much.
    """
    files = {
        one.name: keep_media(organisation_id=organisation.pk, data=one.data, name=one.name)
        for one in pack.media
    }
    with transaction.atomic():
        _locked_organisation(organisation)
        taken = Draft.objects.filter(organisation=organisation, published_at=None)
        key = pack.id
        if taken.filter(key=key).exists():
            key = _free_key(organisation, pack.id)
        parts = parts_of(pack)
        parts[MANIFEST] = {**parts[MANIFEST], "id": key}
        draft = _begin(organisation, key, pack.title, parts, actor, at)
        for name, file in files.items():
            DraftMedia.objects.create(
                draft=draft,
                name=name,
                digest=file.digest,
                media_type=file.media_type,
                size=file.size,
            )
    return draft


@transaction.atomic
def draft_of_published(*, achievement: Achievement, actor: Person, at: datetime) -> Draft:
    """Return the open draft of an achievement's pack; begin one from what is published."""
    return _next_draft(achievement.organisation, pack_of(achievement), actor, at)


@transaction.atomic
def next_draft(*, draft: Draft, actor: Person, at: datetime) -> Draft:
    """Return the open draft of the same pack; begin one from what is published of it."""
    return _next_draft(draft.organisation, draft.key, actor, at)


def _next_draft(organisation: Organisation, key: str, actor: Person, at: datetime) -> Draft:
    _locked_organisation(organisation)
    known = Draft.objects.filter(organisation=organisation, key=key, published_at=None).first()
    if known is not None:
        return known
    exported = exported_pack(organisation, key)
    parts = parts_of(exported.pack)
    draft = _begin(organisation, key, exported.pack.title, parts, actor, at)
    for name, file in exported.media.items():
        DraftMedia.objects.create(
            draft=draft,
            name=name,
            digest=file.digest,
            media_type=file.media_type,
            size=file.size,
        )
    return draft


def save_part(*, draft: Draft, name: str, part: Part, sequence: int, at: datetime) -> Draft:
    """
    Save one part as it stands, complete or not; saving what is there changes nothing.

    Args:
        sequence: one more than the number that this copy was loaded or last saved under.

    Raises:
        StaleDraft: if another tab or person saved this part since; nothing is overwritten.
        VersionFrozen: if the draft was published.
        InputTooLarge: if the draft would become too large.
    """

    def put(parts: Parts) -> None:
        if name not in parts and not name.startswith("questions/"):
            raise MalformedInput(_("This part was removed from another tab or by somebody else"))
        parts[name] = part

    return change_parts(draft=draft, name=name, change=put, sequence=sequence, at=at)


@transaction.atomic
def change_parts(
    *,
    draft: Draft,
    name: str,
    change: Callable[[Parts], None],
    sequence: int | None,
    at: datetime,
) -> Draft:
    """
    Change the parts of a draft under its lock.

    Args:
        name: the part, or the question of one, whose number counts.
        change: changes the parts in place; what they were is compared with what they became.
        sequence: as in `save_part`; None where no copy was loaded, so that none can be stale.

    Raises:
        StaleDraft, VersionFrozen, InputTooLarge: as `save_part`.
    """
    draft = locked_draft(draft)
    before = deepcopy(draft.content)
    change(draft.content)
    changed = {
        one for one in {*before, *draft.content} if before.get(one) != draft.content.get(one)
    }
    if not changed:
        return draft
    stored = draft.sequences.get(name, 0)
    if sequence is not None and sequence <= stored:
        raise StaleDraft(
            _("A newer state was saved from another tab or by somebody else. Nothing is lost"),
            sequence=stored,
        )
    if len(json.dumps(draft.content)) > MAX_CONTENT:
        raise InputTooLarge(_("The draft has become too large: divide it into two"))
    for one in {*changed, name}:
        draft.sequences[one] = draft.sequences.get(one, 0) + 1
    if sequence is not None:
        draft.sequences[name] = sequence
    draft.title = str(draft.content[MANIFEST].get("title") or draft.title)[:LONGEST_TITLE]
    draft.updated_at = at
    draft.save(update_fields=["content", "sequences", "title", "updated_at"])
    return draft


@transaction.atomic
def replace_parts(*, draft: Draft, parts: Parts, seen: int, at: datetime) -> Draft:
    """
    Let a draft hold these parts and no others; which pack it is stays.

    Args:
        seen: the revision that this was made from.

    Raises:
        StaleDraft: if anything was saved since; nothing is overwritten.
        VersionFrozen, InputTooLarge: as `save_part`.
    """
    draft = locked_draft(draft)
    if draft.revision != seen:
        raise StaleDraft(_("A newer state was saved by somebody else. Nothing is lost"))
    key = draft.content[MANIFEST].get("id")

    def put(before: Parts) -> None:
        before.clear()
        before.update(parts)
        before[MANIFEST] = {**parts[MANIFEST], "id": key}

    return change_parts(draft=draft, name=MANIFEST, change=put, sequence=None, at=at)


def add_part(*, draft: Draft, folder: str, title: str, part: Part, at: datetime) -> str:
    """Add a part with an id that is free; return that id."""
    taken = _achievement_keys(draft.organisation) if folder == "achievements" else []
    found = ""

    def put(parts: Parts) -> None:
        nonlocal found
        found = _free_id([*ids_of(parts, folder), *taken], title, folder)
        parts[name_of(folder, found)] = {"title": title, **part}

    change_parts(draft=draft, name=MANIFEST, change=put, sequence=None, at=at)
    return found


def _achievement_keys(organisation: Organisation) -> list[str]:
    known = Achievement.objects.filter(organisation=organisation)
    return list(known.values_list("key", flat=True))


def _free_id(taken: Iterable[str], title: str, fallback: str) -> str:
    slugs = Slugs()
    for id in taken:
        slugs.new(id, fallback)
    return slugs.new(title, fallback)


def remove_part(*, draft: Draft, folder: str, id: str, at: datetime) -> None:
    """Remove a part, a unit together with its questions; what names it is told when checked."""
    name = name_of(folder, id)

    def take(parts: Parts) -> None:
        parts.pop(name, None)
        if folder == "units":
            parts.pop(name_of("questions", id), None)

    change_parts(draft=draft, name=name, change=take, sequence=None, at=at)


def keep_draft_media(*, draft: Draft, name: str, data: bytes) -> DraftMedia:
    """
    Keep a picture, video, caption or PDF for the cards of a draft, in place of one of that name.

    Raises:
        UnsupportedFormat, UnsafeContent, MalformedInput: naming the file.
        VersionFrozen: if the draft was published.
    """
    stem, _dot, ending = name.rpartition(".")
    ending = {"jpeg": "jpg"}.get(ending.lower(), ending.lower())
    if ending not in MEDIA_ENDINGS:
        raise MalformedInput(_("Cards show %(kinds)s files") % {"kinds": ", ".join(MEDIA_ENDINGS)})
    file = keep_media(organisation_id=draft.organisation_id, data=data, name=name, is_new=True)
    with transaction.atomic():
        draft = locked_draft(draft)
        if draft.media.count() >= MAX_MEDIA:
            raise InputTooLarge(_("The draft has too many files: remove those not shown"))
        kept, _made = DraftMedia.objects.update_or_create(
            draft=draft,
            name=f"{slug(stem, 'picture')}.{ending}",
            defaults={"digest": file.digest, "media_type": file.media_type, "size": file.size},
        )
    return kept


@transaction.atomic
def discard_draft(*, draft: Draft, actor: Person, at: datetime) -> None:
    """Throw an open draft away; what was published of it stays."""
    draft = locked_draft(draft)
    record("draft.discarded", owner=draft.organisation, actor=actor, about=draft, at=at)
    draft.delete()


def _begin(
    organisation: Organisation,
    key: str,
    title: str,
    parts: Mapping[str, Any],
    actor: Person,
    at: datetime,
) -> Draft:
    text = json.dumps(parts)
    if "\\u0000" in text:
        raise MalformedInput(_("A text holds a null character: remove it from the file"))
    if len(text) > MAX_CONTENT:
        raise InputTooLarge(_("This pack is too large to be worked on here: import it as it is"))
    draft = Draft.objects.create(
        organisation=organisation,
        key=key,
        title=title[:LONGEST_TITLE],
        content=dict(parts),
        created_by=actor,
        created_at=at,
        updated_at=at,
    )
    record("draft.begun", owner=organisation, actor=actor, about=draft, at=at)
    return draft


def locked_draft(draft: Draft) -> Draft:
    """
    Return an open draft under its lock.

    Raises:
        VersionFrozen: if it was published or thrown away.
    """
    locked = Draft.objects.select_for_update(of=("self",)).select_related("organisation")
    found = locked.filter(pk=draft.pk).first()
    if found is None:
        raise VersionFrozen(_("This draft was thrown away"))
    if found.published_at is not None:
        raise VersionFrozen(_("This draft is published and stays as it is: begin a new one of it"))
    return found


def _locked_organisation(organisation: Organisation) -> None:
    Organisation.objects.select_for_update().get(pk=organisation.pk)


def _free_key(organisation: Organisation, title: str) -> str:
    """Return an id for a new pack that no pack, draft or achievement of the organisation has."""
    return _free_id(draft_queries.keys_taken(organisation), title, "pack")
