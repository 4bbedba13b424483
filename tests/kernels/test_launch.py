"""Starting a kernel from processes in which something unusual goes on."""

import os
import signal
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

from tests.kernels.running import Session, eventually, linux_only, started, zygotes

pytestmark = linux_only

# A process that has run one notebook forks, as a pool of workers does; the child runs one as well.
FORKING_CLIENT = """
import os, nbformat, nbclient
def run():
    notebook = nbformat.v4.new_notebook(cells=[nbformat.v4.new_code_cell("6 * 7")])
    nbclient.NotebookClient(notebook, kernel_name="python3").execute()
    print(notebook.cells[0].outputs[0]["data"]["text/plain"], flush=True)
run()
pid = os.fork()
if pid == 0:
    run()
    os._exit(0)
os.waitpid(pid, 0)
"""

WAITING_CLIENT = """
from jupyter_client.manager import KernelManager
print("starting", flush=True)
KernelManager(kernel_name="python3").start_kernel()
print("started", flush=True)
"""


def test_a_fork_of_a_process_that_has_run_a_notebook_runs_another(own_zygote: Path) -> None:
    run = subprocess.run([sys.executable, "-c", FORKING_CLIENT], capture_output=True, text=True, timeout=60)
    assert run.stdout.split() == ["42", "42"], run.stderr


def test_a_client_that_is_ended_while_its_zygote_imports_leaves_no_kernel_and_a_usable_zygote(
    own_zygote: Path, light: Callable[..., None], tmp_path: Path
) -> None:
    (tmp_path / "slow_to_import.py").write_text("import time; time.sleep(3)")
    light(preload=["ipykernel.kernelapp", "slow_to_import"])
    environment = os.environ | {"PYTHONPATH": str(tmp_path)}
    with subprocess.Popen(
        [sys.executable, "-c", WAITING_CLIENT], env=environment, stdout=subprocess.PIPE, text=True
    ) as client:
        assert client.stdout is not None
        assert client.stdout.readline() == "starting\n"
        assert eventually(lambda: zygotes(own_zygote), seconds=30)
        client.send_signal(signal.SIGTERM)
        assert client.wait(timeout=30) == -signal.SIGTERM  # as with a cold kernel, at once
        assert client.stdout.read() == ""
    [zygote] = zygotes(own_zygote)
    with started(env=environment) as session:
        assert _parent_of_supervisor(session) == zygote
        assert eventually(lambda: len(_children(zygote)) == 1)  # nothing for the client that is gone


def _children(pid: int) -> list[str]:
    return Path(f"/proc/{pid}/task/{pid}/children").read_text().split()


def _parent_of_supervisor(session: Session) -> int:
    supervisor = session.evaluate("__import__('os').getppid()")
    return int(Path(f"/proc/{supervisor}/stat").read_text().rpartition(")")[2].split()[1])
