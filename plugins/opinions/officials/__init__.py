"""The page of the departments that answer, on their own devices."""
