"""What runs a service: its start and stop, its jobs, its logs and its doors for operations."""
