"""Forecasts of daily series: features, network, candidates, backtest, intervals and the service that serves them."""
