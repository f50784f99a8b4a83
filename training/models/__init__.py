from .edition import Edition
from .offer import Offer, OfferProfile, OfferSkill
from .provider import Provider

__all__ = ["Edition", "Offer", "OfferProfile", "OfferSkill", "Provider"]
