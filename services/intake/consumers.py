"""Intake hears nothing on Kafka: districts and the province come by HTTP."""
