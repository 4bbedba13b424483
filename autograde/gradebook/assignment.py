"""nbgrader's generate_assignment, run inside this process."""

from pathlib import Path

from autograde.environment import put_tools_on_path


def generate_assignment(root: Path, assignment: str) -> tuple[bool, str]:
    """Run nbgrader's generate_assignment in a class folder; return whether it succeeded, and its log."""
    from nbgrader.apps import NbGraderAPI
    from traitlets.config import Config

    put_tools_on_path()
    config = Config()
    config.CourseDirectory.root = str(root)
    config.CourseDirectory.db_url = f"sqlite:///{root / 'gradebook.db'}"
    result = NbGraderAPI(config=config).generate_assignment(assignment)
    return result["success"], "\n".join(filter(None, (result.get("log"), result.get("error"))))
