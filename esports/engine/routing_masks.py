"""Where the losers of the upper bracket drop, so that early rematches are impossible as long as can be.

The loser of match m (from 0) of upper round r drops to slot m XOR MASKS[size][r - 1] of its level of the
lower bracket. The masks come from an exact search over bit-mask tries: of all routings they put the first
possible rematch as late as it can be, and among those make rematches least likely at equal strength.
"""

MASKS: dict[int, tuple[int, ...]] = {
    2: (0,),
    4: (0, 0),
    8: (0, 1, 0),
    16: (0, 2, 0, 0),
    32: (0, 2, 2, 0, 0),
    64: (0, 8, 6, 1, 1, 0),
    128: (0, 8, 8, 6, 0, 1, 0),
    256: (0, 16, 12, 8, 6, 0, 1, 0),
    512: (0, 16, 16, 12, 8, 6, 0, 1, 0),
    1024: (0, 128, 80, 48, 28, 2, 2, 2, 0, 0),
    2048: (0, 128, 128, 80, 48, 28, 6, 1, 2, 0, 0),
    4096: (0, 128, 128, 128, 80, 48, 28, 6, 0, 2, 0, 0),
    8192: (0, 1024, 768, 416, 16, 16, 16, 12, 14, 5, 0, 1, 0),
}
