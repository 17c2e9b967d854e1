"""The HTTP service: its contract, its jobs, and the process that trains."""
