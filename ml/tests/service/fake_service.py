"""The whole service as a process, with the quick forecaster: `fake_service.py PORT DATA_DIR`."""

import sys
from pathlib import Path

import uvicorn
from service_fakes import FakeCore

from tidemark_ml.service.app import build_app
from tidemark_ml.service.logs import log_json_lines
from tidemark_ml.service.settings import Settings

port, data_dir = int(sys.argv[1]), Path(sys.argv[2])
log_json_lines("info")
child = (sys.executable, str(Path(__file__).with_name("fake_child.py")))
settings = Settings("secret", "127.0.0.1", port, data_dir, None, None, "info")
uvicorn.run(build_app(FakeCore(), settings, child), host="127.0.0.1", port=port, log_config=None, access_log=False)
