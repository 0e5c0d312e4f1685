"""Make an installation ready, fill the demo world where it is empty, and say who is in it."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.core.management import call_command
from django.core.management.base import BaseCommand, CommandError
from django.db.models import Exists, OuterRef
from django.utils import timezone

from cairn_server.accounts.models import Membership, Organisation, Person, Role
from cairn_server.site.demo_world.filling import fill

MOST_TOLD = 12


class Command(BaseCommand):
    help = "Make ready as `setup` does, fill the demo world where it is empty, print who is in it."

    def handle(self, **options: Any) -> None:
        if not settings.CAIRN_DEMO:
            raise CommandError("Set CAIRN_DEMO=1: the demo lets anybody be anybody", returncode=3)
        call_command("setup")
        if not Organisation.objects.exists():
            self.stderr.write("Making the demo world …")
            fill(now=timezone.now())
        self.stdout.write(f"\nCairn is at {settings.CAIRN_BASE_URL}\nSign in at /demo/ as:")
        for person in told():
            membership = person.memberships.all()[0]
            roles = ", ".join(role.name for role in membership.roles.all()) or "learner"
            self.stdout.write(f"  {person.name:18} {roles:20} {membership.organisation}")


def told() -> list[Person]:
    """Return whom the command names, in the order they joined: all with roles, a few learners."""
    current = Membership.objects.filter(person=OuterRef("pk"), until=None)
    roles = Role.objects.filter(membership__person=OuterRef("pk"), membership__until=None)
    members = Person.objects.filter(Exists(current)).annotate(has_role=Exists(roles))
    people = members.prefetch_related("memberships__organisation", "memberships__roles")
    return sorted(people.order_by("-has_role", "pk")[:MOST_TOLD], key=lambda one: one.pk)
