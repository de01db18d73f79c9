"""Processes hand results back in the order of the tasks, and one that dies takes no other with it."""

from __future__ import annotations

import os
import time

import pytest
from quotecards.batch import engine
from quotecards.errors import OutputError


def double(number):
    time.sleep(0.02 if number % 3 == 0 else 0)
    if number == 5:
        os._exit(3)
    return 2 * number


def refuse(number):
    raise OutputError("cannot be written.", where=f"card {number}", remedy="Choose another place.")


def test_one_process_is_this_one():
    """No pool is made for one job."""
    seen = []
    assert list(engine.ordered(lambda n: seen.append(n) or -n, range(3), 1, abs)) == [0, -1, -2]
    assert seen == [0, 1, 2]


def test_results_come_in_order_and_a_lost_task_is_told():
    """The task that kills its process twice is lost; those before and after it are done."""
    results = list(engine.ordered(double, range(12), 2, lambda number: f"lost {number}"))
    assert results == [0, 2, 4, 6, 8, "lost 5", 12, 14, 16, 18, 20, 22]


def test_an_error_of_a_worker_arrives_whole():
    """Where and remedy travel with the error."""
    with pytest.raises(OutputError) as raised:
        list(engine.ordered(refuse, [1], 2, str))
    assert (raised.value.where, raised.value.remedy) == ("card 1", "Choose another place.")


@pytest.mark.parametrize(("asked", "tasks", "jobs"), [(3, 1, 3), (0, 5, 1), (0, None, os.cpu_count())])
def test_few_tasks_need_no_processes(asked, tasks, jobs):
    """What was asked for holds; else it depends on how much there is to do."""
    assert engine.processes(asked, tasks) == jobs
