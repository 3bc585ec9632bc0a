"""The model that the running services use: the estimate.

The learnt one (`learnt`) was tried in its place on tuning seeds 101 and 102: it confirmed fewer
people (244 of 787 pairs instead of 329) and read one true pair as no match, which the estimate does
not.
"""

from ppit_matching.scoring.estimated import ESTIMATED

MODEL = ESTIMATED
MODEL_VERSION = MODEL.version
