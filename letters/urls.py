"""Issued documents and previews of drafts, as PDF."""

from django.urls import path

from letters import views

urlpatterns = [
    path("letters/<int:letter_id>.pdf", views.issued, name="letter"),
    path("cases/<int:case_id>/letters/<slug:key>/draft.pdf", views.draft, name="draft_pdf"),
]
