"""Skills that a source's own words name: proposed for a person to confirm, never taken as true."""

from functools import cached_property

from skills.models import Skill
from training.correction import plain
from training.enums import LinkOrigin
from training.models import Offer, OfferSkill


class SkillFinder:
    """Finds skills by exactly their code or label, in either language, whatever the accents and case."""

    @cached_property
    def by_name(self) -> dict[str, int]:
        names: dict[str, int] = {}
        for skill in Skill.objects.order_by("-pk"):
            for name in (skill.label_en, skill.label_es, skill.code, skill.esco_uri):
                if name:
                    names[plain(name)] = skill.pk
        return names

    def propose(self, offer: Offer, subjects: list[str]) -> int:
        """Add the skills that these words name as suggestions; what is linked already stays as it is."""
        keys = {self.by_name[word] for subject in subjects if (word := plain(subject)) in self.by_name}
        known = set(offer.offer_skills.values_list("skill_id", flat=True))
        links = [OfferSkill(offer=offer, skill_id=key, origin=LinkOrigin.SUGGESTED) for key in keys - known]
        return len(OfferSkill.objects.bulk_create(links, ignore_conflicts=True))
