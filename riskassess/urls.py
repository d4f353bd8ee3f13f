"""Officers' pages begin with risk/, a councillor's own with my/safety/."""

from riskassess.mine.urls import urlpatterns as mine
from riskassess.reviews.urls import urlpatterns as reviews
from riskassess.venues.urls import urlpatterns as venues
from riskassess.visits.urls import urlpatterns as visits

urlpatterns = [
    *mine,
    *reviews,
    *venues,
    *visits,
]
