"""The model that the running services use: the estimate.

The learnt one (`learnt`) finds fewer people on a list that neither was made from (`learnt.json`).
"""

from ppit_matching.scoring.estimated import ESTIMATED

MODEL = ESTIMATED
MODEL_VERSION = MODEL.version
