"""The rules of mentoring."""
