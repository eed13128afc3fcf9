"""What a file of people would change on the list: compared, shown, confirmed."""
