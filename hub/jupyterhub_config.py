"""JupyterHub for a class: students' own servers, one service in which instructors grade, one that grades hand-ins.

Started by `make hub`, after `install.py`; what differs from class to class is in hub.toml.
"""

import sys
from pathlib import Path

c = get_config()  # noqa: F821
here = Path(__file__).resolve().parent
sys.path.insert(0, str(here))
from settings import read_settings  # noqa: E402  it lies beside this file

hub = read_settings()
programs = hub.environment / "bin"

# Three more ports, of this machine only: the hub behind its proxy, the proxy's commands, the instructors' service.
c.JupyterHub.bind_url = f"http://{hub.address}:{hub.port}"
c.JupyterHub.hub_bind_url = f"http://127.0.0.1:{hub.port + 1}"
c.ConfigurableHTTPProxy.api_url = f"http://127.0.0.1:{hub.port + 2}"
c.JupyterHub.db_url = f"sqlite:///{hub.own / 'jupyterhub.sqlite'}"
c.JupyterHub.cookie_secret_file = str(hub.own / "cookie_secret")
c.ConfigurableHTTPProxy.command = [str(hub.proxy / "node_modules" / ".bin" / "configurable-http-proxy")]
c.ConfigurableHTTPProxy.pid_file = str(hub.own / "proxy.pid")

# Who: users of this system, by its own log-in (PAM). Another authenticator is one more line here.
instructors, students = f"formgrade-{hub.course}", f"nbgrader-{hub.course}"
c.Authenticator.allowed_users = {*hub.instructors, *hub.students}
c.JupyterHub.load_groups = {instructors: {"users": list(hub.instructors)}, students: {"users": list(hub.students)}}

# A student's server runs as that student. Instructor's panels are off in it: the service has them.
c.Spawner.cmd = [str(here / "start-server.sh"), str(programs), str(hub.data)]
c.Spawner.default_url = "/lab"
c.Spawner.environment = hub.surroundings | {
    "JUPYTER_CONFIG_PATH": f"{hub.config / 'student'}:{hub.config / 'everybody'}",
}
c.Spawner.start_timeout = c.Spawner.http_timeout = 180

# The class folder's JupyterLab with formgrader and a terminal, for all instructors, and the grading of hand-ins.
c.JupyterHub.services = [
    {
        "name": hub.course,
        "url": f"http://127.0.0.1:{hub.port + 3}",
        "command": [str(programs / "jupyterhub-singleuser"), "--ServerApp.default_url=/lab"],
        "oauth_no_confirm": True,
        "user": hub.grader,
        "cwd": str(hub.classroom),
        "environment": hub.surroundings
        | {"JUPYTER_CONFIG_PATH": str(hub.config / "everybody"), "PATH": f"{programs}:/usr/local/bin:/usr/bin:/bin"},
    },
    {
        "name": f"{hub.course}-watch",
        "command": [
            *(str(programs / "autograde"), "watch", str(hub.classroom), "--from", "exchange"),
            *("--feedback", hub.feedback, "--attempts", str(hub.attempts), "--spacing", str(hub.spacing)),
            *("--jobs", str(hub.jobs)),
        ],
        "user": hub.grader,
        "cwd": str(hub.checkout),
        "environment": hub.surroundings | {"KERAS_HOME": str(hub.data / "keras")},
    },
]
c.JupyterHub.load_roles = [
    {"name": "server", "scopes": ["inherit"]},
    {"name": instructors, "groups": [instructors], "scopes": ["self", f"access:services!service={hub.course}"]},
]
