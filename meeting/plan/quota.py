"""How many people a plan expects. A quota informs and warns; it blocks nobody."""

from __future__ import annotations

from typing import Annotated, Literal, Self

from pydantic import Field, model_validator

from meeting.plan.base import Count, Flag, Part, Text, wrong

Counts = Literal["PEOPLE", "ALL"]


class PerUnit(Part):
    """The same number of places for every village (“mỗi làng 06 người”)."""

    kind: Literal["per_unit"]
    places: Count
    office_holders: tuple[Text, ...] = ()
    includes_office_holders: Flag = True

    def places_per_village(self) -> int:
        """Places of one village, with its office holders."""
        extra = 0 if self.includes_office_holders else len(self.office_holders)
        return self.places + extra

    def bounds(self, villages: int) -> tuple[int | None, int | None]:
        """Fewest and most people expected in all."""
        total = villages * self.places_per_village()
        return total, total


class Range(Part):
    """Bounds that the plan states firmly (“không ít hơn 50 người và không quá 100 người”)."""

    kind: Literal["range"]
    min: Count
    max: Count
    per_village: Count | None = None
    counts: Counts = "PEOPLE"

    @model_validator(mode="after")
    def _ordered(self) -> Self:
        if self.min > self.max:
            raise wrong(
                f"min ({self.min}) lớn hơn max ({self.max})", "ghi min nhỏ hơn hoặc bằng max"
            )
        return self

    def places_per_village(self) -> int | None:
        return self.per_village

    def bounds(self, villages: int) -> tuple[int | None, int | None]:
        return self.min, self.max


class ExpectedRange(Part):
    """A soft range (“dự kiến khoảng 120 - 150 đại biểu”)."""

    kind: Literal["expected_range"]
    low: Count
    high: Count
    per_village: Count | None = None
    counts: Counts = "PEOPLE"

    @model_validator(mode="after")
    def _ordered(self) -> Self:
        if self.low > self.high:
            raise wrong(
                f"low ({self.low}) lớn hơn high ({self.high})", "ghi low nhỏ hơn hoặc bằng high"
            )
        return self

    def places_per_village(self) -> int | None:
        return self.per_village

    def bounds(self, villages: int) -> tuple[int | None, int | None]:
        return self.low, self.high


class ExpectedTotal(Part):
    """A soft total (“khoảng 80 người”)."""

    kind: Literal["expected_total"]
    total: Count
    per_village: Count | None = None
    counts: Counts = "ALL"

    def places_per_village(self) -> int | None:
        return self.per_village

    def bounds(self, villages: int) -> tuple[int | None, int | None]:
        return self.total, self.total


class OnePerField(Part):
    """One official for every field (“mỗi lĩnh vực chuyên môn cử 01 đại diện”), and heads."""

    kind: Literal["one_per_field"]
    fields: Annotated[tuple[Text, ...], Field(min_length=1)]
    per_village: Count | None = None

    def places_per_village(self) -> int | None:
        return self.per_village

    def bounds(self, villages: int) -> tuple[int | None, int | None]:
        total = len(self.fields) + villages * (self.per_village or 0)
        return total, total


class NoQuota(Part):
    """Whoever comes is welcome."""

    kind: Literal["none"] = "none"

    def places_per_village(self) -> int | None:
        return None

    def bounds(self, villages: int) -> tuple[int | None, int | None]:
        return None, None


Quota = Annotated[
    PerUnit | Range | ExpectedRange | ExpectedTotal | OnePerField | NoQuota,
    Field(discriminator="kind"),
]


def even_split(low: int, high: int, villages: int) -> int | None:
    """The smallest equal share that keeps the whole within the range: 120–150 over 26 gives 5."""
    share = -(-low // villages) if villages else 0
    return share if villages and share * villages <= high else None
