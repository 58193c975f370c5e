# Every target sets up what it needs. One script per habit; see scripts/.
MOTCUA := .venv/bin/motcua
READY := .venv/.ready

.PHONY: chat serve setup test lint fast lock

chat: $(READY)
	@$(MOTCUA) train
	@$(MOTCUA) chat

serve: $(READY)
	@$(MOTCUA) train
	@$(MOTCUA) serve

setup: $(READY)

test: $(READY)
	@scripts/test

fast: $(READY)
	@.venv/bin/python -m pytest -q -m "not model"

lint: $(READY)
	@scripts/lint

lock:
	@scripts/lock

$(READY): requirements.lock pyproject.toml scripts/setup
	@scripts/setup
	@touch $@
