"""What the people in the hall see: their own questions, a slip's receipt, the others' opinions."""
