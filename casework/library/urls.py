"""Addresses of the case library, mounted under /library/."""

from __future__ import annotations

from django.urls import path

from casework.library import desk_views, views

urlpatterns = [
    path("", views.page, name="library"),
    path("suggest/", views.suggestions, name="library_suggest"),
    path("entries/<int:entry_id>/", views.entry, name="library_entry"),
    path("outcomes/", views.outcomes, name="library_outcomes"),
    path("outcomes/<slug:code>/", views.outcome, name="library_outcome"),
    path("laws/", views.laws, name="library_laws"),
    path("laws/<str:law>/<int:number>/", views.article, name="library_article"),
    path("kinds/<slug:kind>/", views.browse, name="library_browse"),
    path("documents/<int:document_id>/", views.law, name="library_law"),
    path("searches/", views.save_search, name="library_save_search"),
    path("searches/<int:search_id>/delete/", views.delete_search, name="library_delete_search"),
    path("beside/<int:case_id>/", views.beside, name="library_beside"),
    path("beside/<int:case_id>/<int:entry_id>/<slug:act>/", views.use, name="library_use"),
    path("from-case/<int:case_id>/", desk_views.from_case, name="library_from_case"),
    path("desk/", desk_views.overview, name="library_desk"),
    path("desk/add/", desk_views.add, name="library_add"),
    path("desk/several/<slug:verb>/", desk_views.move_several, name="library_move_several"),
    path("desk/entries/<int:entry_id>/", desk_views.save_entry, name="library_save_entry"),
    path("desk/revisions/<int:revision_id>/<slug:verb>/", desk_views.check_revision, name="library_check_revision"),
    path("desk/<int:document_id>/", desk_views.document, name="library_document"),
    path("desk/<int:document_id>/edition/", desk_views.new_edition, name="library_new_edition"),
    path("desk/<int:document_id>/<slug:verb>/", desk_views.move, name="library_move"),
    path("aliases/", desk_views.aliases, name="library_aliases"),
    path("aliases/save/", desk_views.save_alias, name="library_save_alias"),
    path("aliases/<int:alias_id>/drop/", desk_views.drop_alias, name="library_drop_alias"),
]
