"""Runs a command in a terminal of its own and types the code on standard input where it asks for one.

The AWS CLI reads the code of an MFA device from the terminal and from nowhere else; as an argument others could read it.
"""
import os
import pty
import sys

code = sys.stdin.readline().strip()
child, terminal = pty.fork()
if child == 0:
    os.execvp(sys.argv[1], sys.argv[1:])
seen = b""
typed = False
while True:
    try:
        part = os.read(terminal, 1024)
    except OSError:  # The terminal is gone with the command.
        break
    if not part:
        break
    seen += part
    if not typed and b"MFA code" in seen and seen.rstrip().endswith(b":"):
        os.write(terminal, code.encode() + b"\n")
        typed = True
_, status = os.waitpid(child, 0)
sys.stdout.write(seen.decode(errors="replace"))
sys.exit(os.waitstatus_to_exitcode(status))
