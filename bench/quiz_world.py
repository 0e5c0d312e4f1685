"""A quiz and many people signed in to take it, put into an installation; prints them as JSON."""

from __future__ import annotations

import json
import os
import sys


def main(people: int, questions: int) -> None:
    """Make the quiz, `people` and a session for each, in the installation of the environment."""
    os.environ["DJANGO_SETTINGS_MODULE"] = "cairn_server.site.settings"
    import django

    django.setup()
    from django.conf import settings
    from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY
    from django.contrib.sessions.backends.db import SessionStore
    from django.db import transaction

    from cairn_server.accounts.models import Organisation, OrganisationKind, Person
    from tests.making import make_quiz

    with transaction.atomic():
        school = Organisation.objects.create(
            name="Bench School", slug="bench", kind=OrganisationKind.INSTITUTION
        )
        areas = [("first", questions // 2), ("second", questions - questions // 2)]
        quiz = make_quiz(school, "bench", areas=areas, pool=questions, seconds=3600)
        sessions = []
        for number in range(people):
            person = Person.objects.create_user(f"learner-{number}@bench.example", name="Learner")
            session = SessionStore()
            session[SESSION_KEY] = str(person.pk)
            session[BACKEND_SESSION_KEY] = settings.AUTHENTICATION_BACKENDS[0]
            session[HASH_SESSION_KEY] = person.get_session_auth_hash()
            session.save()
            sessions.append(session.session_key)
    print(json.dumps({"quiz": str(quiz.quiz_id), "sessions": sessions}))


if __name__ == "__main__":
    main(int(sys.argv[1]), int(sys.argv[2]))
