from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils import timezone
from django.views.decorators.http import conditional_page, require_safe

from members.directory.entry import Entry
from members.directory.jsonld import organisation_data
from members.directory.search import DirectorySearch, with_entry
from members.models import Organisation
from members.permissions import audience_of
from tera.jsonld import script_element


@require_safe
@conditional_page
def organisation_list(request: HttpRequest) -> HttpResponse:
    """Show the members that the address asks for; htmx takes the part it needs out of the same page."""
    audience = audience_of(request.user)
    search = DirectorySearch(request.GET, audience=audience, day=timezone.localdate())
    entries = [Entry(organisation, audience) for organisation in search.page]
    context = {
        "search": search,
        "entries": entries,
        "shows_demo": any(entry.organisation.is_demo for entry in entries),
    }
    response = render(request, "members/organisation_list.html", context)
    if search.criteria.size > 1:
        response["X-Robots-Tag"] = "noindex, follow"
    if request.htmx:
        response["HX-Push-Url"] = request.path + search.address
    return response


@require_safe
@conditional_page
def organisation_detail(request: HttpRequest, slug: str) -> HttpResponse:
    """Show a member's entry in the directory."""
    today = timezone.localdate()
    visible = Organisation.objects.visible_to(request.user, today).prefetch_related("identifiers")
    organisation = get_object_or_404(with_entry(visible, today), slug=slug)
    url = settings.SITE_URL + organisation.get_absolute_url()
    context = {
        "organisation": organisation,
        "entry": Entry(organisation, audience_of(request.user)),
        "is_public": organisation.is_listed and organisation.member_since is not None,
        "structured_data": script_element(organisation_data(organisation, url=url)),
    }
    return render(request, "members/organisation_detail.html", context)
