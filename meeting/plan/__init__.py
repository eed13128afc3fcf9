"""The plan of a dialogue: what an office states before the day, from a TOML file, checked."""

from __future__ import annotations

from meeting.plan.files import check_plan, load_plan_file, shipped_plan, shipped_plans
from meeting.plan.fit import check_settings
from meeting.plan.model import Plan, Session
from meeting.plan.problems import PlanError, Problem
from meeting.plan.sample import (
    Sample,
    check_sample,
    load_sample_file,
    shipped_sample,
    shipped_samples,
)
from meeting.plan.summary import notes, summary

__all__ = [
    "Plan",
    "PlanError",
    "Problem",
    "Sample",
    "Session",
    "check_plan",
    "check_sample",
    "check_settings",
    "load_plan_file",
    "load_sample_file",
    "notes",
    "shipped_plan",
    "shipped_plans",
    "shipped_sample",
    "shipped_samples",
    "summary",
]
