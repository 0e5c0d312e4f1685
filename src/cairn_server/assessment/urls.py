"""Routes of tasks, submissions, quizzes and evaluations."""

from __future__ import annotations

from django.urls import path

from cairn_server.assessment import evaluator_views, quiz_views, views

app_name = "assessment"
urlpatterns = [
    path("tasks/<uuid:task_id>/", views.task, name="task"),
    path("tasks/<uuid:task_id>/submissions/", views.begin, name="begin"),
    path("submissions/", views.submissions, name="submissions"),
    path("submissions/<uuid:submission_id>/", views.submission, name="submission"),
    path("submissions/<uuid:submission_id>/texts/<slug:part>/", views.save_text, name="save-text"),
    path("submissions/<uuid:submission_id>/uploads/<slug:part>/", views.upload, name="upload"),
    path("submissions/<uuid:submission_id>/files/<uuid:artifact_id>", views.file, name="file"),
    path("submissions/<uuid:submission_id>/withdrawal/", views.withdraw, name="withdraw"),
    path("submissions/<uuid:submission_id>/next/", views.begin_again, name="begin-again"),
    path("quizzes/<uuid:quiz_id>/", quiz_views.quiz, name="quiz"),
    path("quizzes/<uuid:quiz_id>/attempts/", quiz_views.begin_attempt, name="begin-attempt"),
    path("attempts/<uuid:attempt_id>/", quiz_views.attempt, name="attempt"),
    path(
        "attempts/<uuid:attempt_id>/questions/<int:number>/",
        quiz_views.attempt_question,
        name="attempt-question",
    ),
    path("attempts/<uuid:attempt_id>/end/", quiz_views.end_attempt, name="end-attempt"),
    path("evaluations/", evaluator_views.queue, name="queue"),
    path("evaluations/<uuid:submission_id>/", evaluator_views.evaluation, name="evaluation"),
    path("evaluations/<uuid:submission_id>/draft/", evaluator_views.save_draft, name="save-draft"),
    path(
        "evaluations/<uuid:submission_id>/conflict/",
        evaluator_views.declare_conflict,
        name="declare-conflict",
    ),
    path("evaluations/<uuid:submission_id>/unblinding/", evaluator_views.unblind, name="unblind"),
    path(
        "evaluations/<uuid:submission_id>/files/<uuid:artifact_id>",
        evaluator_views.file,
        name="evaluation-file",
    ),
]
