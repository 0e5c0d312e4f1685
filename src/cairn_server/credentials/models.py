"""The ledger of awards, the signed credentials, issuers, their keys, lists and partners."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _

from cairn_server.accounts.models import Organisation, Person
from cairn_server.catalog.models import Achievement, AchievementVersion
from cairn_server.credentials.endorsement_models import Endorsement  # noqa: F401  # a table too
from cairn_server.credentials.outside_holding import OutsideHolding  # noqa: F401  # a table too
from cairn_server.credentials.verification_models import VerificationList  # noqa: F401  # a table too
from cairn_server.files.models import StoredFile
from cairn_server.journal.ids import new_id, new_public_id


class Standing(models.TextChoices):
    """What stands behind an issuer; shown wherever the issuer is shown."""

    INFORMAL = "informal", _("Informal")
    SELF_CLAIMED = "self-claimed", _("Self-claimed")
    EMPLOYER_RECOGNISED = "employer-recognised", _("Employer-recognised")
    INSTITUTION_ACCREDITED = "institution-accredited", _("Institution-accredited")


class Issuer(models.Model):
    """
    An organisation as an issuer; its DID is fixed when its first key is made.

    An organisation has one issuer at a time. Where the DID is the key, another key makes
    another issuer: the older one is succeeded, and what it signed goes on verifying.
    """

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="issuers")
    did = models.CharField(max_length=300, blank=True)
    standing = models.CharField(
        max_length=30, choices=Standing.choices, default=Standing.SELF_CLAIMED
    )
    standing_evidence = models.URLField(max_length=500, blank=True)  # where anybody can check it
    email = models.EmailField(blank=True)  # public, for questions about credentials
    logo = models.ForeignKey(StoredFile, on_delete=models.PROTECT, null=True, related_name="+")
    accent = models.CharField(max_length=7, blank=True)  # "#rrggbb", on badges and pages
    succeeded_at = models.DateTimeField(null=True)
    successor = models.OneToOneField(
        "self", on_delete=models.PROTECT, null=True, related_name="predecessor"
    )
    created_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["organisation"],
                condition=models.Q(succeeded_at=None),
                name="one_issuer_at_a_time",
            ),
        ]

    def __str__(self) -> str:
        return self.did or str(self.organisation_id)

    @property
    def is_its_key(self) -> bool:
        """Whether the identifier is a key, so that another key would be another issuer."""
        return self.did.startswith("did:key:")


class KeyState(models.TextChoices):
    ACTIVE = "active", _("Active")
    RETIRED = "retired", _("Retired")
    COMPROMISED = "compromised", _("Compromised")


class IssuerKey(models.Model):
    """The public half of a signing key; the private half is the signer's alone."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    issuer = models.ForeignKey(Issuer, on_delete=models.PROTECT, related_name="keys")
    ref = models.CharField(max_length=80, unique=True)  # what the signer knows it by
    multibase = models.CharField(max_length=120, unique=True)
    method_id = models.CharField(max_length=400)
    state = models.CharField(max_length=20, choices=KeyState.choices, default=KeyState.ACTIVE)
    created_at = models.DateTimeField()
    retired_at = models.DateTimeField(null=True)
    compromised_since = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["issuer"],
                condition=models.Q(state="active"),
                name="one_active_key_per_issuer",
            ),
        ]

    def __str__(self) -> str:
        return self.multibase


class StatusPurpose(models.TextChoices):
    REVOCATION = "revocation", _("Revocation")
    SUSPENSION = "suspension", _("Suspension")


class StatusList(models.Model):
    """
    The list that says which of an issuer's credentials are revoked, or suspended.

    `counter` only grows; a position is the keyed permutation of it, so positions look random
    and none is used twice. `document` is the signed list as last published.
    """

    id = models.CharField(primary_key=True, max_length=32, default=new_public_id, editable=False)
    issuer = models.ForeignKey(Issuer, on_delete=models.PROTECT, related_name="status_lists")
    purpose = models.CharField(max_length=20, choices=StatusPurpose.choices)
    length = models.PositiveIntegerField()
    shuffle_key = models.BinaryField()
    counter = models.PositiveIntegerField(default=0)
    is_open = models.BooleanField(default=True)  # takes new positions
    suspension = models.OneToOneField(  # of a revocation list: its credentials, same positions
        "self", on_delete=models.PROTECT, null=True, related_name="revocation"
    )
    document = models.TextField(blank=True)
    published_at = models.DateTimeField(null=True)
    valid_until = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["issuer", "purpose"],
                condition=models.Q(is_open=True),
                name="one_open_list",
            ),
        ]

    def __str__(self) -> str:
        return self.id


class Award(models.Model):
    """
    The decision that a person has earned an achievement.

    Holds no personal data but the link to the person, which erasure cuts.
    """

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="awards")
    achievement_version = models.ForeignKey(
        AchievementVersion, on_delete=models.PROTECT, related_name="awards"
    )
    person = models.ForeignKey(Person, on_delete=models.SET_NULL, null=True, related_name="awards")
    basis = models.CharField(max_length=80)  # "requirements", or what a second award rests on
    supersedes = models.OneToOneField(
        "self", on_delete=models.PROTECT, null=True, related_name="superseded_by"
    )
    renews = models.OneToOneField(
        "self", on_delete=models.PROTECT, null=True, related_name="renewed_by"
    )
    awarded_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["organisation", "achievement_version", "person", "basis"],
                name="one_award_per_basis",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.achievement_version_id} {self.awarded_at:%Y-%m-%d}"


class AwardEventKind(models.TextChoices):
    ISSUE = "issue", _("Issued")
    REVOKE = "revoke", _("Revoked")
    SUSPEND = "suspend", _("Suspended")
    REINSTATE = "reinstate", _("Reinstated")
    RENEW = "renew", _("Renewed")
    CORRECT = "correct", _("Corrected")
    ERASE = "erase", _("Erased")


class AwardEvent(models.Model):
    """The ledger: append-only by a database trigger, without personal data (SAFETY L1)."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    organisation_id = models.UUIDField()
    award = models.ForeignKey(Award, on_delete=models.PROTECT, related_name="events")
    actor_id = models.UUIDField(null=True)  # None: a rule decided
    kind = models.CharField(max_length=20, choices=AwardEventKind.choices)
    reason_code = models.CharField(max_length=60, blank=True)
    request_id = models.UUIDField(null=True)
    epoch = models.PositiveIntegerField(default=1)
    at = models.DateTimeField()
    until = models.DateTimeField(null=True)  # of a suspension, if its end was set

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["award"], condition=models.Q(kind="issue"), name="issued_once"
            ),
            models.UniqueConstraint(
                fields=["award"], condition=models.Q(kind="revoke"), name="revoked_once"
            ),
        ]
        indexes = [models.Index(fields=["organisation_id", "-id"], name="award_event_ledger")]

    def __str__(self) -> str:
        return f"{self.kind} {self.award_id}"


class AwardDetail(models.Model):
    """What is personal about an award, apart from the ledger so that it can be erased."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    award = models.OneToOneField(Award, on_delete=models.CASCADE, related_name="detail")
    recipient_name = models.CharField(max_length=150, blank=True)  # signed in by choice only
    identity_hash = models.CharField(max_length=120, blank=True)
    identity_salt = models.CharField(max_length=64, blank=True)
    facts = models.JSONField()  # evidence, results, evaluators by role, as they were
    nonce = models.BinaryField()
    revocation_note = models.TextField(blank=True)
    suspension_note = models.TextField(blank=True)

    def __str__(self) -> str:
        return str(self.award_id)


class Holder(models.Model):
    """The random id by which an issuer's credentials name a person."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="+")
    issuer = models.ForeignKey(Issuer, on_delete=models.PROTECT, related_name="+")
    subject = models.UUIDField(unique=True)  # a version 4 UUID
    show_name = models.BooleanField(null=True)  # asked at the first award; None: not asked yet

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["person", "issuer"], name="one_holder_per_issuer"),
        ]

    def __str__(self) -> str:
        return str(self.subject)


class Credential(models.Model):
    """
    The intent to sign, fixed in the award's transaction, and the signed bytes once there.

    Everything that goes into the signature (id, time, key, status position) is settled
    here, so signing twice gives the same bytes. The bytes are the truth; columns index them.
    """

    id = models.CharField(primary_key=True, max_length=32, default=new_public_id, editable=False)
    award = models.OneToOneField(Award, on_delete=models.PROTECT, related_name="credential")
    key = models.ForeignKey(IssuerKey, on_delete=models.PROTECT, related_name="+")
    status_list = models.ForeignKey(
        StatusList, on_delete=models.PROTECT, related_name="credentials"
    )
    position = models.PositiveIntegerField()
    valid_from = models.DateTimeField()
    valid_until = models.DateTimeField(null=True)
    renewable_from = models.DateTimeField(null=True)  # of one that ends
    end_told_at = models.DateTimeField(null=True)  # when its holder was told of its end
    document = models.TextField(blank=True)  # JSON as signed; empty until then
    signed_at = models.DateTimeField(null=True)
    held_up_by = models.CharField(max_length=60, blank=True)  # code of why it could not be signed
    is_public = models.BooleanField(default=True)  # the holder may switch the page off

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["status_list", "position"], name="status_position_once"
            ),
        ]
        indexes = [
            models.Index(
                fields=["valid_from"],
                name="credential_unsigned",
                condition=models.Q(signed_at=None),
            ),
            models.Index(
                fields=["valid_until"],
                name="credential_expiring",
                condition=models.Q(valid_until__isnull=False),
            ),
            models.Index(
                fields=["renewable_from"],
                name="credential_end_untold",
                condition=models.Q(renewable_from__isnull=False, end_told_at=None),
            ),
        ]

    def __str__(self) -> str:
        return self.id


class Partnership(models.Model):
    """
    That `partner` may award what `organisation` defines, jointly with it.

    One of the two invites, an owner of the other accepts. Ending it leaves what was awarded.
    """

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    organisation = models.ForeignKey(
        Organisation, on_delete=models.PROTECT, related_name="partnerships"
    )
    partner = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="partner_of")
    achievement = models.ForeignKey(  # None: all that the organisation defines
        Achievement, on_delete=models.PROTECT, null=True, related_name="+"
    )
    invited_by = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="+")
    invited_at = models.DateTimeField()
    accepted_at = models.DateTimeField(null=True)
    until = models.DateTimeField(null=True)
    ended_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["organisation", "partner", "achievement"],
                condition=models.Q(ended_at=None),
                name="one_partnership_for_each",
            ),
            models.UniqueConstraint(
                fields=["organisation", "partner"],
                condition=models.Q(ended_at=None, achievement=None),
                name="one_partnership_for_all",
            ),
            models.CheckConstraint(
                condition=~models.Q(organisation=models.F("partner")),
                name="nobody_partners_themself",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.partner} for {self.organisation}"


class AwardFile(models.Model):
    """
    A file by which an organisation awards to many at once, and how far that is.

    Its rows hold personal data; they are deleted some weeks after the work is done.
    """

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    organisation = models.ForeignKey(Organisation, on_delete=models.PROTECT, related_name="+")
    actor = models.ForeignKey(Person, on_delete=models.SET_NULL, null=True, related_name="+")
    digest = models.CharField(max_length=64)  # SHA-256 of what was sent
    work_id = models.UUIDField(null=True)  # of the journal: how far it is
    created_at = models.DateTimeField()
    finished_at = models.DateTimeField(null=True)

    class Meta:
        indexes = [models.Index(fields=["organisation", "-id"], name="award_file_newest")]

    def __str__(self) -> str:
        return self.digest[:12]


class RowOutcome(models.TextChoices):
    WAITING = "waiting", _("Waiting")
    AWARDED = "awarded", _("Awarded")
    UNCHANGED = "unchanged", _("Awarded before")
    REFUSED = "refused", _("Not awarded")


class AwardFileRow(models.Model):
    """One row of such a file; `cells` are its cells as they stood, by column."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    file = models.ForeignKey(AwardFile, on_delete=models.CASCADE, related_name="rows")
    line = models.PositiveIntegerField()
    cells = models.JSONField()
    outcome = models.CharField(
        max_length=12, choices=RowOutcome.choices, default=RowOutcome.WAITING
    )
    code = models.CharField(max_length=60, blank=True)  # of the refusal
    detail = models.TextField(blank=True)
    award = models.ForeignKey(Award, on_delete=models.SET_NULL, null=True, related_name="+")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["file", "line"], name="award_file_line_once"),
        ]
        indexes = [
            models.Index(
                fields=["file", "line"],
                name="award_file_waiting",
                condition=models.Q(outcome="waiting"),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.line} {self.outcome}"
