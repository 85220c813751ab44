"""The tests; `esports test` runs them."""
