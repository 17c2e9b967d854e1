"""Who the fuzzer is, and from where it asks. The other half of what is set is in schemathesis.toml."""

import itertools
import os

import requests
import schemathesis

_requests = itertools.count()


@schemathesis.auth(refresh_interval=None).skip_for(path="/metrics")
class Token:
    """An admin's token; where signing out is tried, each time that of somebody who has just signed in for it."""

    def get(self, case: schemathesis.Case, context: schemathesis.AuthContext) -> str:
        """Fetch what lets in."""
        if case.operation.path != "/api/auth/logout":
            return os.environ["FUZZ_TOKEN"]
        body = {"email": os.environ["FUZZ_LEAVER"], "password": os.environ["FUZZ_PASSWORD"]}
        response = requests.post(f"{os.environ['FUZZ_URL']}/api/auth/login", json=body, timeout=20)
        response.raise_for_status()
        return str(response.json()["access_token"])

    def set(self, case: schemathesis.Case, data: str, context: schemathesis.AuthContext) -> None:
        """Send it."""
        case.headers = case.headers or {}
        case.headers["Authorization"] = f"Bearer {data}"


@schemathesis.hook
def before_call(context: schemathesis.HookContext, case: schemathesis.Case, kwargs: dict) -> None:
    """Ask from another address each time: twenty wrong passwords from one would keep all that follow from being looked at."""
    if case.operation.path == "/metrics":
        return  # it's for programs on the same machine that come straight
    number = next(_requests)
    case.headers = case.headers or {}
    case.headers["X-Forwarded-For"] = f"10.{number >> 16 & 255}.{number >> 8 & 255}.{number & 255}"
