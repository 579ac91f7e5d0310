"""Issued documents and previews of drafts, as PDF."""

from django.urls import path

from letters import views

urlpatterns = [
    path("v/<str:code>", views.verify, name="verify_letter"),
    path("cases/<int:case_id>/dossier.pdf", views.dossier, name="dossier"),
    path("letters/<int:letter_id>.pdf", views.issued, name="letter"),
    path("cases/<int:case_id>/letters/<slug:key>/draft.pdf", views.draft, name="draft_pdf"),
    path("cases/<int:case_id>/letters/<slug:key>/draft.docx", views.draft_docx, name="draft_docx"),
]
