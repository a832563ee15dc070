"""A lively team for a development server: who they are, what they say, and the way to send it."""
