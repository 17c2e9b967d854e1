"""Runs an order in a process of its own."""

from __future__ import annotations

import asyncio
import logging
import signal
from asyncio.subprocess import PIPE, Process
from typing import TYPE_CHECKING

from tidemark_ml.service.contract import Problem
from tidemark_ml.service.logs import write_line
from tidemark_ml.service.messages import Failed, LogLine, Succeeded, read_message
from tidemark_ml.service.problems import ProblemError

if TYPE_CHECKING:
    from asyncio import StreamReader
    from collections.abc import AsyncGenerator, Sequence

    from tidemark_ml.service.messages import Message, Order

_LONGEST_LINE_BYTES = 1_000_000
_SHOWN_CHARACTERS = 300

log = logging.getLogger(__name__)


async def run_in_child(command: Sequence[str], order: Order) -> AsyncGenerator[Message, None]:
    """Tells what the child tells; its last message says how it ended, whatever happens to it.

    The child is killed as soon as nobody listens any more. It needs no chance to clean up: it's written to be cut off.

    Args:
        command: Starts a process that runs `child.work`.
        order: What it's to do.
    """
    child = await asyncio.create_subprocess_exec(
        *command, stdin=PIPE, stdout=PIPE, stderr=PIPE, limit=_LONGEST_LINE_BYTES
    )
    stdin, stdout, stderr = child.stdin, child.stdout, child.stderr
    if stdin is None or stdout is None or stderr is None:
        raise RuntimeError("a child without pipes")
    complaint = asyncio.create_task(_last_line(stderr))
    try:
        try:
            stdin.write(f"{order.model_dump_json()}\n".encode())
            await stdin.drain()
        except ConnectionError:
            # It ended at once; what it said on the way follows.
            log.debug("the process that trains didn't take its order")
        async for line in stdout:
            message = read_message.validate_json(line)
            if isinstance(message, LogLine):
                write_line(message.line)
                continue
            yield message
            if isinstance(message, Succeeded | Failed):
                return
        code = await child.wait()
        detail = _told(code, await complaint)
        log.error(detail)
        yield Failed(problem=Problem.model_validate(ProblemError("training_failed", detail).body))
    finally:
        await _kill(child)
        complaint.cancel()


async def _last_line(stderr: StreamReader) -> str:
    last = ""
    # In chunks: what libraries print needn't come in lines.
    while chunk := await stderr.read(65_536):
        last = (last + chunk.decode(errors="replace"))[-4 * _SHOWN_CHARACTERS :]
    lines = [line for line in last.splitlines() if line.strip()]
    return lines[-1].strip()[:_SHOWN_CHARACTERS] if lines else ""


async def _kill(child: Process) -> None:
    if child.returncode is None:
        try:
            child.kill()
        except ProcessLookupError:
            log.debug("the process that trains has just ended")
    await child.wait()


def _told(code: int, complaint: str) -> str:
    if code == -signal.SIGTERM:
        return "The process that trains was ended from outside."
    if code < 0:
        why = ", as the system does where memory runs out" if code == -9 else ""
        return f"The process that trains was killed by signal {-code}{why}."
    return f"The process that trains ended with code {code}" + (f": {complaint}" if complaint else ".")
