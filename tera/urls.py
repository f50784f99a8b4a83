"""The site's map: Spanish without prefix, English under /en/."""

from django.conf import settings
from django.conf.urls.i18n import i18n_patterns
from django.contrib import admin
from django.contrib.sitemaps.views import sitemap
from django.urls import include, path
from django.utils.translation import gettext_lazy as _

from actionplan.sitemaps import NodeSitemap
from actionplan.views import gap_board
from members.sitemaps import OrganisationSitemap
from study.sitemaps import StudySitemap
from tera import views
from tera.api.service import api
from tera.sitemaps import Doors, robots
from training.api.operations import router as catalogue
from training.sitemaps import OfferSitemap, ProfileSitemap

SITEMAPS = {
    "doors": Doors,
    "training": OfferSitemap,
    "profiles": ProfileSitemap,
    "studies": StudySitemap,
    "plan": NodeSitemap,
    "members": OrganisationSitemap,
}

api.add_router("", catalogue)

urlpatterns = [
    path("livez", views.livez, name="livez"),
    path("readyz", views.readyz, name="readyz"),
    path("robots.txt", robots, name="robots"),
    path("sitemap.xml", sitemap, {"sitemaps": SITEMAPS}, name="sitemap"),
]

urlpatterns += i18n_patterns(
    # First what is asked for most: each address is compared with these in order.
    # Above the catalogue's own addresses: it needs the survey, which the catalogue does not know.
    path(_("training/gaps/"), gap_board, name="gap-board"),
    path(_("training/"), include("training.urls")),
    path(_("plan/"), include("actionplan.urls")),
    path("admin/", include("privacy.admin_urls")),
    path("admin/", admin.site.urls),
    path(_("account/"), include("members.accounts.urls")),
    path(_("account/"), include("training.upkeep.urls")),
    path(_("members/"), include("members.urls")),
    path(_("privacy/"), include("privacy.urls")),
    path(_("survey/"), include("surveys.urls")),
    path("api/", include("tera.api.urls")),
    path("", include("study.urls")),
    prefix_default_language=False,
)

if settings.STYLEGUIDE:
    urlpatterns += i18n_patterns(
        path("styleguide/", views.styleguide, name="styleguide"), prefix_default_language=False
    )

handler400 = "tera.views.bad_request"
handler403 = "tera.views.forbidden"
handler404 = "tera.views.not_found"
handler429 = "tera.views.too_many_requests"
handler500 = "tera.views.server_error"
