"""Pictures that people send, read without a library that draws."""
