"""Officers' pages begin with risk/, a councillor's own with my/safety/."""

from riskassess.activities.urls import urlpatterns as activities
from riskassess.interests.urls import urlpatterns as interests
from riskassess.mine.urls import urlpatterns as mine
from riskassess.profiles.urls import urlpatterns as profiles
from riskassess.reviews.urls import urlpatterns as reviews
from riskassess.venues.urls import urlpatterns as venues
from riskassess.visits.urls import urlpatterns as visits

urlpatterns = [
    *interests,
    *activities,
    *mine,
    *profiles,
    *reviews,
    *venues,
    *visits,
]
