"""A few mutants of each clean task, others every day: none passes undeclared."""

import datetime
import json
import subprocess
import sys

import pytest

#: Tasks whose mutants are all killed or declared right, by topic. `make mutants` tries every mutant of every task.
CLEAN = {
    "01": {"steps", "gates", "update", "fit", "boundary", "signed"},
    "02": {"parameters", "xor_net", "collapse", "activations", "softmax", "head", "solve_xor", "staircase"},
    "03": {"central_difference", "slopes", "engine", "dense", "softmax_cross_entropy", "epoch"},
    "04": {
        "split_and_scale",
        "build_classifier",
        "first_loss",
        "read_curves",
        "confusion_matrix",
        "train",
        "two_losses",
    },
    "05": {
        "rmse_in_dollars",
        "scale_splits",
        "baseline_mse",
        "build_regressor",
        "safe_mse",
        "build_positive_regressor",
    },
    "06": {
        "build_wide_and_deep",
        "build_two_inputs",
        "build_comparer",
        "build_with_auxiliary",
        "wide_and_deep_model",
        "cross_layer",
        "three_ways",
    },
    "07": {"save_model", "load_if_fits", "wide_and_deep", "resume", "migrate", "unknown_names"},
    "08": {"fit_and_keep_best", "overfitting_ratio", "early_stopping", "rate_finder"},
    "09": {
        "build_tapered",
        "adapter",
        "log_uniform",
        "run_search",
        "grid_and_random",
        "successive_halving",
        "honest_cv",
        "read_trials",
    },
}
SAMPLE = "5"


@pytest.mark.parametrize("topic", CLEAN)
def test_todays_mutants_are_killed_or_declared_right(topic: str) -> None:
    seed = datetime.datetime.now(datetime.UTC).date().isoformat()
    command = [sys.executable, "-m", "autograde", "mutate", topic, "--json", "--sample", SAMPLE, "--seed", seed]
    command += [option for task in sorted(CLEAN[topic]) for option in ("--task", task)]
    print("Again:", *command[2:])
    done = subprocess.run(command, capture_output=True, text=True, timeout=600, check=False)
    assert done.returncode in {0, 1}, done.stderr
    reports = {report["task"]: report for report in json.loads(done.stdout)}
    assert set(reports) == CLEAN[topic]
    survivors = [one["diff"] for task in sorted(CLEAN[topic]) for one in reports[task]["survivors"]]
    assert not survivors, "\n\n".join(survivors)
