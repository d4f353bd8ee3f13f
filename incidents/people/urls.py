from django.urls import path

from incidents.people import views

urlpatterns = [
    path("people/", views.people, name="people"),
    path("people/on/<str:reference>/", views.add, name="person-add"),
    path("people/<str:reference>/", views.person, name="person"),
    path("people/<str:reference>/on/<str:incident_reference>/", views.decide, name="person-decide"),
    path("people/<str:reference>/known-by/", views.identifiers, name="person-identifiers"),
    path("people/<str:reference>/known-by/remove/", views.remove, name="person-remove"),
    path("people/<str:reference>/change/", views.change, name="person-change"),
    path("people/<str:reference>/merge/", views.merge, name="person-merge"),
    path("people/<str:reference>/part/", views.unmerge, name="person-unmerge"),
]
