"""What people raise before the day: from a sheet, from a village's page, sorted for the chair."""
