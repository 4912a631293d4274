# The same verbs as the npm scripts. `make run` and `make test` do all the set-up themselves.
.PHONY: help run test test-unit test-live live-all lint typecheck mutation bench check generate cluster cluster-status clean

help: ## show this list
	@grep -hE '^[a-z-]+:.*##' $(MAKEFILE_LIST) | sed -E 's/:.*##/\t/' | expand -t 18

node_modules/.package-lock.json: package.json package-lock.json
	npm ci
	@touch $@

BUILT = dist/cli/main.js
$(BUILT): node_modules/.package-lock.json $(shell find lib -name '*.ts')
	npm run --silent build

run: $(BUILT) ## scenarios × policies on the default engine
	node bin/audit-lab.js run

test: test-unit test-live ## unit tests, and the live tests where Docker, kind and kubectl are there

test-unit: $(BUILT) ## the tests that need only Node
	npm run --silent test -- $(TEST_FLAGS)

test-live: $(BUILT) ## the tests on a KIND cluster; says why when they are skipped
	npm run --silent test:live -- $(TEST_FLAGS)

lint: node_modules/.package-lock.json ## eslint, prettier, dependency boundaries, unused code
	npm run --silent lint

typecheck: node_modules/.package-lock.json ## tsc without output
	npm run --silent typecheck

mutation: node_modules/.package-lock.json ## what the tests of policy and audit would not notice
	npm run --silent mutation

bench: $(BUILT) ## measurements against peers
	npm run --silent bench

check: $(BUILT) ## everything that CI runs
	npm run check

generate: node_modules/.package-lock.json ## JSON Schemas from the code, pages of the catalog from a replay
	npm run generate

cluster: $(BUILT) ## a KIND cluster with auditing mounted, kept
	npx zx kind/cluster-up.mjs

cluster-status: $(BUILT) ## the KIND clusters of this project
	node bin/audit-lab.js cluster status

clean: $(BUILT) ## remove every KIND cluster of this project, and what was built
	npx zx kind/clean.mjs
	rm -rf dist coverage reports

live-all: $(BUILT) ## every policy live against its replay
	AUDIT_LAB_LIVE_ALL=1 npm run --silent test:live -- test/live/parity.test.ts
