"""The data and commands of mentoring."""
