"""What answers a forecast: which version serves a site, and where its network runs."""
