"""Reading the case file: register, search, history, attachments."""

from __future__ import annotations

from django.urls import include, path

from casework.views import export, files, history, people, register_list, search

urlpatterns = [
    path("statistics/", include("casework.statistics.urls")),
    path("cases/", register_list.register_list, name="register_list"),
    path("cases/export/", export.register_export, name="register_export"),
    path("cases/filters/", register_list.save_filter, name="save_filter"),
    path("cases/filters/<int:filter_id>/delete/", register_list.delete_filter, name="delete_filter"),
    path("search/", search.search, name="search"),
    path("cases/<int:case_id>/history/", history.case_history, name="case_history"),
    path("cases/<int:case_id>/history/export/", history.history_export, name="history_export"),
    path("cases/<int:case_id>/agent/reveal/", people.reveal_agent, name="reveal_agent"),
    path("cases/<int:case_id>/applicants/<int:applicant_id>/reveal/", people.reveal, name="reveal"),
    path("attachments/<int:attachment_id>/", files.attachment, name="attachment"),
]
