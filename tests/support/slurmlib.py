"""A real Slurm on this machine, for as long as a test needs it: munged, slurmctld and slurmd in a folder of their own."""

from __future__ import annotations

import os
import shutil
import socket
import subprocess
import time
from pathlib import Path

PROGRAMS = ("munged", "slurmctld", "slurmd", "sbatch", "srun", "squeue", "scancel", "scontrol", "sinfo", "setpriv")

# cred_expire is also how long a requeued job waits (120 s if not said). 32 cores are claimed, so that no task waits for another.
CONFIG = """ClusterName=tillit
SlurmctldHost={host}(127.0.0.1)
SlurmctldPort={controller}
SlurmdPort={node}
AuthType=auth/munge
AuthInfo=socket={folder}/munge.sock,cred_expire=5
SlurmUser=root
SlurmdUser=root
StateSaveLocation={folder}/state
SlurmdSpoolDir={folder}/spool
SlurmctldPidFile={folder}/slurmctld.pid
SlurmdPidFile={folder}/slurmd.pid
ProctrackType=proctrack/linuxproc
TaskPlugin=task/none
JobAcctGatherType=jobacct_gather/none
AccountingStorageType=accounting_storage/none
SelectType=select/cons_tres
SelectTypeParameters=CR_Core
SchedulerType=sched/builtin
SchedulerParameters=batch_sched_delay=0,sched_interval=1,sched_min_interval=1000
SwitchType=switch/none
MpiDefault=none
ReturnToService=2
KillWait=5
SlurmdParameters=config_overrides
NodeName={host} NodeAddr=127.0.0.1 CPUs=32 Boards=1 SocketsPerBoard=1 CoresPerSocket=32 ThreadsPerCore=1 RealMemory=16000 State=UNKNOWN
PartitionName=ci Nodes=ALL Default=YES MaxTime=INFINITE State=UP
"""


def why_not() -> str:
    """Why there can be no Slurm here; empty if there can."""
    lacking = [name for name in PROGRAMS if shutil.which(name, path=search_path()) is None]
    if lacking:
        return f"not installed: {', '.join(lacking)} (Debian: slurm-wlm, munge)"
    return "" if os.geteuid() == 0 else "the daemons of a Slurm need root"


def search_path() -> str:
    return f"{os.environ.get('PATH', '')}:/usr/sbin:/sbin"


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


class Slurm:
    """Starts the daemons in the foreground, as children of this process that end with it however it ends."""

    def __init__(self, folder: Path) -> None:
        self.folder, self.daemons = folder, {}
        self.environment = {key: value for key, value in os.environ.items() if not key.startswith(("SLURM_", "SBATCH_"))}
        self.environment |= {"SLURM_CONF": str(folder / "slurm.conf"), "PATH": search_path()}

    def __enter__(self) -> Slurm:
        for name in ("state", "spool"):
            (self.folder / name).mkdir()
        key = self.folder / "munge.key"
        key.write_bytes(os.urandom(1024))
        key.chmod(0o600)
        values = {"host": socket.gethostname().split(".")[0], "folder": self.folder, "controller": free_port(), "node": free_port()}
        (self.folder / "slurm.conf").write_text(CONFIG.format(**values))
        try:
            own = [f"--{what}={self.folder}/munge.{end}" for what, end in
                   (("key-file", "key"), ("socket", "sock"), ("pid-file", "pid"), ("seed-file", "seed"))]
            self.start("munged", "--foreground", "--force", *own)
            self.wait_for(lambda: (self.folder / "munge.sock").exists(), "munged")
            self.start("slurmctld", "-D")
            self.start("slurmd", "-D")
            self.wait_for(lambda: "idle" in self.call("sinfo", "-h", "-o", "%T", check=False), "an idle node")
        except BaseException:
            self.end()
            raise
        return self

    def __exit__(self, *_: object) -> None:
        self.end()

    def start(self, *command: str) -> None:
        with (self.folder / f"{command[0]}.log").open("w") as log:
            self.daemons[command[0]] = subprocess.Popen(["setpriv", "--pdeathsig", "TERM", *command], env=self.environment,
                                                        stdin=subprocess.DEVNULL, stdout=log, stderr=log)

    def end(self) -> None:
        """Jobs first: their processes would outlive the daemons."""
        if len(self.daemons) == 3:
            for job in set(self.call("squeue", "-h", "-o", "%A", check=False).split()):
                self.call("scancel", job, check=False)
                self.call("scancel", "--signal=KILL", "--full", job, check=False)
            deadline = time.monotonic() + 20
            while self.call("squeue", "-h", "-o", "%A", check=False).split() and time.monotonic() < deadline:
                time.sleep(0.2)
        for daemon in reversed(self.daemons.values()):
            daemon.terminate()
            try:
                daemon.wait(timeout=15)
            except subprocess.TimeoutExpired:
                daemon.kill()
                daemon.wait()
        self.daemons = {}

    def call(self, *command: object, check: bool = True, cwd: Path | None = None, **more: str) -> str:
        done = subprocess.run([str(part) for part in command], env=self.environment | more, cwd=cwd, capture_output=True, text=True,
                              timeout=300, check=False)
        assert done.returncode == 0 or not check, f"{command}: {done.stdout}{done.stderr}"
        return done.stdout

    def wait_for(self, condition, what: str, seconds: float = 180.0):
        """Polls until it holds; a hang, not slowness, is what the limit is for."""
        deadline = time.monotonic() + seconds
        while not (found := condition()):
            for name, daemon in self.daemons.items():
                assert daemon.poll() is None, f"{name} ended: {self.log(name)}"
            assert time.monotonic() < deadline, f"waiting for {what}: {self.log('slurmctld')}"
            time.sleep(0.1)
        return found

    def log(self, daemon: str) -> str:
        path = self.folder / f"{daemon}.log"
        return path.read_text(errors="replace")[-2000:] if path.exists() else ""

    def task(self, job: str, number: int) -> dict[str, str]:
        """What Slurm says of a task of an array: JobState, Restarts, ..."""
        text = self.call("scontrol", "show", "job", f"{job}_{number}", check=False)
        return dict(pair.split("=", 1) for pair in text.split() if "=" in pair)
