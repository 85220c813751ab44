"""What the collector of garbage need not look at."""

import gc


def look_no_more() -> None:
    """Search what is there by now no more for garbage: an application that lives until the end of the run is
    a million objects, and pytest collects five times before it ends.
    """
    gc.collect()
    gc.freeze()
