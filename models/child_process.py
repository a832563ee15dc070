"""Programs that run beside Parley and end when it does, even when it is killed."""

import os
import signal
import socket
import subprocess
import sys
from collections.abc import Mapping, Sequence
from contextlib import suppress
from pathlib import Path

PR_SET_PDEATHSIG = 1  # linux/prctl.h: the signal this process gets when its parent dies


class ChildProcess:
    """A running program, with a process group of its own: a Ctrl-C in the terminal reaches only its parent.

    On Linux the kernel kills it when the thread that started it ends, so start it from a thread that lives as
    long as the program should. `inherit` are file descriptors that stay open in it, as they are.
    """

    def __init__(
        self,
        command: Sequence[str | Path],
        *,
        environment: Mapping[str, str] | None = None,
        log: Path | None = None,
        inherit: Sequence[int] = (),
    ) -> None:
        tied = [sys.executable, "-I", __file__, str(os.getpid()), *map(str, command)]
        output = None if log is None else log.open("ab")
        try:
            self._process = subprocess.Popen(
                tied,
                env=environment,
                stdin=subprocess.DEVNULL,
                stdout=output,
                stderr=output,
                pass_fds=inherit,
                process_group=0,
            )
        finally:
            if output is not None:
                output.close()

    @property
    def pid(self) -> int:
        return self._process.pid

    @property
    def exit_code(self) -> int | None:
        """None while it runs; negative when a signal ended it."""
        return self._process.poll()

    @property
    def is_running(self) -> bool:
        return self.exit_code is None

    def ask_to_end(self) -> None:
        """Send SIGTERM, without waiting."""
        self._process.terminate()

    def wait(self, seconds: float) -> int:
        """Wait for its end, kill it with all its children when it takes longer, return the exit code."""
        try:
            return self._process.wait(seconds)
        except subprocess.TimeoutExpired:
            return self.kill()

    def stop(self, seconds: float) -> int:
        """Ask it to end and `wait`."""
        self.ask_to_end()
        return self.wait(seconds)

    def kill(self) -> int:
        """End it and its children at once, with SIGKILL."""
        if self.is_running:
            with suppress(ProcessLookupError):
                os.killpg(self.pid, signal.SIGKILL)
        return self._process.wait()


def free_port() -> int:
    """A port of 127.0.0.1 that nobody listens on. Another program may take it before the child does."""
    with socket.create_server(("127.0.0.1", 0)) as probe:
        port: int = probe.getsockname()[1]
    return port


def _become(parent: int, command: list[str]) -> None:
    """Tie this process to its parent's life, then become the program: a tie outlasts exec.

    Done after exec and not between fork and exec, where a process with threads may not run Python.
    """
    if sys.platform == "linux":
        import ctypes  # noqa: PLC0415 - only here, and only on Linux

        # Not SIGTERM: each dying thread of the parent sends it once more, into the handler that runs already.
        ctypes.CDLL(None).prctl(PR_SET_PDEATHSIG, signal.SIGKILL)
        if os.getppid() != parent:  # the parent ended before the tie was made
            sys.exit(1)
    os.execv(command[0], command)


if __name__ == "__main__":
    _become(int(sys.argv[1]), sys.argv[2:])
