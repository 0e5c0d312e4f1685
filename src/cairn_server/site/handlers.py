"""Who acts on which event: the one place that knows everybody."""

from __future__ import annotations

from cairn_server.assessment import erasing
from cairn_server.credentials import awarding, holding, signing
from cairn_server.journal.recording import Listeners
from cairn_server.learning import merging

HANDLERS: dict[str, Listeners] = {
    "person.signed_in": Listeners(now=(merging.take_over_after_sign_in,)),
    "person.erased": Listeners(now=(erasing.forget_evidence, holding.forget_holder)),
    "membership.started": Listeners(),
    "membership.changed": Listeners(),
    "membership.ended": Listeners(),
    "members.imported": Listeners(),
    "review.recorded": Listeners(
        now=(awarding.consider_after_learning,), only_if=awarding.may_complete
    ),
    "pack.imported": Listeners(),
    "enrolment.started": Listeners(),
    "unit.finished": Listeners(now=(awarding.consider_after_learning,)),
    "submission.begun": Listeners(),
    "submission.submitted": Listeners(),
    "submission.withdrawn": Listeners(),
    "submission.unblinded": Listeners(),
    "conflict.declared": Listeners(),
    "submission.evaluated": Listeners(now=(awarding.consider_after_evaluation,)),
    "issuer.established": Listeners(),
    "key.rotated": Listeners(),
    "credential.awarded": Listeners(now=(signing.sign_awarded,)),
    "credential.signed": Listeners(),
    "credential.revoked": Listeners(),
    "credential.erased": Listeners(),
    "holder.chose": Listeners(),
    "page.switched": Listeners(),
}
