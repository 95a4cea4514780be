"""RISCOF's view of Trapeze: how a test is compiled, and how its signature is had."""

import os
import shlex
import subprocess

import riscof.utils as utils
from riscof.pluginTemplate import pluginTemplate


class trapeze(pluginTemplate):
    __model__ = "trapeze"
    __version__ = "0.1.0"

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        config = kwargs.get("config") or {}
        here = os.path.dirname(os.path.abspath(__file__))
        self.home = os.path.abspath(os.path.join(here, "..", "..", ".."))
        self.target = config.get("on", "machine")
        self.prefix = config.get("prefix", "riscv64-unknown-elf-")
        self.jobs = str(config.get("jobs", 1))
        self.granularity = config.get("granularity", "4")
        self.isa_spec = os.path.abspath(config["ispec"])
        self.platform_spec = os.path.abspath(config["pspec"])

    def initialise(self, suite, work_dir, archtest_env):
        self.work_dir = work_dir
        environment = os.path.join(self.home, "scripts", "riscv-arch-test")
        self.compile = (
            f"{self.prefix}gcc -mabi=lp64 -static -mcmodel=medany -nostdlib -nostartfiles"
            f" -T{environment}/link.ld -I{environment} -I{archtest_env}"
        )

    def build(self, isa_yaml, platform_yaml):
        """Builds Trapeze, once, so that tests that run at the same time need not."""
        subprocess.run([os.path.join(self.home, "trapeze"), "conform", "--isa"], check=True)

    def runTests(self, testList, cgf_file=None):
        make = utils.makeUtil(makefilePath=os.path.join(self.work_dir, "Makefile.trapeze"))
        make.makeCommand = "make -k -j" + self.jobs
        for test in testList.values():
            macros = " ".join(f"-D{macro}" for macro in test["macros"])
            compile = f"{self.compile} -march={test['isa'].lower()} {macros} -o my.elf {shlex.quote(test['test_path'])}"
            run = (
                f"{self.home}/trapeze conform --suite riscv-arch-test --on {self.target}"
                f" +signature={self.name[:-1]}.signature +signature-granularity={self.granularity} my.elf"
            )
            make.add_target(f"@cd {shlex.quote(test['work_dir'])}; {compile} && {run}")
        make.execute_all(self.work_dir)
