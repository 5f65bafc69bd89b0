# 常用的两条：make demo（看演示），make test（跑测试）。make help 列出全部。
#
# PORT        看板端口，默认 8501
# PUCHA_DATA  数据目录，默认 .data
# PYTHON      用哪个 python3 建环境，默认自动挑选（>= 3.11）
# JOBS        测试并行数，默认 2

PORT ?= 8501
PUCHA_DATA ?= .data
JOBS ?= 2

RUN := .venv-run/bin
TEST := .venv-test/bin

.DEFAULT_GOAL := help
.PHONY: help demo test check quick bench fuzz pictures frontend lock clean run-env test-env browser

help: ## 列出全部命令
	@sed -n 's/^\([a-z]*\):.*## \(.*\)/  make \1\t\2/p' $(MAKEFILE_LIST) | expand -t 16

demo: export PORT := $(PORT)
demo: export PUCHA_DATA := $(PUCHA_DATA)
demo: run-env ## 演示：备环境，造演示数据，装载，建库，打开看板（PORT 默认 8501）
	@$(RUN)/python -m etl sample
	@# 演示数据故意带几处错误，装载因此以 1（有待退回的问题）结束；别的退出码才是故障
	@$(RUN)/python -m etl load || [ $$? -eq 1 ]
	@$(RUN)/python -m warehouse build
	@exec $(RUN)/python -m dashboard serve --role full

test: check browser ## 全部检查与测试（缺 Chromium 和中文字体时先装）
	@$(TEST)/python -m pytest -n $(JOBS) --dist loadfile

check: test-env ## 静态检查：ruff、mypy、import-linter、sqlfluff
	@$(TEST)/ruff check .
	@$(TEST)/ruff format --check .
	@$(TEST)/mypy
	@$(TEST)/lint-imports --no-logo
	@$(TEST)/sqlfluff lint --disable-progress-bar --processes $(JOBS) sql

quick: check ## 快检：静态检查，加不用浏览器、不费时的测试
	@$(TEST)/python -m pytest -n $(JOBS) --dist loadfile -m "not browser and not slow"

bench: test-env ## 性能对照表
	@$(TEST)/python -m tests.bench

fuzz: test-env ## 十分钟：按语法随机造的语句撞围墙（FUZZ_SECONDS 改时长）
	@$(TEST)/python -m tests.warehouse.attacks.fuzz

pictures: browser ## 画面比对：拍下每一页，与已认可的画面并排；ACCEPT=1 认可
	@$(TEST)/python -m tests.pictures $(if $(ACCEPT),--accept)

# 锁里只有版本与散列，没有任何主机名。原有的锁是偏好：不加 UPGRADE=1 就只补缺、不升级。
UV_COMPILE = .venv-lock/bin/uv pip compile --quiet --no-config --universal --python-version 3.11 \
	--generate-hashes --only-binary :all: --custom-compile-command "make lock" \
	$(if $(UPGRADE),--upgrade)

lock: ## 按 pyproject.toml 重写两份依赖锁（UPGRADE=1 升到最新）
	@rm -rf .venv-lock
	@base=$$(.ci/env python) && $$base -m venv .venv-lock
	@.venv-lock/bin/python -m pip install --quiet --disable-pip-version-check "uv>=0.13,<1"
	@$(UV_COMPILE) --extra test --output-file tests/requirements.lock pyproject.toml
	@$(UV_COMPILE) --constraint tests/requirements.lock --output-file requirements.lock pyproject.toml
	@rm -rf .venv-lock

frontend: ## 重新打包 SQL 工作台的编辑器（改了 dashboard/frontend 才需要；要有 node 20 与 npm）
	@cd dashboard/frontend/sql && npm ci --ignore-scripts && npm run build

clean: ## 删去环境与缓存（数据目录不动）
	rm -rf .venv-run .venv-test .venv-lock .venv-*.lock
	rm -rf .mypy_cache .ruff_cache .pytest_cache .import_linter_cache .hypothesis
	find etl warehouse dashboard tests -name __pycache__ -prune -exec rm -rf {} +

run-env:
	@.ci/env run

test-env:
	@.ci/env test

browser:
	@.ci/browser
