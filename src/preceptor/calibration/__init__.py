"""A judge held against people: its measured error, the registry, and scores with that error taken out."""

from preceptor.calibration._findings import Judged, judged_answers, labels_of, people_shares, random_answers
from preceptor.calibration._measuring import calibration, measurements
from preceptor.calibration._registry import (
    IN_RUN,
    corrected_line,
    measured_line,
    read_in_run,
    register,
    registered,
    registry_path,
    write_in_run,
)

__all__ = [
    "IN_RUN",
    "Judged",
    "calibration",
    "corrected_line",
    "judged_answers",
    "labels_of",
    "measured_line",
    "measurements",
    "people_shares",
    "random_answers",
    "read_in_run",
    "register",
    "registered",
    "registry_path",
    "write_in_run",
]
