from django.urls import path

from riskassess.reviews import views

urlpatterns = [
    path("risk/", views.reviews, name="risk-reviews"),
    path("risk/reviews/<str:reference>/", views.review, name="risk-review"),
]
