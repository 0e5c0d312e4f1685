"""What a person has begun, answered and remembers. Every row belongs to the person."""

from __future__ import annotations

from datetime import datetime

from django.db import models
from django.utils.translation import gettext_lazy as _

from cairn.scheduling.memory import MemoryState, Rating, Recall
from cairn_server.accounts.models import Person
from cairn_server.catalog.models import (
    Achievement,
    Gathering,
    Item,
    ItemVersion,
    Unit,
    UnitVersion,
)
from cairn_server.journal.ids import new_id


class Enrolment(models.Model):
    """That a person is on the way to an achievement."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="enrolments")
    achievement = models.ForeignKey(Achievement, on_delete=models.PROTECT, related_name="+")
    started_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["person", "achievement"], name="one_enrolment"),
        ]

    def __str__(self) -> str:
        return f"{self.person_id} {self.achievement_id}"


class UnitProgress(models.Model):
    """How far a person is in a unit; `finished_at` once every card was passed."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="+")
    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="+")
    version = models.ForeignKey(UnitVersion, on_delete=models.PROTECT, related_name="+")
    card = models.PositiveSmallIntegerField(default=0)  # cards passed
    started_at = models.DateTimeField()
    finished_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["person", "unit"], name="one_progress_per_unit"),
        ]

    def __str__(self) -> str:
        return f"{self.unit_id} at {self.card}"


class Review(models.Model):
    """
    One answer to a practice item; append-only, its id made by the client.

    A learner who finds the answer harder or easier than it was rated adds a review that
    `replaces` the first; the replaced one stays, and memory leaves it out.
    """

    id = models.UUIDField(primary_key=True)
    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="reviews")
    version = models.ForeignKey(ItemVersion, on_delete=models.PROTECT, related_name="reviews")
    rating = models.PositiveSmallIntegerField(choices=[(r.value, r.name) for r in Rating])
    response = models.JSONField(null=True)  # what was answered; None where only rated
    points = models.FloatField(null=True)  # 0 to 1; None where self-rated
    replaces = models.UUIDField(
        null=True
    )  # the review whose rating the learner changed by this one
    reviewed_at = models.DateTimeField()
    claimed_at = models.DateTimeField(null=True)  # what the device said, if a device said it

    class Meta:
        indexes = [
            models.Index(fields=["person", "version", "reviewed_at"], name="review_history"),
        ]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(rating__gte=1, rating__lte=4), name="rating_in_range"
            ),
            models.UniqueConstraint(
                fields=["person", "replaces"],
                condition=models.Q(replaces__isnull=False),  # in words SQLite's planner knows
                name="replaced_once",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.version_id} {self.rating}"

    @property
    def recall(self) -> Recall:
        """This review as the scheduler sees it. Reads `version`: select it along."""
        return Recall(self.version.meaning, self.reviewed_at, self.id, Rating(self.rating))


class Memory(models.Model):
    """What one person remembers of one item: the replay of the reviews, kept for speed."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="memories")
    item = models.ForeignKey(Item, on_delete=models.PROTECT, related_name="memories")
    meaning = models.PositiveIntegerField(null=True)
    reviewed_at = models.DateTimeField(null=True)
    stability_days = models.FloatField(null=True)
    difficulty = models.FloatField(null=True)
    due_at = models.DateTimeField(null=True)
    review_count = models.PositiveIntegerField(null=True)

    class Meta:
        verbose_name_plural = "memories"
        constraints = [
            models.UniqueConstraint(fields=["person", "item"], name="one_memory_per_item"),
            models.CheckConstraint(
                condition=models.Q(stability_days__gt=0), name="stability_is_positive"
            ),
        ]
        indexes = [models.Index(fields=["person", "due_at"], name="memory_due")]

    def __str__(self) -> str:
        return f"{self.item_id} due {self.due_at}"

    @property
    def state(self) -> MemoryState | None:
        """The state, or None if there is no review yet or a column is not filled yet."""
        values = {name: getattr(self, name) for name in MemoryState.__slots__}
        return None if None in values.values() else MemoryState(**values)

    @state.setter
    def state(self, new: MemoryState | None) -> None:
        for name in MemoryState.__slots__:
            setattr(self, name, getattr(new, name, None))


class ScheduledSession(models.Model):
    """One date on which something to attend is held."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    gathering = models.ForeignKey(Gathering, on_delete=models.PROTECT, related_name="sessions")
    starts_at = models.DateTimeField()
    ends_at = models.DateTimeField()
    time_zone = models.CharField(max_length=64, default="UTC")  # where it is held; an IANA name
    venue = models.CharField(max_length=300, blank=True)
    url = models.URLField(max_length=500, blank=True)  # where one joins from afar
    places = models.PositiveIntegerField(null=True)  # None: as many as come
    code = models.CharField(max_length=20, blank=True)  # told at the event itself
    revision = models.PositiveIntegerField(default=0)  # calendars take the highest they saw
    cancelled_at = models.DateTimeField(null=True)
    created_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=models.Q(ends_at__gt=models.F("starts_at")), name="session_ends_later"
            ),
            models.UniqueConstraint(
                fields=["code"], condition=~models.Q(code=""), name="session_code_once"
            ),
        ]
        indexes = [models.Index(fields=["gathering", "starts_at"], name="session_calendar")]

    def __str__(self) -> str:
        return f"{self.gathering_id} {self.starts_at:%Y-%m-%d}"

    def is_over(self, at: datetime) -> bool:
        return self.ends_at <= at


class Booking(models.Model):
    """A person's place at a scheduled session, or on its waiting list in the order of booking."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    session = models.ForeignKey(ScheduledSession, on_delete=models.CASCADE, related_name="bookings")
    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="bookings")
    place = models.PositiveIntegerField(null=True)  # its number from 1; None: on the waiting list
    booked_at = models.DateTimeField()
    cancelled_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["session", "person"],
                condition=models.Q(cancelled_at=None),
                name="one_current_booking",
            ),
            models.UniqueConstraint(
                fields=["session", "place"],
                condition=models.Q(cancelled_at=None),
                name="place_given_once",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.person_id} at {self.session_id}"

    @property
    def has_place(self) -> bool:
        return self.place is not None


class AttendanceMethod(models.TextChoices):
    ROSTER = "roster", _("Ticked on the roster")
    CODE = "code", _("Code told at the event")


class Attendance(models.Model):
    """
    That a person was there; append-only. What was recorded by mistake is withdrawn by a row of
    its own, and recorded anew under the next `number`.
    """

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    session = models.ForeignKey(
        ScheduledSession, on_delete=models.PROTECT, related_name="attendances"
    )
    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="attendances")
    number = models.PositiveSmallIntegerField(default=1)
    method = models.CharField(max_length=20, choices=AttendanceMethod.choices)
    recorded_by = models.UUIDField(null=True)  # who ticked it; None where the code did
    attended_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["session", "person", "number"], name="attended_once"),
        ]

    def __str__(self) -> str:
        return f"{self.person_id} at {self.session_id}"


class AttendanceWithdrawal(models.Model):
    """That an attendance was recorded by mistake; append-only."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    attendance = models.OneToOneField(
        Attendance, on_delete=models.PROTECT, related_name="withdrawal"
    )
    withdrawn_by = models.UUIDField()
    withdrawn_at = models.DateTimeField()

    def __str__(self) -> str:
        return str(self.attendance_id)


class Goal(models.Model):
    """What a person put together from achievements, to reach it by a day or at leisure."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="goals")
    name = models.CharField(max_length=120)
    by = models.DateField(null=True)
    created_at = models.DateTimeField()

    def __str__(self) -> str:
        return self.name


class GoalPart(models.Model):
    """An achievement of a goal, in the order of going for them."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    goal = models.ForeignKey(Goal, on_delete=models.CASCADE, related_name="parts")
    achievement = models.ForeignKey(Achievement, on_delete=models.PROTECT, related_name="+")
    position = models.PositiveSmallIntegerField()

    class Meta:
        ordering = ["position"]
        constraints = [
            models.UniqueConstraint(fields=["goal", "achievement"], name="goal_part_once"),
        ]

    def __str__(self) -> str:
        return f"{self.position} {self.achievement_id}"
