"""The ways out of the platform: ports, and what stands behind them."""
