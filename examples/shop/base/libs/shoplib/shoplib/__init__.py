"""What every Python service of the shop shares."""
