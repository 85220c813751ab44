"""A worker stands back: its priority goes down, and never up."""

import os
import subprocess
import sys

import pytest

PROGRAM = """
import os
from workers.priority import stand_back
for niceness in {chosen}:
    stand_back(niceness)
print(os.getpriority(os.PRIO_PROCESS, 0))
"""


@pytest.mark.parametrize("chosen", [[18, 5], [18, 0]])
def test_its_priority_goes_down_and_stays(chosen: list[int]) -> None:
    program = PROGRAM.format(chosen=chosen)
    told = subprocess.run(
        [sys.executable, "-c", program], capture_output=True, check=True, start_new_session=True
    )
    assert int(told.stdout) == max(18, os.getpriority(os.PRIO_PROCESS, 0))
