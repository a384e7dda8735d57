"""Start neurarium on a machine that has Python and nothing else.

    python3 start.py            installs neurarium into .venv and opens the lab
    python3 start.py test       installs what the tests need and runs them
    python3 start.py play …     any other words go to the command `neurarium`

Everything is installed into the folder .venv beside this file, never into the system's Python.
"""

from __future__ import annotations

import hashlib
import os
import subprocess
import sys
import venv
from pathlib import Path

HOME = Path(__file__).resolve().parent
VENV = HOME / ".venv"
SCRIPTS = VENV / ("Scripts" if os.name == "nt" else "bin")
OLDEST = (3, 11)


def main(words: list[str]) -> int:
    """Install what the words need, run them, and return the exit status."""
    if sys.version_info < OLDEST:
        have = ".".join(map(str, sys.version_info[:2]))
        print(f"neurarium needs Python 3.11 or newer; this is {have}.", file=sys.stderr)
        return 1
    testing = words[:1] == ["test"]
    if not install(groups=("test",) if testing else ()):
        return 1
    python = str(SCRIPTS / "python")
    if testing:
        command = [
            python,
            "-m",
            "pytest",
            "-p",
            "no:benchmark",
            "-n",
            "2",
            "--dist",
            "loadgroup",
            *words[1:],
        ]
    else:
        command = [python, "-m", "neurarium", *words]
    try:
        return subprocess.call(command, cwd=HOME if testing else None)
    except KeyboardInterrupt:
        return 130


def install(groups: tuple[str, ...]) -> bool:
    """Make the virtual environment and install into it, unless that was done already."""
    mark = VENV / f"installed-{'-'.join(groups) or 'lab'}"
    state = hashlib.sha256((HOME / "pyproject.toml").read_bytes()).hexdigest()
    if mark.exists() and mark.read_text() == state:
        return True
    try:
        if not has_pip():
            print("Making a virtual environment in .venv …", file=sys.stderr)
            venv.create(VENV, with_pip=True, clear=True, symlinks=os.name != "nt")
        pip = [str(SCRIPTS / "python"), "-m", "pip", "--disable-pip-version-check", "install", "-q"]
        print("Installing neurarium (a few hundred MB the first time) …", file=sys.stderr)
        subprocess.run([*pip, "pip>=25.1"], check=True)
        subprocess.run([*pip, "-e", str(HOME)], check=True)
        for group in groups:
            subprocess.run([*pip, "--group", group], check=True, cwd=HOME)
    except subprocess.CalledProcessError as error:
        print(
            f"Installing failed with exit status {error.returncode}; pip's own words stand above.\n"
            "If they name ensurepip, your system keeps venv in a package of its own "
            "(Debian, Ubuntu: sudo apt install python3-venv). "
            "If they name a network, check the connection and try again.",
            file=sys.stderr,
        )
        return False
    mark.write_text(state)
    return True


def has_pip() -> bool:
    """Return whether .venv is whole: one that was interrupted in the making has no pip."""
    if not (VENV / "pyvenv.cfg").exists():
        return False
    try:
        command = [str(SCRIPTS / "python"), "-m", "pip", "--version"]
        return subprocess.run(command, capture_output=True, check=False).returncode == 0
    except OSError:
        return False


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
