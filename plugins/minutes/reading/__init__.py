"""Reading a paper on a screen before it is signed: corrections, remarks, the next version."""
