"""What a request must pass before anything reads it: the token, then the size of its body."""

from __future__ import annotations

import hmac
from typing import TYPE_CHECKING

from tidemark_ml.service.problems import ProblemError

if TYPE_CHECKING:
    from starlette.types import ASGIApp, Message, Receive, Scope, Send

#: Ten years of days are a tenth of it.
MAX_BODY_BYTES = 5_000_000


class Gate:
    """ASGI middleware. `GET /health` is open to everyone; nothing else is, whether it exists or not."""

    def __init__(self, app: ASGIApp, token: str) -> None:
        """Guards an app.

        Args:
            app: What's behind the gate.
            token: What callers must know.
        """
        self._app = app
        self._credentials = f"Bearer {token}".encode()

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Lets a request through, or answers it."""
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        open_to_all = scope["path"] == "/health" and scope["method"] in ("GET", "HEAD")
        try:
            if not open_to_all and not self._is_known(scope):
                raise ProblemError("unauthorized", "A bearer token is needed.")
            body = await _read_body(scope, receive)
        except ProblemError as problem:
            await problem.response()(scope, receive, send)
            return
        await self._app(scope, _replay(body, receive), send)

    def _is_known(self, scope: Scope) -> bool:
        given = next((value for name, value in scope["headers"] if name == b"authorization"), b"")
        return hmac.compare_digest(given, self._credentials)


async def _read_body(scope: Scope, receive: Receive) -> Message:
    declared = next((value for name, value in scope["headers"] if name == b"content-length"), b"0")
    if int(declared) > MAX_BODY_BYTES:
        raise _too_large()
    chunks: list[bytes] = []
    size = 0
    while True:
        message = await receive()
        if message["type"] == "http.disconnect":
            return message
        size += len(message.get("body", b""))
        # A body sent in chunks declares nothing.
        if size > MAX_BODY_BYTES:
            raise _too_large()
        chunks.append(message.get("body", b""))
        if not message.get("more_body", False):
            return {"type": "http.request", "body": b"".join(chunks), "more_body": False}


def _too_large() -> ProblemError:
    return ProblemError("body_too_large", f"The body is larger than {MAX_BODY_BYTES // 1_000_000} MB.")


def _replay(body: Message, receive: Receive) -> Receive:
    pending = [body]

    async def replay() -> Message:
        return pending.pop() if pending else await receive()

    return replay
