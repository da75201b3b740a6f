# The front door. `make help` lists every verb; everything that CI does is one of them.
SHELL := /bin/bash
.SHELLFLAGS := -eu -o pipefail -c
.DEFAULT_GOAL := help
MAKEFLAGS += --no-print-directory

export PATH := $(CURDIR)/node_modules/.bin:$(PATH)
ARCH := $(if $(filter aarch64,$(shell uname -m)),arm64,x64)
# Headers for the addon. node-gyp would fetch them; the pinned Node package brings them along. The path must be absolute.
NODE_DIR := $(CURDIR)/node_modules/node-linux-$(ARCH)
ADDON := native/prebuilds/linux-$(ARCH)/stopline.node
WIRE := proto/gen/stopline.js
WIRE_DESCRIPTION := proto/gen/description.json
MODULES := node_modules/.package-lock.json

STOPLINE := node src/cli.ts
SITE ?= deploy/sites/four-leg.toml
SEED ?= 7
HOURS ?= 24

# What tests and checks need from Debian, beyond make, g++, python3, Node and npm. One list for people and for CI. (pymodbus's server wants
# serial-asyncio, which its package only recommends.) Debian 12's clang-format is 14; a later one may want some lines otherwise.
# libFuzzer comes with clang.
DEBIAN_PACKAGES := bmap-tools chromium-headless-shell clang clang-format dosfstools e2fsprogs fdisk libclang-rt-14-dev mbpoll mosquitto mtools openssl poppler-data \
  poppler-utils postgresql python3-pymodbus python3-serial python3-serial-asyncio rauc squashfs-tools xz-utils

##@ First
.PHONY: help
help: ## list the verbs
	@awk 'BEGIN {FS = ":.*## "} /^##@/ {printf "\n%s\n", substr($$0, 5)} /^[a-z0-9-]+:.*## / {printf "  make %-16s %s\n", $$1, $$2}' $(MAKEFILE_LIST)
	@echo
	@echo "Every verb of the command line: npm run -s stopline -- help"

.PHONY: run
run: build ## a simulated street, the unit that controls it, a broker, a brain and the status page, live in a browser
	@$(STOPLINE) run --demo --site $(SITE) --seed $(SEED) $(ARGS)

.PHONY: city
city: build ## a simulated town in a browser: 11 signals, a broker, a brain, an ambulance that does not wait (SEED=7, SPEED=1, PORT=8090, DEMAND=1.3, AGAINST=adaptive)
	@$(MAKE) deps DEBIAN_PACKAGES=sumo
	@SEED=$(SEED) SPEED=$(SPEED) PORT=$(PORT) DEMAND=$(DEMAND) AGAINST=$(AGAINST) node test/city/main.ts

.PHONY: test
test: build deps ## every test of the ordinary run: TypeScript's, beside them the native ones and the proofs, then the packaged program
	@exec test/run --beside "$(MAKE) test-journal && $(MAKE) package PACKAGES=arm64 && $(MAKE) test-native test-allocations test-proof"
	@$(MAKE) test-package

.PHONY: test-city
test-city: build ## the whole of make city, until an ambulance has arrived on both sides (a minute; wants SUMO, so it is not in the ordinary run)
	@$(MAKE) deps DEBIAN_PACKAGES=sumo
	@test/run test/city/real.ts

##@ Work
.PHONY: check
check: build deps ## formatters, linters, types
	biome check .
	tsc -p .
	tsc -p src/panel/page
	tsc -p test/city/page
	clang-format --dry-run -Werror $$(git ls-files 'native/*.cc' 'native/*.h' 'test/native/*.cc' 'test/native/*.h')

.PHONY: format
format: build deps ## put every file into its one form
	biome check --write .
	clang-format -i $$(git ls-files 'native/*.cc' 'native/*.h' 'test/native/*.cc' 'test/native/*.h')

# The controller, the strategies and the monitor without Node: what every native test is linked with.
CORE := $(shell find native/controller native/strategies native/monitor -name '*.cc') native/junction.cc
# The example sites as the native part gets them, compiled by the product's own TypeScript.
PROVE_SITES := build/native/sites.bin
CXX_WORDS := -std=c++20 -fno-exceptions -fno-rtti -ffp-contract=off -Wall -Wextra -Werror -Wconversion -Inative -MMD -MP \
  -DSTOPLINE_SITES='"$(PROVE_SITES)"'
SANITIZE := -O1 -g1 -fsanitize=address,undefined -fno-sanitize-recover=all
TEST_NATIVE := build/native/test
STORIES := $(wildcard test/native/stories/*.cc)
# Days of any street, which sanitizers see a tenth of.
TEST_LONG := build/native/test-long
TEST_LONG_OBJECTS := $(patsubst %.cc,build/native/fast/%.o,$(CORE) $(shell grep -l test::Long test/native/*.cc) \
  $(addprefix test/native/,main.cc site.cc watch.cc overlaid.cc arterial.cc))
TEST_NATIVE_OBJECTS := $(patsubst %.cc,build/native/sanitized/%.o,$(CORE) $(wildcard test/native/*.cc) $(STORIES) test/native/prove/site_file.cc)

.PHONY: test-native
test-native: ## C++ tests, under the address and undefined-behaviour sanitizers; days of any street without them too (ONLY= words of some tests)
	@$(MAKE) -j2 $(TEST_NATIVE) $(if $(ONLY),,$(TEST_LONG)) $(PROVE_SITES)
	@$(TEST_NATIVE) $(if $(ONLY),"$(ONLY)",&& $(TEST_LONG))

$(TEST_LONG): $(TEST_LONG_OBJECTS)
	g++ -O2 -o $@ $^

$(TEST_NATIVE): $(TEST_NATIVE_OBJECTS)
	g++ $(SANITIZE) -o $@ $^

build/native/sanitized/%.o: %.cc
	@mkdir -p $(dir $@)
	g++ $(CXX_WORDS) $(SANITIZE) -c -o $@ $<

# A test's own words run once: to optimise them under sanitizers takes three times as long as all else.
build/native/sanitized/%_test.o: %_test.cc
	@mkdir -p $(dir $@)
	g++ $(CXX_WORDS) $(SANITIZE) -O0 -c -o $@ $<

build/native/fast/%.o: %.cc
	@mkdir -p $(dir $@)
	g++ $(CXX_WORDS) -O3 -Wno-restrict -c -o $@ $<

-include $(TEST_NATIVE_OBJECTS:.o=.d) $(TEST_LONG_OBJECTS:.o=.d)

.PHONY: test-proof
test-proof: build deps ## the proof as far as minutes go: each break is seen, every scene, 10^8 random ticks, a minute of each fuzzer
	@$(MAKE) -j2 $(PROVE) $(PROVE_SITES) $(RANDOM_TICKS) $(FUZZERS)
	@$(PROVE) --break=all
	@$(MAKE) prove SHORT=1
	@$(MAKE) -j2 random-ticks fuzz

# The proof listens at the seam between controller and monitor; the linker puts its ear there.
PROVE_EAR := -Wl,--wrap=_ZN8stopline7monitor7Monitor5CheckERA32_KiRA32_i
PROVE_MAINS := test/native/prove/prove.cc test/native/prove/random_ticks.cc
PROVE_PARTS := $(CORE) test/native/site.cc test/native/overlaid.cc $(filter-out $(PROVE_MAINS),$(wildcard test/native/prove/*.cc))
PROVE := build/native/prove
# Times are scaled in a search, so the monitor's floor under every yellow is too.
PROVE_SCALED := $(shell grep -lE 'kYellowFloor|STOPLINE_YELLOW_FLOOR' $(PROVE_PARTS))
PROVE_OBJECTS := $(PROVE_SCALED:%.cc=build/native/scaled/%.o) \
  $(patsubst %.cc,build/native/fast/%.o,$(filter-out $(PROVE_SCALED),$(PROVE_PARTS)) test/native/prove/prove.cc)
RANDOM_TICKS := build/native/random-ticks build/native/random-ticks-sanitized
TICKS ?= 100000000

.PHONY: prove
prove: build ## every state that the controller can reach, every input in each (SHORT=1: minutes; ONLY= a scene; BREAK= a fault)
	@$(MAKE) -j2 $(PROVE) $(PROVE_SITES)
	@$(PROVE) --sites=$(PROVE_SITES) $(if $(SHORT),--short) $(if $(ONLY),--only=$(ONLY)) $(if $(BREAK),--break=$(BREAK))

.PHONY: random-ticks
random-ticks: build ## any inputs on any site, every invariant of a step at every tick (TICKS=, SEED=); one in a hundred once more, sanitized
	@$(MAKE) -j2 $(RANDOM_TICKS) $(PROVE_SITES)
	@build/native/random-ticks --sites=$(PROVE_SITES) --ticks=$(TICKS) --seed=$(SEED)
	@build/native/random-ticks-sanitized --sites=$(PROVE_SITES) --ticks=$$(($(TICKS) / 100)) --seed=$(SEED)

$(PROVE): $(PROVE_OBJECTS)
	@! grep -rlE 'kYellowFloor|STOPLINE_YELLOW_FLOOR' --include='*.h' native test/native | grep -v '^native/monitor/tables.h$$' \
	  || { echo "that header has the floor under a yellow: who includes it is built twice, and one search would be of both. Ask for the floor in a .cc"; exit 1; }
	g++ -O2 $(PROVE_EAR) -o $@ $^

build/native/random-ticks: $(patsubst %.cc,build/native/fast/%.o,$(PROVE_PARTS) test/native/prove/random_ticks.cc)
	g++ -O2 $(PROVE_EAR) -o $@ $^

build/native/random-ticks-sanitized: $(patsubst %.cc,build/native/sanitized/%.o,$(PROVE_PARTS) test/native/prove/random_ticks.cc)
	g++ $(SANITIZE) $(PROVE_EAR) -o $@ $^

$(PROVE_SITES): $(wildcard deploy/sites/*.toml) $(ADDON) $(shell find src/config src/timing src/traffic -name '*.ts') test/native/prove/tables.ts
	@mkdir -p $(dir $@)
	node test/native/prove/tables.ts deploy/sites $@

build/native/scaled/%.o: %.cc
	@mkdir -p $(dir $@)
	g++ $(CXX_WORDS) -O3 -Wno-restrict -DSTOPLINE_YELLOW_FLOOR=1 -c -o $@ $<

-include $(foreach kind,scaled fast sanitized,$(patsubst %.cc,build/native/$(kind)/%.d,$(PROVE_PARTS) $(PROVE_MAINS)))

# Linked so that every way to memory can be counted.
ALLOCATIONS := build/native/allocations
ALLOCATIONS_OBJECTS := $(patsubst %.cc,build/native/fast/%.o,$(CORE) test/native/site.cc test/native/allocations/allocations.cc)

.PHONY: test-allocations
test-allocations: ## nothing in the controller, the strategies and the monitor allocates after open
	@$(MAKE) -j2 $(ALLOCATIONS)
	@$(ALLOCATIONS)

$(ALLOCATIONS): $(ALLOCATIONS_OBJECTS)
	g++ -O2 -Wl,--wrap=malloc,--wrap=calloc,--wrap=realloc -o $@ $^

-include $(ALLOCATIONS_OBJECTS:.o=.d)

FUZZERS := $(patsubst test/fuzz/native/%.cc,build/fuzz/%,$(wildcard test/fuzz/native/*.cc))
FUZZ_OBJECTS := $(patsubst %.cc,build/native/fuzzed/%.o,$(CORE) test/native/site.cc)
FUZZ_SANITIZE := -O2 -g1 -fsanitize=address,undefined -fno-sanitize-recover=all
SECONDS ?= 60

.PHONY: fuzz
fuzz: deps ## each native entry under libFuzzer and sanitizers (SECONDS=60 each; or RUNS=1000000000)
	@$(MAKE) -j2 $(FUZZERS)
	@for f in $(FUZZERS); do mkdir -p $$f.corpus; echo "fuzzing $$f"; \
	  $$f -print_final_stats=1 -verbosity=0 -artifact_prefix=$$f- -timeout=20 $(if $(RUNS),-runs=$(RUNS),-max_total_time=$(SECONDS)) $$f.corpus 2> $$f.log \
	    || { tail -40 $$f.log; echo "this again: $$f $$(ls -t $$f-* | head -1)"; exit 1; }; \
	  grep -h -e stat::number_of_executed_units -e stat::average_exec_per_sec $$f.log; done

build/fuzz/%: build/native/fuzzed/test/fuzz/native/%.o $(FUZZ_OBJECTS)
	@mkdir -p $(dir $@)
	clang++ $(FUZZ_SANITIZE) -fsanitize=fuzzer -o $@ $^

build/native/fuzzed/%.o: %.cc
	@mkdir -p $(dir $@)
	clang++ $(CXX_WORDS) $(FUZZ_SANITIZE) -fsanitize=fuzzer-no-link -c -o $@ $<

.PRECIOUS: build/native/fuzzed/%.o
-include $(FUZZ_OBJECTS:.o=.d) $(FUZZERS:build/fuzz/%=build/native/fuzzed/test/fuzz/native/%.d)

# Every mutant of the native sources is in one build; a number chooses it. Bounds are looked at, so that one that reads beyond its table dies.
MUTANTS := build/mutants
MUTANT_WORDS := -std=c++20 -fno-exceptions -fno-rtti -ffp-contract=off -w -Wno-narrowing -MMD -MP -I$(MUTANTS)/src/native -Itest/native/mutants \
  -fsanitize=bounds,null,return,integer-divide-by-zero -fsanitize-undefined-trap-on-error -DSTOPLINE_SITES='"$(PROVE_SITES)"'
MUTANT_TESTS := $(filter-out test/native/main.cc test/native/site.cc test/native/overlaid.cc,$(wildcard test/native/*.cc)) $(STORIES) \
  $(filter-out $(CORE),$(PROVE_PARTS)) test/native/mutants/street_tests.cc test/native/mutants/registry.cc
MUTANT_SCENES := $(filter-out $(CORE),$(PROVE_PARTS)) test/native/mutants/prove_tests.cc

.PHONY: mutate
mutate: build ## the controller and the monitor broken in every way, one at a time: who notices? (SHORT=1: a sample, native tests alone; ONLY= a file; DOUBT=1: reasons, too; CONFIRM= a function: its reasons hold as it reads now)
	@$(MAKE) deps DEBIAN_PACKAGES=clang
	@$(MAKE) $(PROVE_SITES)
	@node test/native/mutants/sources.ts
	@$(if $(CONFIRM),node test/native/mutants/mutate.ts "--confirm=$(CONFIRM)",$(MAKE) mutants)

.PHONY: mutants
mutants:
	@nice $(MAKE) -j2 $(MUTANTS)/entries $(if $(SHORT),$(MUTANTS)/street-costs-short,$(if $(wildcard $(MUTANTS)/results),$(MUTANTS)/street-costs,$(MUTANTS)/record))
	@nice node test/native/mutants/mutate.ts $(if $(SHORT),--short --last=2) $(if $(ONLY),"--only=$(ONLY)") $(if $(DOUBT),--doubt)

# The tables' entries are broken as they are read, in the controller as it is.
$(MUTANTS)/entries: $(patsubst %.cc,build/native/fast/%.o,$(CORE) $(STORIES) test/native/prove/site_file.cc test/native/mutants/entries.cc test/native/mutants/registry.cc) $(PROVE_SITES)
	@mkdir -p $(MUTANTS)
	g++ -O2 -o $@ $(filter %.o,$^)

-include $(patsubst %.cc,build/native/fast/%.d,$(CORE) $(STORIES) test/native/mutants/entries.cc test/native/mutants/registry.cc)

$(MUTANTS)/%-costs: $(MUTANTS)/%
	$< costs $@

# A sample meets the tests that take up to 0.4 s.
$(MUTANTS)/%-costs-short: $(MUTANTS)/%
	$< costs $@ 400

$(MUTANTS)/record: $(MUTANTS)/street-recording $(MUTANTS)/street-costs test/native/mutants/record.ts
	node test/native/mutants/record.ts $< $(MUTANTS)/street-costs $@

$(MUTANTS)/street: $(CORE:%.cc=$(MUTANTS)/fast/%.o) $(MUTANT_TESTS:%.cc=$(MUTANTS)/fast/%.o) $(MUTANTS)/fast/test/native/mutants/run.o $(MUTANTS)/fast/test/native/mutants/chosen.o
	g++ -O2 $(PROVE_EAR) -o $@ $^

$(MUTANTS)/street-recording: $(CORE:%.cc=$(MUTANTS)/recording/%.o) $(MUTANT_TESTS:%.cc=$(MUTANTS)/recording/%.o) $(MUTANTS)/recording/test/native/mutants/run.o $(MUTANTS)/recording/test/native/mutants/chosen.o
	g++ -O2 $(PROVE_EAR) -o $@ $^

$(MUTANTS)/scenes: $(CORE:%.cc=$(MUTANTS)/scaled/%.o) $(MUTANT_SCENES:%.cc=$(MUTANTS)/scaled/%.o) $(MUTANTS)/scaled/test/native/mutants/run.o $(MUTANTS)/scaled/test/native/mutants/chosen.o
	g++ -O2 $(PROVE_EAR) -o $@ $^

# The tests see the headers as they are broken too: what is inline there is in both.
define MUTANT_OBJECTS
$(MUTANTS)/$(1)/native/%.o: $(MUTANTS)/src/native/%.cc
	@mkdir -p $$(dir $$@)
	@g++ $(MUTANT_WORDS) $(2) -c -o $$@ $$<

$(MUTANTS)/$(1)/test/%.o: test/%.cc
	@mkdir -p $$(dir $$@)
	@g++ $(MUTANT_WORDS) $(2) -c -o $$@ $$<
endef
$(eval $(call MUTANT_OBJECTS,fast,-O2))
$(eval $(call MUTANT_OBJECTS,recording,-O2 -DSTOPLINE_RECORD))
$(eval $(call MUTANT_OBJECTS,scaled,-O2 -DSTOPLINE_YELLOW_FLOOR=1))

-include $(shell find $(MUTANTS) -name '*.d' 2>/dev/null)

.PHONY: test-ts
test-ts: build ## TypeScript tests (FILES= for some of them)
	@exec test/run $(FILES)

# The addon for the target, and Node for it; the emulator runs both. Debian has the compiler and the emulator.
ARM64_ADDON := native/prebuilds/linux-arm64/stopline.node
ARM64_PACKAGES := g++-aarch64-linux-gnu qemu-user-static
NATIVE_SOURCES = native/addon.cc native/notify.cc native/pty.cc native/serial.cc $(CORE)

.PHONY: replay-arm64
replay-arm64: build ## what this machine decides on each example site, decided again on 64-bit ARM, emulated (HOURS=24)
	@$(MAKE) deps DEBIAN_PACKAGES="$(ARM64_PACKAGES)"
	@$(MAKE) $(ARM64_ADDON)
	@target=$$(node deploy/package/fetch-node.ts build/node arm64) && node test/arm64/replay.ts $$target $(HOURS)

$(ARM64_ADDON): $(shell find native -name '*.cc' -o -name '*.h' | grep -v '^native/build/')
	@mkdir -p $(dir $@)
	aarch64-linux-gnu-g++ -std=c++20 -O2 -Wall -Wextra -Werror -Wconversion -ffp-contract=off -fno-exceptions -fno-rtti -fvisibility=hidden \
	  -fPIC -shared -Wl,-z,now -Inative -I$(NODE_DIR)/include/node -o $@ $(NATIVE_SOURCES)

.PHONY: compare-sumo
compare-sumo: build ## our controller beside SUMO's NEMA controller, on the same detectors (5 seeds of an hour; SHORT=1: under a minute; JSON=FILE)
	@$(MAKE) deps DEBIAN_PACKAGES=sumo
	@SHORT=$(SHORT) JSON=$(JSON) node test/sumo/main.ts

.PHONY: noise
noise: build ## every protocol beside an arc welder: bit error rates 1e-6 … 1e-2, who is believed, who is understood (HOURS=24 simulated, SEED=, ONLY= a device, JSON=FILE)
	@HOURS=$(HOURS) SEED=$(SEED) ONLY="$(ONLY)" JSON=$(JSON) node test/serial/noise/main.ts

.PHONY: replug
replug: build ## adapters pulled out and put back (CYCLES=10000), real ttys: back within two seconds, descriptors and heap flat
	@node test/platform/replug-cycles.ts $(or $(CYCLES),10000)

.PHONY: prove-delivery
prove-delivery: build deps ## the unit's line and the brain's cut at random bytes (DROPS=10000, SEED=): every record once at the brain, as it was committed
	@DROPS=$(or $(DROPS),10000) SEED=$(SEED) node test/link/drops/prove.ts

.PHONY: prove-storm
prove-storm: build deps ## a fleet whose broker was away comes back (UNITS=10000, SEED=): on a simulated clock, then over real connections (AWAY=10 s; REAL= without)
	@UNITS=$(or $(UNITS),10000) SEED=$(SEED) AWAY=$(or $(AWAY),10) REAL=$(if $(filter undefined,$(origin REAL)),1,$(REAL)) node test/link/storm/prove.ts

# Three nodes of Debian's own RabbitMQ.
CLUSTER_PACKAGES := rabbitmq-server openssl

.PHONY: prove-cluster
prove-cluster: build ## three RabbitMQ nodes with certificates and rights, two killed in mid-delivery, one after the other: nothing lost, nothing twice (SECONDS=5 of calm between)
	@$(MAKE) deps DEBIAN_PACKAGES="$(CLUSTER_PACKAGES)"
	@SECONDS=$(if $(filter command line environment,$(origin SECONDS)),$(SECONDS),5) node test/link/cluster/prove.ts

.PHONY: prove-detection
prove-detection: build ## faults put into loops of the simulated street: which are found, after how long, how often falsely (SHORT=1; SITES=, SEEDS=, EACH=, CLOSED=1, JSON=)
	@node test/detection/doubts/prove.ts

# Stands between a program and its disk, for the proof of the journal.
DISK := build/journal/disk.so

$(DISK): test/journal/prove/disk.c
	@mkdir -p $(dir $@)
	gcc -O1 -Wall -Wextra -Werror -shared -fPIC -o $@ $<

# For processes that are there again within milliseconds.
FORK := build/journal/fork.node

$(FORK): test/journal/prove/fork.c
	@mkdir -p $(dir $@)
	gcc -O1 -Wall -Wextra -Werror -shared -fPIC -I $(NODE_DIR)/include/node -o $@ $<

.PHONY: prove-journal
prove-journal: build $(DISK) $(FORK) ## is anything lost? kills, power cuts, a failing disk (KILLS=1000, STATES=20000, SHORT=1, ONLY=kills|power|files|faults, BREAK=all, SEED=, JOBS=, JSON=FILE)
	@KILLS=$(KILLS) STATES=$(STATES) SHORT=$(SHORT) ONLY=$(ONLY) BREAK=$(BREAK) SEED=$(if $(filter command line environment,$(origin SEED)),$(SEED)) \
	  JOBS=$(JOBS) LIFE=$(LIFE) SITE="$(if $(filter command line environment,$(origin SITE)),$(SITE))" JSON=$(JSON) node test/journal/prove/main.ts

.PHONY: test-journal
test-journal: build ## the journal's proof with 500 kills and 10,000 power cuts, and each break of it is seen
	@$(MAKE) prove-journal BREAK=all
	@$(MAKE) prove-journal SHORT=1 KILLS=500 STATES=10000 JOBS=$$(nproc)

RIG ?= sim
.PHONY: hil
hil: build $(DISK) ## stories of a street on a rig (RIG=sim|pty|qemu|FILE.toml, ONLY= words of names, SEED=, SHORT=1, BREAK=weather, KEY= a key that signs the run; VERIFY= a run, KEY= the public key): test/scenarios/README.md
	@$(if $(filter qemu,$(RIG)),$(MAKE) deps DEBIAN_PACKAGES="qemu-system-arm qemu-efi-aarch64 mtools e2fsprogs cpio mosquitto openssl")
	@$(if $(VERIFY),node test/hil/verify.ts "$(VERIFY)" "$(KEY)",RIG="$(RIG)" ONLY="$(ONLY)" SEED=$(SEED) SHORT=$(SHORT) BREAK=$(BREAK) JOBS=$(JOBS) KEY="$(KEY)" JSON=$(JSON) node test/hil/main.ts)

.PHONY: sim
sim: build ## a simulated day (HOURS=, SEED=, SITE=)
	@$(STOPLINE) sim --hours $(HOURS) --seed $(SEED) --site $(SITE) $(ARGS)

.PHONY: bench
bench: build ## the unit's own figures as a table, in 11 minutes (MINUTES=10 of them watch lateness; ONLY= one part; JSON=FILE)
	@mkdir -p build/bench
	@JSON=$(JSON) MINUTES=$(or $(MINUTES),10) $(if $(ONLY),ONLY="$(ONLY)") node test/bench/bench.ts

.PHONY: bench-controller
bench-controller: build ## the controller's figures: step time in three states, simulated days, the search, lines, allocations (JSON=FILE)
	@$(MAKE) -s $(ALLOCATIONS)
	@JSON=$(JSON) node test/bench/controller.ts

.PHONY: bench-serial
bench-serial: build deps ## serial lines: bytes a second of each codec, latency to the controller, CPU of 64 detectors on four ports, peers beside us (SECONDS=20 each, ONLY= a part, JSON=FILE)
	@JSON=$(JSON) SECONDS=$(if $(filter command line environment,$(origin SECONDS)),$(SECONDS),20) ONLY="$(ONLY)" node test/bench/serial/main.ts

# Other senders, to measure beside.
DELIVERY_PACKAGES := gcc libmosquitto-dev mosquitto mosquitto-clients

.PHONY: bench-delivery
bench-delivery: build ## delivery: seven days of outage drained over 50 ms, live meanwhile, CPU a record; libmosquitto, a bridge and MQTT.js beside us (RUNS=3, JSON=FILE)
	@$(MAKE) deps DEBIAN_PACKAGES="$(DELIVERY_PACKAGES)"
	@RUNS=$(or $(RUNS),3) JSON=$(JSON) node test/bench/delivery/main.ts

.PHONY: soak
soak: build ## the whole demo in real time (HOURS=24): how the memory of each process goes, in MB a day, and its descriptors (SEED=, JSON=FILE); DAYS=30: unit, link and brain in simulated time (ONLY=unit)
	@HOURS=$(HOURS) DAYS=$(DAYS) ONLY=$(ONLY) SEED=$(SEED) JSON=$(JSON) node $(if $(DAYS),--expose-gc test/bench/soak/days.ts,test/bench/soak/main.ts)

.PHONY: bench-panel
bench-panel: build deps ## the status page in Chromium: weight, first paint and live frame beside an empty page, axe, processors and memory with ten pages, tick lateness under a flood, an hour of memory (RUNS=7, SECONDS=30, MINUTES=60, ONLY=, JSON=FILE)
	@RUNS=$(RUNS) SECONDS=$(if $(filter command line environment,$(origin SECONDS)),$(SECONDS),30) MINUTES=$(MINUTES) ONLY="$(ONLY)" JSON="$(JSON)" node test/bench/panel/main.ts

.PHONY: screenshots
screenshots: build deps ## the demo's page in pictures: every view in two sizes, by day and by night, in both languages (INTO=var/screenshots, ONLY=, WARM=150)
	@$(MAKE) deps DEBIAN_PACKAGES=fonts-wqy-microhei
	@INTO="$(INTO)" ONLY="$(ONLY)" WARM="$(WARM)" node test/screenshots/main.ts

.PHONY: bench-traffic
bench-traffic: build ## our controllers and their peers through SUMO scenarios: delay (SCENARIO=DIR…, CONTROLLERS=, SEEDS=5, DETECTION=, JSON=FILE)
	@$(MAKE) deps DEBIAN_PACKAGES=sumo
	@SCENARIO="$(SCENARIO)" CONTROLLERS="$(CONTROLLERS)" SEEDS="$(SEEDS)" DETECTION="$(DETECTION)" DEMAND="$(DEMAND)" MISS="$(MISS)" JOBS="$(JOBS)" \
	  INCIDENTS="$(INCIDENTS)" FAILURES="$(FAILURES)" SHORT="$(SHORT)" JSON="$(JSON)" PLOT="$(PLOT)" node test/bench/traffic/main.ts

.PHONY: bench-corridor
bench-corridor: build ## an ambulance through a SUMO net, with and without its corridor: travel time, stops, what it costs the others (SCENARIO=DIR, SEEDS=10, DEMAND=, SHORT=1, JSON=FILE, FROM=FILE to go on)
	@$(MAKE) deps DEBIAN_PACKAGES=sumo
	@SCENARIO="$(SCENARIO)" CONTROLLERS="$(CONTROLLERS)" SEEDS="$(SEEDS)" DETECTION="$(DETECTION)" DEMAND="$(DEMAND)" TAKES="$(TAKES)" JOBS="$(JOBS)" \
	  SHORT="$(SHORT)" JSON="$(JSON)" FROM="$(FROM)" node test/bench/corridor/main.ts

.PHONY: bench-surge
bench-surge: build ## a crowd comes to a unit on its simulated street, with a surge's plan and without (SITES="four-leg arterial", CROWD=1.5,2.2 times as many, CAME=1: so much of that comes, SEEDS=3, JSON=FILE)
	@SITES="$(SITES)" CROWD="$(CROWD)" CAME="$(CAME)" SEEDS="$(SEEDS)" JSON="$(JSON)" node test/bench/surge/main.ts

.PHONY: bench-wave
bench-wave: build ## an arterial in SUMO with and without its green wave: delay, stops of who drives through, arrivals on green (SCENARIO=arterial, OVER=, SEEDS=5, DEMAND=0.4,0.8,1, LENGTH=3600, SHORT=1, JSON=FILE)
	@$(MAKE) deps DEBIAN_PACKAGES=sumo
	@SCENARIO="$(SCENARIO)" OVER="$(OVER)" SEEDS="$(SEEDS)" DETECTION="$(DETECTION)" DEMAND="$(DEMAND)" LENGTH="$(LENGTH)" JOBS="$(JOBS)" \
	  SHORT="$(SHORT)" JSON="$(JSON)" node test/bench/wave/main.ts

.PHONY: bench-latency
bench-latency: build ## real units on real ttys (RIG=qemu: one in an emulated machine, with the image of make image): from a contact that closes to the lamp that changes for it, and how late ticks are (UNITS=6, SECONDS=600, JSON=FILE)
	@RIG=$(RIG) UNITS=$(UNITS) SECONDS=$(if $(filter command line environment,$(origin SECONDS)),$(SECONDS),600) JSON="$(JSON)" node test/hil/figures/latency.ts

.PHONY: bench-hil
bench-hil: build $(DISK) ## scenarios a minute for each of RIGS="sim pty qemu" (sim), contact to lamp and tick lateness where pty or qemu is among them, simulated days an hour in the swarm: on two quiet cores 8 minutes, with pty 18, with pty and MINUTES=2.5 13; longer on busy ones, where the swarm's last plays take their time (MINUTES=5, ONLY= other stories than the shortest, SEED=, JSON=FILE)
	@RIGS="$(RIGS)" MINUTES=$(MINUTES) ONLY="$(ONLY)" SEED=$(SEED) JSON="$(JSON)" nice -n 10 node test/hil/figures/main.ts

.PHONY: swarm
swarm: build $(DISK) ## scenarios drawn by chance, with faults by chance, for as long as it is given; what fails is made short and filed in test/scenarios/found (HOURS=1, JOBS=2, SEED= the first)
	@HOURS=$(if $(filter command line environment,$(origin HOURS)),$(HOURS),1) JOBS=$(JOBS) SEED=$(if $(filter command line environment,$(origin SEED)),$(SEED)) \
	  nice -n 19 node test/hil/swarm/main.ts

.PHONY: rig-check
rig-check: build ## a bench's file: what is wrong with it, and what is not plugged in (RIG=FILE.toml): test/rigs/BENCH.md
	@RIG="$(RIG)" node test/hil/bench/check.ts

.PHONY: table
table: build ## a bench with nothing on it, until Ctrl-C: its cables are ttys, its unit is two processes with a plug (SITE=tee, FOLDER=build/table; then make hil RIG=build/table/table.toml)
	@SITE="$(if $(filter command line environment,$(origin SITE)),$(SITE))" FOLDER="$(FOLDER)" node test/hil/bench/lay.ts

.PHONY: hil-sumo
hil-sumo: build ## SUMO's drivers before a unit on real ttys and before one in fast simulation: whether they can tell (SEEDS=8, SECONDS=900, BESIDE=4, PATTERN=, DEMAND=, LOSS=, JSON=FILE)
	@$(MAKE) deps DEBIAN_PACKAGES=sumo
	@SCENARIO="$(SCENARIO)" SEEDS="$(SEEDS)" SECONDS=$(if $(filter command line environment,$(origin SECONDS)),$(SECONDS),900) BESIDE="$(BESIDE)" PATTERN="$(PATTERN)" DEMAND="$(DEMAND)" LOSS="$(LOSS)" JSON="$(JSON)" \
	  node test/hil/sumo/main.ts

.PHONY: bench-image
bench-image: build ## a unit's system: sizes, writing a card beside dd and bmaptool on one loop device, boot (RUNS=5, CARD=20: MB/s of a slow card; IMAGE=, BOOT= test-image's JSON, ONLY=, JSON=). As root
	@$(MAKE) deps DEBIAN_PACKAGES="bmap-tools diffutils util-linux"
	@mkdir -p build && RUNS=$(or $(RUNS),5) CARD=$(CARD) $(if $(IMAGE),IMAGE="$(IMAGE)") BOOT="$(BOOT)" ONLY="$(ONLY)" JSON="$(JSON)" node test/bench/image/main.ts

##@ To the street
PACKAGES ?= arm64 x64
.PHONY: package
package: build ## one executable and one .deb for each of PACKAGES="arm64 x64", in build/package: program, addons, Node and the list of parts
	@$(MAKE) deps DEBIAN_PACKAGES="binutils g++-aarch64-linux-gnu"
	@$(MAKE) $(ARM64_ADDON)
	@node deploy/package/main.ts $(foreach arch,$(PACKAGES),$(arch)=$$(node deploy/package/fetch-node.ts build/node $(arch)))

.PHONY: test-package
test-package: ## the packaged program at work: a whole unit on 64-bit ARM, emulated; the .deb and its services; two builds are equal
	@$(MAKE) deps DEBIAN_PACKAGES="$(ARM64_PACKAGES) mosquitto openssl systemd"
	@$(MAKE) package PACKAGES=arm64
	@test/run $(wildcard test/package/*.test.ts)

BOARD ?= generic-efi
KEYS ?= build/keys
IMAGE_PACKAGES := mmdebstrap genimage squashfs-tools mtools dosfstools e2fsprogs grub-common kmod cpio systemd openssl
.PHONY: image
image: $(KEYS)/root.crt ## a disk image of the whole system, for BOARD= (a folder of deploy/boards), which takes updates signed by KEYS=; SITE_FILE= goes onto its PROVISION partition. As root
	@$(MAKE) deps DEBIAN_PACKAGES="$(IMAGE_PACKAGES)"
	@$(MAKE) package PACKAGES=arm64
	@deploy/image/build $(BOARD) "$$(ls -t build/package/stopline_*_arm64.deb | head -1)" $(KEYS) $(SITE_FILE)

.PHONY: image-twice
image-twice: image ## whether another clone of this commit gives the same image, to the byte, from packages fetched anew (6 minutes; BOARD=, KEYS=). As root
	@deploy/image/twice $(BOARD) $(KEYS)

.PHONY: keys
keys: $(KEYS)/root.crt ## the keys that updates are signed with, in the folder KEYS=: an offline root, and a release key

$(KEYS)/root.crt:
	@echo "making keys for updates in $(KEYS). Whoever has root.key and release.key can put any program onto every unit of this image: keep them."
	@deploy/bundle/make-keys $(KEYS)

.PHONY: bundle
bundle: $(KEYS)/root.crt ## a signed update for running units, of the last image of BOARD=, into build/bundle; KEYS= must be the image's
	@$(MAKE) deps DEBIAN_PACKAGES="rauc squashfs-tools openssl"
	@mkdir -p build/bundle
	@deploy/bundle/build $(BOARD) $(KEYS) build/bundle/stopline-$(BOARD).raucb

.PHONY: test-image
test-image: build ## the image in an emulated machine, on a simulated street, through every drill or ONLY="names" (JSON=FILE; CUTS= power cuts; how long: test/image/README.md)
	@$(MAKE) deps DEBIAN_PACKAGES="qemu-system-arm qemu-efi-aarch64 u-boot-qemu mtools rauc squashfs-tools openssl e2fsprogs"
	@test -e build/image/$(BOARD)/stopline.img || { echo "there is no image yet: sudo make image BOARD=$(BOARD)"; exit 1; }
	@ONLY="$(ONLY)" JSON=$(JSON) CUTS=$(CUTS) node test/image/main.ts build/image/$(BOARD)/stopline.img

##@ Parts
.PHONY: build
build: $(MODULES) native proto ## whatever is missing for the verbs above

$(MODULES): package.json package-lock.json .npmrc
	@echo "installing what package-lock.json names (npm ci): a minute on a good line, several on a slow one or a busy machine; it says nothing until it is done"
	npm ci --loglevel=error
	@touch $@

.PHONY: native
native: $(ADDON) ## the native addon

$(ADDON): $(MODULES) $(shell find native -name '*.cc' -o -name '*.h' -o -name binding.gyp | grep -v -e '^native/build/')
	@test -d $(NODE_DIR) || { echo "stopline: no Node headers in $(NODE_DIR). On this machine install Node 24.21 with its headers and set NODE_DIR to its folder: make NODE_DIR=/opt/node-v24.21.0 …"; exit 1; }
	npm_config_nodedir=$(abspath $(NODE_DIR)) node-gyp rebuild -C native --silent
	@# Put in place in one step: a unit that runs from this checkout has the old file mapped, and writing into it would kill it.
	@mkdir -p $(dir $@) && cp native/build/Release/stopline.node $@.new && mv $@.new $@

.PHONY: proto
proto: $(WIRE) $(WIRE_DESCRIPTION) ## the protobuf code

$(WIRE_DESCRIPTION): $(MODULES) $(wildcard proto/stopline/v1/*.proto)
	@mkdir -p $(dir $@)
	pbjs -t json --keep-case -o $@ $(filter %.proto,$^)

$(WIRE): $(MODULES) $(wildcard proto/stopline/v1/*.proto)
	@mkdir -p $(dir $@)
	pbjs -t static-module -w esm -d --force-number --no-verify --no-service --no-delimited --no-typeurl -o $@ $(filter %.proto,$^)

.PHONY: asyncapi
asyncapi: build ## proto/asyncapi.yaml, from the table of topics and the .proto files
	node test/wire/asyncapi.ts > proto/asyncapi.yaml

.PHONY: wire-bytes
wire-bytes: build ## the bytes of messages that have none kept yet, into test/wire/<version>; changes no file that is there
	node test/wire/bytes.ts

.PHONY: deps
deps: ## install the Debian packages that tests and checks need (with apt, when root or sudo is there)
	@missing=$$(for p in $(DEBIAN_PACKAGES); do dpkg-query -W -f='$${Status}' $$p 2>/dev/null | grep -q '^install ok' || echo $$p; done); \
	if [ -n "$$missing" ]; then set -- $$missing; \
	  if [ "$$(id -u)" = 0 ]; then apt-get update -qq && DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends "$$@"; \
	  elif sudo -n true 2>/dev/null; then sudo apt-get update -qq && sudo DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends "$$@"; \
	  else echo "make $(or $(MAKECMDGOALS),$@) needs Debian packages. Type:"; echo "  sudo apt-get install $$*"; exit 1; fi; fi

.PHONY: clean
clean: ## remove what was built (node_modules too) and what the demo left
	rm -rf node_modules native/build native/prebuilds build proto/gen var .tap
