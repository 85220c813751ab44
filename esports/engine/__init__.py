"""The competition engine: rules as pure functions over values.

No clock, no randomness and no input or output: the time and the draw seed are arguments. A stage is a
*structure* (a graph of matches whose slots have sources) and its *results*; everything else, who plays
whom, who is out, who is first, is computed from the two.
"""
