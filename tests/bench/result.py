"""What a measurement yields: our way beside another, taken in turns within one run."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from statistics import median, quantiles

ROUNDS = 5


@dataclass(frozen=True)
class Result:
    """One row of the table."""

    measure: str
    ours: float
    beside: float
    unit: str
    goal: str

    def row(self) -> tuple[str, ...]:
        """The cells."""
        figures = (_figure(self.ours, self.unit), _figure(self.beside, self.unit))
        ratio = f"{self.ours / self.beside:.2f}" if self.beside else "–"
        return self.measure, *figures, ratio, self.goal


def _figure(value: float, unit: str) -> str:
    return f"{value:,.{1 if value >= 10 else 2}f} {unit}" if value else "–"


def in_turns(*ways: Callable[[], float]) -> list[float]:
    """Medians of several ways, measured in turns so that the machine's moods meet all alike."""
    return medians([[way() for way in ways] for _ in range(ROUNDS)])


def least(*ways: Callable[[], float]) -> list[float]:
    """The least of several ways, measured in turns: what computes alone takes longer only because
    others work on the machine.
    """
    rounds = [[way() for way in ways] for _ in range(ROUNDS)]
    return [min(column) for column in zip(*rounds, strict=True)]


def medians(rounds: Sequence[Sequence[float]]) -> list[float]:
    """The median of each column."""
    return [median(column) for column in zip(*rounds, strict=True)]


def p99(seconds: Sequence[float]) -> float:
    """The time that one in a hundred exceeds, in milliseconds."""
    return quantiles(seconds, n=100)[-1] * 1000 if len(seconds) > 1 else 0.0
