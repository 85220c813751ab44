"""JSON pointers (RFC 6901) to fields whose names may hold anything."""


def at(*parts: object) -> str:
    """The pointer along these names and positions: `at("direct", "a/b", 3)` is `/direct/a~1b/3`."""
    return "".join(f"/{str(part).replace('~', '~0').replace('/', '~1')}" for part in parts)
