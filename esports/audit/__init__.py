"""Whether what is stored still is what was written: the chain, the replay, the brackets."""
