"""The lists that villages make themselves, each behind a private link."""
