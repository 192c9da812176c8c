"""The analyst's hand: decisions, each with a reason, laid over what the machine found, linked and weighed."""

from .marks import edited
from .world import Decided, decided

__all__ = ["Decided", "decided", "edited"]
