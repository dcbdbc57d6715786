"""What a policy says and its writer can hardly mean."""
