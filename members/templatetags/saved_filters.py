from django import template
from django.template.context import Context

from members.models import SavedFilter
from members.panel.saved_filters import address_of, clean_query

register = template.Library()


@register.inclusion_tag("admin/members/saved_filters.html", takes_context=True)
def saved_filters(context: Context, cl) -> dict:
    """List the saved filters of this list, and offer to save how it stands now."""
    request = context["request"]
    model = cl.opts.label_lower
    now = clean_query(request.GET.urlencode())
    found = SavedFilter.objects.visible_to(request.user).filter(model=model).select_related("owner")
    return {
        "model": model,
        "query": now,
        "found": [
            (each, address_of(model, each.query), each.query == now, each.owner_id == request.user.pk)
            for each in found
        ],
        "can_save": bool(now) and all(each.query != now or each.owner != request.user for each in found),
        "csrf_token": context.get("csrf_token"),
    }
