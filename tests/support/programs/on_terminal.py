"""Runs a program on a terminal of its own: argv[1] is JSON, {command, cwd, env, answers}.

Each answer is [what the screen shows first, what is typed then]. Prints the screen, then a line
with the exit code.
"""

import json
import os
import pty
import sys

task = json.loads(sys.argv[1])
pid, screen = pty.fork()
if pid == 0:
    os.chdir(task["cwd"])
    os.execvpe(task["command"][0], task["command"], {**os.environ, **task["env"]})

shown = b""
seen = 0
answers = [(awaited.encode(), typed.encode()) for awaited, typed in task["answers"]]
while True:
    try:
        piece = os.read(screen, 65536)
    except OSError:  # Linux's way to say that the program has closed its terminal
        break
    if not piece:
        break
    shown += piece
    while answers and answers[0][0] in shown[seen:]:
        awaited, typed = answers.pop(0)
        seen = shown.index(awaited, seen) + len(awaited)
        os.write(screen, typed)
code = os.waitstatus_to_exitcode(os.waitpid(pid, 0)[1])
sys.stdout.buffer.write(shown + f"\n{code}\n".encode())
