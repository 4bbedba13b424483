# Every target sets up what it needs, from a bare Python 3.11 to 3.13: no conda, no root.
PYTHON ?= python3
VENV ?= .venv
BIN := $(VENV)/bin
READY := $(VENV)/.ready
UV := $(BIN)/uv pip
AUTOGRADE := $(BIN)/autograde
# Two files of tests, or two notebooks, at a time: most of them wait more than they compute.
PYTEST := $(BIN)/python -m pytest --numprocesses 2 --dist loadfile

.DEFAULT_GOAL := help
.PHONY: help setup data build lab student hub hub-test pages grade grade-all mutants quick test lint unit notebooks bench screenshots lock clean

help: ## show this list
	@grep -hE '^[a-z-]+:.*## ' $(MAKEFILE_LIST) | sed -E 's/:[^#]*## /\t/' | expand -t 14

setup: $(READY) ## make the environment (.venv) from requirements.lock

$(READY): requirements.lock pyproject.toml lessons/pyproject.toml
	@$(PYTHON) -c 'import sys; sys.exit(not (3, 11) <= sys.version_info[:2] < (3, 14))' || \
	  { echo "Python 3.11, 3.12 or 3.13 is needed, for example: make PYTHON=python3.12 setup" >&2; exit 2; }
	@echo "Setting up $(VENV) (about 3 GB, a few minutes the first time) ..."
	@$(PYTHON) -m venv $(VENV)
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check 'uv>=0.5,<1'
	@$(UV) sync --quiet --python $(BIN)/python --require-hashes --link-mode=copy --compile-bytecode requirements.lock
	@$(UV) install --quiet --python $(BIN)/python --no-deps --editable . --editable lessons
	@$(AUTOGRADE) setup
	@touch $@

data: $(READY) ## put Fashion-MNIST and California housing where Keras and scikit-learn look
	@$(BIN)/nn-lessons data

build: data ## build solutions/*.ipynb and notebooks/*.ipynb from their sources
	@$(AUTOGRADE) build

lab: data ## open the course in JupyterLab
	@$(BIN)/jupyter lab --ServerApp.root_dir=notebooks

student: $(READY) ## write the students' copy, without solutions: build/neural-network-course.zip
	@$(AUTOGRADE) handout build/neural-network-course.zip

hub: ## install and start a JupyterHub for a class, as root: hub/README.md
	@$(PYTHON) hub/install.py
	@$$($(PYTHON) hub/settings.py)/bin/jupyterhub --config hub/jupyterhub_config.py

hub-test: data ## two students and an instructor in real browsers, on a hub of their own (root)
	@$(BIN)/python -m pytest -q tests/browser/test_hub.py

pages: $(READY) ## export the solved notebooks as web pages: build/pages
	@$(BIN)/jupyter nbconvert --log-level=WARN --to html --TemplateExporter.extra_template_basedirs=lessons/templates \
	  --template course --output-dir build/pages solutions/*/*.ipynb

grade: data ## grade a small demo class; write its report and feedback pages
	@$(AUTOGRADE) grade
	@$(AUTOGRADE) feedback
	@$(AUTOGRADE) report

grade-all: data ## grade every named answer of the course (more than 900) and compare with what is expected
	@$(AUTOGRADE) grade --every-answer

mutants: data ## change every right answer in small ways; each change should fail its task's checks (an hour or two)
	@$(AUTOGRADE) mutate

lint: $(READY) ## check format, style and types
	@$(BIN)/ruff format --check .
	@$(BIN)/ruff check .
	@$(BIN)/mypy
	@$(BIN)/lint-imports

quick: lint ## lint, types and the tests that need no kernel: under 90 seconds
	@$(BIN)/python -m pytest tests -q -m "not slow and not browser"

unit: data ## the tests of the tooling and of the course
	@$(PYTEST) tests

notebooks: data ## run every notebook: solutions strictly, students' versions end to end
	@$(PYTEST) --nbval --nbval-sanitize-with tests/nbval_sanitize.cfg -q -p no:cacheprovider solutions
	@$(PYTEST) --nbval-lax -q -p no:cacheprovider notebooks

test: lint unit notebooks ## everything that CI runs

bench: data ## measure kernels, memory, grading; one part: .venv/bin/python -m bench --help
	@$(BIN)/python -m bench

screenshots: data ## take the pictures of the documentation anew, with Chromium
	@SCREENSHOTS=docs/images $(BIN)/python -m pytest tests/browser

lock: ## compile requirements.lock from both pyproject.toml; UPGRADE=--upgrade takes newer versions
	@$(PYTHON) -m venv $(VENV) && $(BIN)/python -m pip install --quiet 'uv>=0.5,<1'
	@$(UV) compile --quiet --universal --python-version 3.11 --all-extras --generate-hashes --no-header --no-annotate \
	  --no-emit-index-url $(UPGRADE) pyproject.toml lessons/pyproject.toml --output-file requirements.lock

clean: ## remove everything that was made here but the notebooks
	rm -rf $(VENV) build *.egg-info .pytest_cache .mypy_cache .ruff_cache .hypothesis
