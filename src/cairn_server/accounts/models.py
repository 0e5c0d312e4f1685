"""People, the organisations that they belong to, and what they may do there."""

from __future__ import annotations

from datetime import datetime
from typing import Any, ClassVar

from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.db import models
from django.db.models.functions import Lower
from django.utils.crypto import salted_hmac
from django.utils.translation import gettext_lazy as _

from cairn_server.journal.ids import new_id

LONGEST_EMAIL = 254  # RFC 5321 4.5.3.1.3: a path of 256 with its two brackets


class PersonKind(models.TextChoices):
    GUEST = "guest", _("Guest")  # bound to a session; becomes registered at sign-up
    REGISTERED = "registered", _("Registered")
    ERASED = "erased", _("Erased")


class PersonManager(BaseUserManager["Person"]):
    def create_user(self, email: str, password: str | None = None, **fields: Any) -> Person:
        """Make a registered person; allauth keeps the list of their e-mail addresses."""
        person = self.model(email=self.normalize_email(email), **fields)
        person.set_password(password)
        person.save(using=self._db)
        return person


class Person(AbstractBaseUser):
    """One human being, once, over any number of organisations."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    kind = models.CharField(
        max_length=20, choices=PersonKind.choices, default=PersonKind.REGISTERED
    )
    name = models.CharField(_("name"), max_length=150, blank=True)
    email = models.EmailField(
        _("primary e-mail address"), max_length=LONGEST_EMAIL, null=True, unique=True
    )
    time_zone = models.CharField(max_length=64, default="UTC")  # an IANA name
    language = models.CharField(max_length=16, default="en")
    minutes_a_day = models.PositiveSmallIntegerField(default=6)
    is_active = models.BooleanField(default=True)
    created_at = models.DateTimeField(auto_now_add=True)
    last_seen_on = models.DateField(null=True)
    failed_sign_ins = models.PositiveSmallIntegerField(default=0)  # since the last good one
    has_short_password = models.BooleanField(default=False)  # it needs a second factor beside it
    session_epoch = models.PositiveIntegerField(default=0)  # a session of an older one has ended

    USERNAME_FIELD = "email"
    REQUIRED_FIELDS: ClassVar[list[str]] = []
    objects = PersonManager()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=models.Q(minutes_a_day__gte=1, minutes_a_day__lte=60),
                name="minutes_a_day_in_range",
            ),
        ]

    def __str__(self) -> str:
        return self.name or self.email or str(_("Guest"))

    def get_session_auth_hash(self) -> str:
        """Return what every session of this person must know; it changes with the epoch."""
        known = f"{self.password} {self.session_epoch}"
        return salted_hmac("cairn.accounts.session", known, algorithm="sha256").hexdigest()

    @property
    def is_guest(self) -> bool:
        return self.kind == PersonKind.GUEST

    @property
    def given_name(self) -> str:
        """The first word of the name, for a greeting; empty for a guest."""
        return self.name.split(" ", 1)[0]


class OrganisationKind(models.TextChoices):
    INSTITUTION = "institution", _("Institution")
    EMPLOYER = "employer", _("Employer")
    ASSOCIATION = "association", _("Association")


class Organisation(models.Model):
    """A university, an employer, an association: it owns definitions and awards credentials."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    name = models.CharField(max_length=150)
    slug = models.SlugField(max_length=60, unique=True)  # for commands; public paths use the id
    kind = models.CharField(max_length=20, choices=OrganisationKind.choices)
    url = models.URLField(blank=True)
    description = models.TextField(blank=True)
    created_at = models.DateTimeField(auto_now_add=True)

    def __str__(self) -> str:
        return self.name


class RoleName(models.TextChoices):
    """What a member may do beyond learning."""

    OWNER = "owner", _("Owner")  # members, roles, settings
    AUTHOR = "author", _("Author")  # definitions and content
    EVALUATOR = "evaluator", _("Evaluator")  # judges evidence
    MANAGER = "manager", _("Manager")  # sees people's skills
    ISSUER = "issuer", _("Issuer")  # keys, awards, revocation


class Membership(models.Model):
    """That a person belongs to an organisation, from a day and perhaps until one."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="memberships")
    organisation = models.ForeignKey(
        Organisation, on_delete=models.PROTECT, related_name="memberships"
    )
    external_id = models.CharField(max_length=80, blank=True)  # the organisation's own number
    since = models.DateTimeField()
    until = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["person", "organisation"],
                condition=models.Q(until=None),
                name="one_current_membership",
            ),
            models.UniqueConstraint(
                fields=["organisation", "external_id"],
                condition=models.Q(until=None) & ~models.Q(external_id=""),
                name="external_id_once",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.person} at {self.organisation}"


class ExtraTime(models.Model):
    """
    More time that an organisation gives a member in its quizzes; the newest that has not ended.

    Either a share of the time that everybody has, or so many minutes. Why is nowhere kept.
    """

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    membership = models.ForeignKey(Membership, on_delete=models.CASCADE, related_name="extra_times")
    percent = models.PositiveSmallIntegerField(default=0)
    minutes = models.PositiveSmallIntegerField(default=0)
    granted_by = models.ForeignKey(Person, on_delete=models.PROTECT, related_name="+")
    granted_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["membership"], condition=models.Q(ended_at=None), name="extra_time_once"
            ),
            models.CheckConstraint(
                condition=models.Q(percent=0, minutes__gte=1, minutes__lte=240)
                | models.Q(minutes=0, percent__in=(25, 50, 100)),
                name="extra_time_is_share_or_minutes",
            ),
        ]

    def __str__(self) -> str:
        if self.percent:
            return str(_("%(n)s %% more time") % {"n": self.percent})
        return str(_("%(n)s more minutes") % {"n": self.minutes})

    def seconds_beside(self, seconds: int) -> int:
        """Return what comes on top of `seconds`, rounded up to a whole one."""
        return -(-seconds * self.percent // 100) + self.minutes * 60


class Role(models.Model):
    """One thing that a member may do."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    membership = models.ForeignKey(Membership, on_delete=models.CASCADE, related_name="roles")
    name = models.CharField(max_length=20, choices=RoleName.choices)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["membership", "name"], name="role_once"),
        ]

    def __str__(self) -> str:
        return self.name


class FormerRole(models.Model):
    """What a member could do until a moment: somebody who wrote quizzes has read their answers."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    membership = models.ForeignKey(
        Membership, on_delete=models.CASCADE, related_name="former_roles"
    )
    name = models.CharField(max_length=20, choices=RoleName.choices)
    until = models.DateTimeField()

    def __str__(self) -> str:
        return f"{self.name} until {self.until:%Y-%m-%d}"


class Team(models.Model):
    """People of an organisation who work together; a team may be part of another."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    organisation = models.ForeignKey(Organisation, on_delete=models.CASCADE, related_name="teams")
    parent = models.ForeignKey("self", on_delete=models.SET_NULL, null=True, related_name="parts")
    name = models.CharField(max_length=100)

    class Meta:
        constraints = [
            models.UniqueConstraint("organisation", Lower("name"), name="team_name_once"),
        ]

    def __str__(self) -> str:
        return self.name


class TeamMembership(models.Model):
    """That a member works in a team; in as many as there are."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    team = models.ForeignKey(Team, on_delete=models.CASCADE, related_name="member_links")
    membership = models.ForeignKey(Membership, on_delete=models.CASCADE, related_name="team_links")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["team", "membership"], name="in_a_team_once"),
        ]

    def __str__(self) -> str:
        return f"{self.membership_id} in {self.team_id}"


class ReportingLine(models.Model):
    """To whom a member reports: one manager, in the same organisation, never in a circle."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    membership = models.OneToOneField(
        Membership, on_delete=models.CASCADE, related_name="reports_to"
    )
    manager = models.ForeignKey(Membership, on_delete=models.CASCADE, related_name="reports")

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=~models.Q(membership=models.F("manager")), name="not_ones_own_manager"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.membership_id} reports to {self.manager_id}"


class Grant(models.Model):
    """What a person lets an organisation see: one thing, for a purpose, until an end."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="grants")
    organisation = models.ForeignKey(Organisation, on_delete=models.CASCADE, related_name="grants")
    subject_type = models.CharField(max_length=60)
    subject_id = models.UUIDField()
    purpose = models.CharField(max_length=60)
    since = models.DateTimeField()
    until = models.DateTimeField()

    class Meta:
        indexes = [
            models.Index(fields=["organisation", "subject_id", "until"], name="grant_subject"),
        ]

    def __str__(self) -> str:
        return f"{self.purpose} until {self.until:%Y-%m-%d}"

    def allows(self, at: datetime) -> bool:
        return self.since <= at < self.until


class ApiToken(models.Model):
    """
    A key for a program that acts in the name of a person; only its digest is kept.

    With an organisation it opens nothing but what belongs to that organisation, and no more
    than the person may do there.
    """

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="api_tokens")
    organisation = models.ForeignKey(
        Organisation, on_delete=models.CASCADE, null=True, related_name="api_tokens"
    )
    name = models.CharField(max_length=100)
    digest = models.CharField(max_length=64, unique=True)  # SHA-256 of the token, in hexadecimal
    hint = models.CharField(max_length=16)  # its first signs, to tell one from another
    scopes = models.JSONField()  # names of `accounts.scopes`
    created_at = models.DateTimeField()
    expires_at = models.DateTimeField()
    last_used_at = models.DateTimeField(null=True)  # to the hour
    revoked_at = models.DateTimeField(null=True)

    class Meta:
        indexes = [models.Index(fields=["organisation", "created_at"], name="token_owner")]

    def __str__(self) -> str:
        return self.name

    def is_good(self, at: datetime) -> bool:
        return self.revoked_at is None and at < self.expires_at


class KeptAnswer(models.Model):
    """The answer to an unsafe call, kept under its idempotency key."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    person = models.ForeignKey(Person, on_delete=models.CASCADE)
    key = models.CharField(max_length=128)
    request_digest = models.CharField(max_length=64)
    answer = models.JSONField(null=True)
    created_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["person", "key"], name="one_answer_per_key"),
        ]

    def __str__(self) -> str:
        return self.key
