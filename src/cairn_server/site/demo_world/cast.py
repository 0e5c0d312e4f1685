"""Who is in the demo: three organisations and the people in them. Everybody is made up."""

from __future__ import annotations

import csv
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from io import StringIO

from allauth.account.models import EmailAddress

from cairn_server.accounts.importing import import_people
from cairn_server.accounts.models import (
    Membership,
    Organisation,
    OrganisationKind,
    Person,
    Role,
    RoleName,
)
from cairn_server.credentials.keeping_keys import establish_issuer
from cairn_server.credentials.models import Standing


@dataclass(frozen=True, slots=True)
class House:
    """An organisation of the demo."""

    slug: str
    name: str
    kind: OrganisationKind
    standing: Standing
    url: str
    description: str


@dataclass(frozen=True, slots=True)
class Member:
    """A person of the demo, at home in one organisation."""

    name: str
    slug: str
    roles: tuple[RoleName, ...] = ()
    zone: str = "Europe/Vienna"
    minutes_a_day: int = 6

    @property
    def email(self) -> str:
        return address_of(self.name, self.slug)


@dataclass(frozen=True, slots=True)
class Staff:
    """Somebody who works in a team of the employer; `manager` is whom they report to."""

    name: str
    team: str
    manager: str


HOUSES = (
    House(
        "northfield",
        "Northfield Extension School",
        OrganisationKind.INSTITUTION,
        Standing.INSTITUTION_ACCREDITED,
        "https://northfield.example",
        "Continuing education for people who work, in evenings and minutes.",
    ),
    House(
        "harbour",
        "Harbour Logistics",
        OrganisationKind.EMPLOYER,
        Standing.EMPLOYER_RECOGNISED,
        "https://harbour.example",
        "Moves goods between four ports, and trains its own people to do so.",
    ),
    House(
        "teachers",
        "Open Teachers' Association",
        OrganisationKind.ASSOCIATION,
        Standing.INFORMAL,
        "https://teachers.example",
        "Teachers who visit one another's lessons and write down what works.",
    ),
)

MEMBERS = (
    Member("Ana Moreira", "northfield", zone="Europe/Lisbon"),
    Member("Ben Okafor", "northfield", zone="Africa/Lagos"),
    Member("Chiara Conti", "northfield", zone="Europe/Rome", minutes_a_day=10),
    Member("Dmitri Lang", "northfield"),
    Member("Greta Lindqvist", "northfield", (RoleName.EVALUATOR,), zone="Europe/Stockholm"),
    Member("Hassan Amiri", "northfield", (RoleName.EVALUATOR, RoleName.AUTHOR)),
    Member("Ines Duarte", "northfield", (RoleName.AUTHOR,), zone="Europe/Lisbon"),
    Member("Jonas Weber", "northfield", (RoleName.OWNER, RoleName.ISSUER), zone="Europe/Berlin"),
    Member("Paula Stein", "northfield", zone="Europe/Berlin"),
    Member("Elif Demir", "harbour", zone="Europe/Istanbul"),
    Member("Femi Adeyemi", "harbour", zone="Europe/London"),
    Member("Kaya Brandt", "harbour", (RoleName.MANAGER,), zone="Europe/Berlin"),
    Member("Luca Ferri", "harbour", (RoleName.EVALUATOR, RoleName.AUTHOR), zone="Europe/Rome"),
    Member("Mira Novak", "harbour", (RoleName.OWNER, RoleName.ISSUER), zone="Europe/Prague"),
    Member("Tomas Berg", "harbour", (RoleName.EVALUATOR,), zone="Europe/Stockholm"),
    Member("Noor Haddad", "teachers", (RoleName.OWNER,), zone="Europe/Paris"),
    Member("Oskar Lind", "teachers", zone="Europe/Oslo"),
    Member("Samuel Ek", "teachers", zone="Europe/Stockholm"),
)

EMPLOYER = "harbour"
LEADS = {"Dispatch": "Petra Horvat", "Terminal": "Marek Kowal", "Customer Desk": "Sofia Almeida"}
TEAMS = {
    "Dispatch": (
        "Tomas Berg",
        "Luca Ferri",
        "Amara Nwosu",
        "Jakub Zielinski",
        "Lena Fischer",
        "Sami Virtanen",
        "Rosa Jimenez",
        "Pavel Dvorak",
    ),
    "Terminal": (
        "Femi Adeyemi",
        "Ingrid Solheim",
        "Yusuf Aydin",
        "Carla Mendes",
        "Nils Johansson",
        "Olga Petrova",
        "Bram de Vries",
        "Stefan Gruber",
    ),
    "Customer Desk": (
        "Elif Demir",
        "Maja Nilsen",
        "Daniel Roth",
        "Aisha Rahman",
        "Victor Laurent",
        "Hana Suzuki",
        "Elena Rossi",
    ),
}


def address_of(name: str, slug: str) -> str:
    return f"{name.split(maxsplit=1)[0].lower()}@{slug}.example"


def staff() -> Iterable[Staff]:
    """Return everybody who works in a team of the employer; leads report to its manager."""
    for team, lead in LEADS.items():
        yield Staff(lead, team, "Kaya Brandt")
        yield from (Staff(name, team, lead) for name in TEAMS[team])


def settle(house: House, *, at: datetime) -> Organisation:
    """Found an organisation of the demo, with its issuer and first key."""
    organisation = Organisation.objects.create(
        slug=house.slug,
        name=house.name,
        kind=house.kind,
        url=house.url,
        description=house.description,
    )
    establish_issuer(organisation=organisation, standing=house.standing, at=at)
    return organisation


def join(member: Member, organisation: Organisation, *, at: datetime) -> Person:
    """Let a person of the demo join; nobody has a password, the demo signs in by a button."""
    person = Person.objects.create_user(
        member.email,
        name=member.name,
        time_zone=member.zone,
        minutes_a_day=member.minutes_a_day,
    )
    EmailAddress.objects.create(user=person, email=member.email, verified=True, primary=True)
    membership = Membership.objects.create(person=person, organisation=organisation, since=at)
    for role in member.roles:
        Role.objects.create(membership=membership, name=role)
    return person


def employ(organisation: Organisation, *, actor: Person, at: datetime) -> dict[str, Person]:
    """Bring in the file of people of the employer, with teams and managers; people by name."""
    file = StringIO()
    rows = csv.writer(file)
    rows.writerow(["email", "name", "team", "manager"])
    for one in staff():
        boss = address_of(one.manager, organisation.slug)
        rows.writerow([address_of(one.name, organisation.slug), one.name, one.team, boss])
    report = import_people(organisation=organisation, data=file.getvalue(), actor=actor, at=at)
    if report.errors:
        raise RuntimeError(f"The people of the demo are broken: {report.errors}")
    current = Membership.objects.filter(organisation=organisation, until=None)
    return {row.person.name: row.person for row in current.select_related("person")}
