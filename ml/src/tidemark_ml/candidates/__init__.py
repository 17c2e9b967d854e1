"""The ways to forecast a series. Each works on logs, and of each origin sees the days before it alone."""
