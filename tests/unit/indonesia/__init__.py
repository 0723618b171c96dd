"""Tests of what holds for all of Indonesia."""
