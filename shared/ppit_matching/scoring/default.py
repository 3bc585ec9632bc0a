"""The model that the running services use."""

from ppit_matching.scoring.estimated import ESTIMATED

MODEL = ESTIMATED
MODEL_VERSION = MODEL.version
