"""The GraphQL face: types, queries, mutations and subscriptions over the operations of `chat`."""
