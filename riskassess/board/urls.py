from django.urls import path

from riskassess.board import views

urlpatterns = [
    path("risk/board/", views.board, name="risk-board"),
    path("risk/board/missing/<slug:what>/", views.missing, name="risk-missing"),
]
