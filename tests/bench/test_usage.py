"""What processes use is counted while their threads come and go."""

import subprocess
import sys

from bench import usage

COMING_AND_GOING = """
from threading import Thread
print("begun", flush=True)
while True:
    threads = [Thread(target=int) for _ in range(8)]
    for thread in threads:
        thread.start()
"""
LOOKS = 300


def test_a_thread_that_ends_while_it_is_looked_at_is_no_error() -> None:
    with subprocess.Popen([sys.executable, "-c", COMING_AND_GOING], stdout=subprocess.PIPE) as busy:
        assert busy.stdout is not None
        try:
            assert busy.stdout.readline()
            used = [usage.cpu([busy.pid]).total for _ in range(LOOKS)]
        finally:
            busy.kill()
    assert used == sorted(used)
