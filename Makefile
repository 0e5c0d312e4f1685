# Every target is a word of run.py, which needs only Python; make is a convenience.
PYTHON ?= python3
.PHONY: run test thorough check fix bench journeys conformance coverage fuzz
run: ; @$(PYTHON) run.py demo
test: ; @$(PYTHON) run.py test
thorough: ; @$(PYTHON) run.py thorough
check: ; @$(PYTHON) run.py check
fix: ; @$(PYTHON) run.py fix
bench: ; @$(PYTHON) run.py bench
journeys: ; @$(PYTHON) run.py journeys
conformance: ; @$(PYTHON) run.py conformance
coverage: ; @$(PYTHON) run.py coverage
fuzz: ; @$(PYTHON) run.py fuzz $(TARGET) $(if $(SECONDS),--seconds $(SECONDS))
