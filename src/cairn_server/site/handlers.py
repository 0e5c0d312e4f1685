"""Who acts on which event: the one place that knows everybody."""

from __future__ import annotations

from cairn_server.assessment import erasing
from cairn_server.credentials import awarding, holding, noticing, signing
from cairn_server.journal.recording import Listeners
from cairn_server.learning import booking, inviting, merging
from cairn_server.portfolio import collecting
from cairn_server.workforce import reminding

HANDLERS: dict[str, Listeners] = {
    "person.signed_in": Listeners(now=(merging.take_over_after_sign_in,)),
    "person.erased": Listeners(
        now=(
            erasing.forget_evidence,
            holding.forget_holder,
            booking.give_up_places,
            collecting.forget_holdings,
        )
    ),
    "membership.started": Listeners(),
    "membership.changed": Listeners(),
    "membership.ended": Listeners(),
    "token.made": Listeners(),
    "token.revoked": Listeners(),
    "members.imported": Listeners(),
    "reporting_line.changed": Listeners(),
    "team.changed": Listeners(),
    "team.dissolved": Listeners(),
    "review.recorded": Listeners(
        now=(awarding.consider_after_learning,), only_if=awarding.may_complete
    ),
    "framework.imported": Listeners(),
    "pack.imported": Listeners(later=(awarding.consider_after_publishing,)),
    "draft.begun": Listeners(),
    "draft.published": Listeners(),
    "draft.discarded": Listeners(),
    "enrolment.started": Listeners(),
    "goal.set": Listeners(),
    "goal.changed": Listeners(),
    "goal.given_up": Listeners(),
    "unit.finished": Listeners(now=(awarding.consider_after_learning,)),
    "session.scheduled": Listeners(),
    "session.changed": Listeners(later=(inviting.tell_of_change,)),
    "session.cancelled": Listeners(later=(inviting.tell_of_cancellation,)),
    "booking.made": Listeners(later=(inviting.tell_of_booking,)),
    "booking.moved_up": Listeners(later=(inviting.tell_of_booking,)),
    "booking.cancelled": Listeners(),
    "attendance.recorded": Listeners(now=(awarding.consider_after_learning,)),
    "attendance.withdrawn": Listeners(),
    "submission.begun": Listeners(),
    "submission.submitted": Listeners(),
    "submission.withdrawn": Listeners(),
    "submission.declined": Listeners(),
    "submission.unblinded": Listeners(),
    "conflict.declared": Listeners(),
    "submission.evaluated": Listeners(now=(awarding.consider_after_evaluation,)),
    "attempt.begun": Listeners(),
    "attempt.ended": Listeners(now=(awarding.consider_after_quiz,)),
    "issuer.established": Listeners(),
    "issuer.succeeded": Listeners(),
    "issuer.presented": Listeners(),
    "issuer.standing_declared": Listeners(),
    "key.rotated": Listeners(),
    "key.retired": Listeners(),
    "key.compromised": Listeners(),
    "awards.listed": Listeners(),
    "endorsement.given": Listeners(),
    "endorsement.withdrawn": Listeners(),
    "endorsement.accepted": Listeners(),
    "endorsement.declined": Listeners(),
    "partnership.offered": Listeners(),
    "partnership.accepted": Listeners(),
    "partnership.ended": Listeners(),
    "credential.awarded": Listeners(now=(signing.sign_awarded,)),
    "credential.signed": Listeners(
        now=(awarding.consider_stacks,), only_if=awarding.may_complete_stack
    ),
    "credential.revoked": Listeners(later=(noticing.tell_revoked,)),
    "credential.suspended": Listeners(later=(noticing.tell_suspended,)),
    "credential.reinstated": Listeners(later=(noticing.tell_reinstated,)),
    "credential.superseded": Listeners(later=(noticing.tell_superseded,)),
    "award.stated": Listeners(later=(noticing.tell_awarded,)),
    "credential.ending": Listeners(later=(noticing.tell_ending,)),
    "credential.erased": Listeners(),
    "renewal.begun": Listeners(),
    "holder.chose": Listeners(),
    "page.switched": Listeners(),
    "badge.added": Listeners(now=(awarding.consider_after_badge,)),
    "badge.checked": Listeners(now=(awarding.consider_after_badge,)),
    "badge.removed": Listeners(),
    "portfolio.arranged": Listeners(),
    "work_role.changed": Listeners(),
    "work_role.dropped": Listeners(),
    "assignment.made": Listeners(later=(reminding.tell_of_assignment,)),
    "assignment.reminded": Listeners(later=(reminding.tell_of_assignment,)),
    "assignment.cancelled": Listeners(),
    "nomination.made": Listeners(later=(reminding.tell_of_nomination,)),
    "nomination.declined": Listeners(),
    "feed.chosen": Listeners(),
    "grant.changed": Listeners(),
}
