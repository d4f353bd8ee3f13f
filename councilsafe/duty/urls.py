from django.urls import path

from councilsafe.duty import views

urlpatterns = [
    path("duty/", views.rota, name="duty-rota"),
    path("duty/shifts/add/", views.shift_add, name="duty-shift-add"),
    path("duty/shifts/<str:reference>/", views.shift_change, name="duty-shift-change"),
    path("duty/shifts/<str:reference>/remove/", views.shift_remove, name="duty-shift-remove"),
]
