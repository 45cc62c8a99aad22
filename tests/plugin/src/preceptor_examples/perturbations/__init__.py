"""Example perturbations."""
