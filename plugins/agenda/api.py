"""What other plugins may use of the programme."""

from __future__ import annotations

from plugins.agenda.events import StepEnded, StepStarted
from plugins.agenda.queries import present, steps
from plugins.agenda.rules import LOOP, Span, Step

__all__ = ["LOOP", "Span", "Step", "StepEnded", "StepStarted", "present", "steps"]
