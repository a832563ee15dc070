"""The REST face: JSON over HTTP under /api, for clients that have no use for GraphQL."""
