"""The case file: keeps what the stages made. No stage knows that it exists."""

from .case import Case
from .ledger import Issued
from .log import Anchor, Decision, Placed, Replay
from .search import Hit
from .tally import Added, Progress

__all__ = ["Added", "Anchor", "Case", "Decision", "Hit", "Issued", "Placed", "Progress", "Replay"]
