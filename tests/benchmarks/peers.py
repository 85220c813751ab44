"""What brackets-manager takes for the same brackets, in the same run: the library that most sites embed."""

import json
import shutil
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path
from tempfile import TemporaryDirectory

PACKAGES = ("brackets-manager@1.11.1", "brackets-memory-db@1.0.6")
PATIENCE_SECONDS = 300

Figures = dict[int, dict[str, float]]


def brackets_manager(sizes: Sequence[int]) -> Figures:
    """Milliseconds to `create` a double elimination of each size and to take one `result`.

    Installs the packages into a folder that goes away again; empty, with a word why, where node, npm or
    the network is missing.
    """
    npm, node = shutil.which("npm"), shutil.which("node")
    if npm is None or node is None:
        return _left_out("node and npm are not there")
    with TemporaryDirectory() as folder:
        script = shutil.copy(Path(__file__).with_name("brackets_manager.cjs"), folder)
        install = [npm, "install", "--silent", "--no-audit", "--no-fund", "--prefix", folder, *PACKAGES]
        try:
            subprocess.run(install, check=True, capture_output=True, timeout=PATIENCE_SECONDS)
            measure = [node, script, *map(str, sizes)]
            done = subprocess.run(measure, check=True, capture_output=True, timeout=PATIENCE_SECONDS)
        except (subprocess.CalledProcessError, subprocess.TimeoutExpired) as error:
            return _left_out(str(error))
    return {int(size): figures for size, figures in json.loads(done.stdout).items()}


def _left_out(why: str) -> Figures:
    print(f"brackets-manager is left out: {why}", file=sys.stderr)
    return {}
