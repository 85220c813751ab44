"""`python3 -m esports`: from a fresh clone to the command line, with nothing but Python installed."""

import sys

if sys.version_info < (3, 11):  # noqa: UP036 - this is what says so to an older Python
    sys.exit(f"Esports Week needs Python 3.11 or newer; this is {sys.version.split()[0]}.")

from esports.bootstrap import enter_environment

if __name__ == "__main__":
    enter_environment(sys.argv[1:])
    from esports.cli import main

    sys.exit(main())
