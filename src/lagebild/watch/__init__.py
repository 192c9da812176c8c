"""Watching: feeds asked again and again, what is new added to the case, and a word when it matters."""

from .alerts import Alert, Told, compare, told_of
from .moves import Moves
from .rounds import Round, Watch
from .webhook import Webhook

__all__ = ["Alert", "Moves", "Round", "Told", "Watch", "Webhook", "compare", "told_of"]
