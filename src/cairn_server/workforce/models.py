"""What work needs, who does it, what people are asked to earn, and what they are thanked for."""

from __future__ import annotations

from django.db import models

from cairn_server.accounts.models import Membership, Organisation, Person
from cairn_server.assessment.models import Submission
from cairn_server.catalog.models import Achievement, AchievementVersion
from cairn_server.frameworks.models import Competency, Occupation
from cairn_server.journal.ids import new_id


class WorkRole(models.Model):
    """What an organisation expects of whoever does a kind of work."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    organisation = models.ForeignKey(
        Organisation, on_delete=models.CASCADE, related_name="work_roles"
    )
    occupation = models.ForeignKey(  # of a framework, where the role was made from one
        Occupation, on_delete=models.SET_NULL, null=True, related_name="+"
    )
    name = models.CharField(max_length=150)
    description = models.TextField(blank=True)
    created_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["organisation", "name"], name="work_role_name_once"),
        ]

    def __str__(self) -> str:
        return self.name


class RoleNeed(models.Model):
    """A competency that a role needs, at a level from 1 (knows of it) to 5 (leads others)."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    work_role = models.ForeignKey(WorkRole, on_delete=models.CASCADE, related_name="needs")
    competency = models.ForeignKey(Competency, on_delete=models.PROTECT, related_name="+")
    level = models.PositiveSmallIntegerField(default=3)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["work_role", "competency"], name="role_need_once"),
            models.CheckConstraint(
                condition=models.Q(level__gte=1, level__lte=5), name="role_need_level_in_range"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.competency_id} at {self.level}"


class RoleHolder(models.Model):
    """That a member does the work of a role."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    work_role = models.ForeignKey(WorkRole, on_delete=models.CASCADE, related_name="holders")
    membership = models.ForeignKey(Membership, on_delete=models.CASCADE, related_name="work_roles")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["work_role", "membership"], name="role_holder_once"),
        ]

    def __str__(self) -> str:
        return f"{self.membership_id} as {self.work_role_id}"


class Assignment(models.Model):
    """
    That somebody is asked to earn an achievement by a day.

    Whether it is done follows from their awards; it is not kept here.
    """

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    organisation = models.ForeignKey(
        Organisation, on_delete=models.CASCADE, related_name="assignments"
    )
    achievement = models.ForeignKey(
        Achievement, on_delete=models.PROTECT, related_name="assignments"
    )
    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="assignments")
    due_on = models.DateField()
    assigned_by = models.ForeignKey(Person, on_delete=models.SET_NULL, null=True, related_name="+")
    assigned_at = models.DateTimeField()
    reminded_at = models.DateTimeField(null=True)
    cancelled_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["organisation", "achievement", "person"],
                condition=models.Q(cancelled_at=None),
                name="one_standing_assignment",
            ),
        ]
        indexes = [models.Index(fields=["person", "cancelled_at"], name="assignment_of_person")]

    def __str__(self) -> str:
        return f"{self.achievement_id} by {self.due_on}"


class Nomination(models.Model):
    """
    That somebody proposes a colleague for a badge for work done.

    The statement is the nominee's submission, which evaluators judge; when the nominee declines
    it goes, and only that they declined stays.
    """

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    organisation = models.ForeignKey(
        Organisation, on_delete=models.CASCADE, related_name="nominations"
    )
    version = models.ForeignKey(AchievementVersion, on_delete=models.PROTECT, related_name="+")
    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="nominations")
    nominator = models.ForeignKey(Person, on_delete=models.SET_NULL, null=True, related_name="+")
    submission = models.OneToOneField(
        Submission, on_delete=models.SET_NULL, null=True, related_name="nomination"
    )
    nominated_at = models.DateTimeField()
    declined_at = models.DateTimeField(null=True)

    def __str__(self) -> str:
        return f"{self.version_id} {self.nominated_at:%Y-%m-%d}"


class FeedChoice(models.Model):
    """That a member stays out of the recognition feed; without a row they are in it."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    membership = models.OneToOneField(
        Membership, on_delete=models.CASCADE, related_name="feed_choice"
    )
    stays_out = models.BooleanField()

    def __str__(self) -> str:
        return f"{self.membership_id} {'out' if self.stays_out else 'in'}"


class KeptByRecall(models.Model):
    """By which day recall had kept current what a person holds; it only moves on."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="+")
    achievement = models.ForeignKey(Achievement, on_delete=models.PROTECT, related_name="+")
    on = models.DateField()

    class Meta:
        verbose_name_plural = "kept by recall"
        constraints = [
            models.UniqueConstraint(fields=["person", "achievement"], name="one_kept_by_recall"),
        ]

    def __str__(self) -> str:
        return f"{self.achievement_id} on {self.on}"
