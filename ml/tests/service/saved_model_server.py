"""Serves a SavedModel as TensorFlow Serving's REST API does: predict, status, and its errors."""

from __future__ import annotations

import json
import re
import threading
import time
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

_PATH = re.compile(r"/v1/models/([^/:]+)/versions/(\d+)(:predict)?")


class SavedModelServer:
    """`<root>/<name>/<version>/`, loaded when they're asked for. `mood` makes it misbehave."""

    def __init__(self, root: Path) -> None:
        self.root = root
        self.mood = "well"
        self.asked = 0
        self._loaded: dict[Path, object] = {}
        server = self

        class Handler(BaseHTTPRequestHandler):
            protocol_version = "HTTP/1.1"
            # A connection that's kept open and not used ends, so that closing the server can wait for all.
            timeout = 5

            def do_GET(self) -> None:
                self._answer(*server.answer(self.path, None))

            def do_POST(self) -> None:
                body = self.rfile.read(int(self.headers["content-length"]))
                self._answer(*server.answer(self.path, body))

            def _answer(self, status: int, body: bytes) -> None:
                self.send_response(status)
                self.send_header("Content-Type", "application/json")
                self.send_header("Content-Length", str(len(body)))
                self.end_headers()
                self.wfile.write(body)

            def log_message(self, *_line: object) -> None:
                return

        self.http = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        # Threads that are still in TensorFlow when Python ends would abort it.
        self.http.daemon_threads = False
        self.url = f"http://127.0.0.1:{self.http.server_port}"

    def answer(self, path: str, body: bytes | None) -> tuple[int, bytes]:
        self.asked += 1
        if self.mood == "slow":
            time.sleep(2)
        moods = {"failing": (500, b'{"error": "broken"}'), "talking": (200, b"<html>"), "empty": (200, b"{}")}
        if self.mood in moods:
            return moods[self.mood]
        if self.mood == "endless":
            return 200, b'{"predictions": [[NaN, 1, 1, 1, 1, 1, 1]]}'
        found = _PATH.fullmatch(path)
        if not found:
            return 404, b'{"error": "Malformed request"}'
        name, version, predict = found.groups()
        folder = self.root / name / version
        if not (folder / "saved_model.pb").is_file():
            return 404, json.dumps({"error": f"Servable not found for request: Specific({name}, {version})"}).encode()
        if not predict:
            status = {"version": version, "state": "AVAILABLE", "status": {"error_code": "OK", "error_message": ""}}
            return 200, json.dumps({"model_version_status": [status]}).encode()
        return self._predict(folder, json.loads(body or b"{}"))

    def _predict(self, folder: Path, question: dict[str, object]) -> tuple[int, bytes]:
        import tensorflow as tf

        if folder not in self._loaded:
            self._loaded[folder] = tf.saved_model.load(str(folder))
        signature = self._loaded[folder].signatures[question["signature_name"]]  # type: ignore[attr-defined]
        (wanted,) = signature.structured_input_signature[1].values()
        windows = tf.constant(question["instances"], tf.float32)
        if not wanted.shape.is_compatible_with(windows.shape):
            return 400, json.dumps({"error": f"{windows.shape} is not {wanted.shape}"}).encode()
        (predicted,) = signature(**{wanted.name: windows}).values()
        return 200, json.dumps({"predictions": predicted.numpy().tolist()}).encode()


@contextmanager
def saved_model_server(root: Path) -> Iterator[SavedModelServer]:
    server = SavedModelServer(root)
    thread = threading.Thread(target=server.http.serve_forever, args=(0.05,))
    thread.start()
    try:
        yield server
    finally:
        server.http.shutdown()
        thread.join()
        server.http.server_close()
