"""What comes round, and how often."""

from __future__ import annotations

from datetime import timedelta

from cairn_server.accounts.answering import forget_answers
from cairn_server.accounts.guesting import delete_stale_guests
from cairn_server.assessment.attempting import close_overdue
from cairn_server.assessment.erasing import remove_forgotten_files
from cairn_server.credentials.awarding_many import forget_files
from cairn_server.credentials.publishing import publish_due_lists
from cairn_server.credentials.renewing import tell_of_ends
from cairn_server.credentials.signing import sign_waiting
from cairn_server.credentials.suspending import reinstate_overdue
from cairn_server.credentials.verifying import refresh_trust
from cairn_server.credentials.verifying_many import forget_lists
from cairn_server.journal.scheduling import Duty
from cairn_server.portfolio.collecting import check_old_again
from cairn_server.workforce.keeping import note_recall

DUTIES: dict[str, Duty] = {
    "delete stale guests": Duty(timedelta(days=1), delete_stale_guests),
    "check badges from elsewhere again": Duty(timedelta(days=1), check_old_again),
    "close attempts out of time": Duty(timedelta(minutes=1), close_overdue),
    "forget answers": Duty(timedelta(days=1), forget_answers),
    "forget files of awards": Duty(timedelta(days=1), forget_files),
    "forget verified lists": Duty(timedelta(hours=1), forget_lists),
    "note what recall keeps current": Duty(timedelta(days=1), note_recall),
    "publish status lists": Duty(timedelta(minutes=15), publish_due_lists),
    "reinstate what was suspended until now": Duty(timedelta(minutes=1), reinstate_overdue),
    "tell of credentials that end": Duty(timedelta(hours=1), tell_of_ends),
    "read lists of recognised issuers": Duty(timedelta(hours=1), refresh_trust),
    "remove forgotten files": Duty(timedelta(minutes=15), remove_forgotten_files),
    "sign what waits": Duty(timedelta(minutes=5), sign_waiting),
}
