"""Weights."""

MODEL_VERSION = "fs-1"
