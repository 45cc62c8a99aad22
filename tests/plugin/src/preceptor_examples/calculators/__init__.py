"""Example calculators."""
