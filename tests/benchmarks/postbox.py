"""A mail server in a process of its own, for `tests.benchmarks.notices`.

It stands for another machine, and stands back for what is measured on this one. Tells its address; then for
each line that comes in, how many mails have, and to how many people.
"""

import sys

from tests.support.mail import mail_server
from workers.priority import stand_back

if __name__ == "__main__":
    stand_back(10)
    with mail_server() as box:
        print(box.url, flush=True)
        for _ in sys.stdin:
            print(len(box.mails), len(set(box.recipients)), flush=True)
