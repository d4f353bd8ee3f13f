from django.urls import path

from incidents.intake import views

urlpatterns = [
    path("telephone/", views.telephone, name="intake-telephone"),
    path("pile-on/", views.pile_on, name="intake-pile-on"),
]
