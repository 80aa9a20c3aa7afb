"""Short files, short tasks: what one head can hold."""

import ast

from tests.architecture.source import sources

MAX_FILE_LINES = 300
MAX_TASK_LINES = 10

# Steps of the schema are what they are.
STEPS = "notifier/migrations/versions/"


def test_no_file_is_longer_than_three_hundred_lines() -> None:
    """Longer means: two things live here."""
    long = {
        source.name: count
        for source in sources()
        if (count := len(source.text.splitlines())) > MAX_FILE_LINES
        and not source.name.startswith(STEPS)
    }
    assert long == {}


def test_a_task_is_at_most_ten_lines() -> None:
    """Celery is a bell: a task fetches an id and calls one verb."""
    tasks = [
        (source.name, node.name, (node.end_lineno or node.lineno) - node.lineno + 1)
        for source in sources()
        if source.room == "worker"
        for node in source.nodes
        if isinstance(node, ast.FunctionDef) and node.decorator_list
    ]
    assert tasks, "no task found: the test looks in the wrong place"
    assert [task for task in tasks if task[2] > MAX_TASK_LINES] == []
