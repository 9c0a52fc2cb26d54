# Tillit. The two commands: make demo, make test. Others: make help.
#
# Variables: CC, OPT (-O3), SANITIZE (address,undefined or thread), COVERAGE=1, WERROR=1, PREFIX, BUILD, PYTHON3 (3.10 or later).

MAKEFLAGS += -rR
VERSION := 0.1.0
# Programs linked with one library run with all of the same interface: while the first number is 0, of the same second.
INTERFACE := 0.1
BUILD   ?= build
PREFIX  ?= /usr/local
ifneq ($(filter default undefined,$(origin CC)),)
CC := gcc
endif
QUIET := $(if $(V),,@)
show = $(if $(V),,@printf "  %-4s %s\n" "$(1)" "$(2)")
OPT     ?= -O3
PKG_CONFIG ?= pkg-config
PYTHON3 ?= python3
CLANG   ?= 19
PYTHON  := .venv/bin/python
# The one that commands of the package are done by.
export TILLIT_PYTHON ?= $(CURDIR)/$(PYTHON)
RESULTS := analysis/results
JOBS    ?= $(shell nproc 2>/dev/null || echo 1)

# Debian calls the serial build hdf5-serial, other systems plain hdf5.
HDF5 := $(shell $(PKG_CONFIG) --exists hdf5-serial 2>/dev/null && echo hdf5-serial || echo hdf5)
LIBRARIES := $(HDF5) yaml-0.1 jansson

# -ffp-contract=off is not an option: without it results depend on the processor. -fno-trapping-math lets
# the planner loop be vectorised and changes no value.
# clang alone warns when a named whole number meets a real one; that is meant.
CLANG_ONLY := $(if $(findstring clang,$(CC)),-Wno-enum-float-conversion)
WARNINGS := -Wall -Wextra -Wpedantic -Wconversion -Wshadow -Wmissing-prototypes $(if $(SANITIZE)$(COVERAGE),,-Wframe-larger-than=24576) $(CLANG_ONLY)
STANDARD := -std=c11 -D_POSIX_C_SOURCE=200809L -D_DEFAULT_SOURCE -ffp-contract=off -fno-trapping-math -pthread
EXTRA    := $(if $(WERROR),-Werror) $(if $(SANITIZE),-g1 -fsanitize=$(SANITIZE) -fno-omit-frame-pointer) $(if $(findstring fuzzer,$(SANITIZE)),-fsanitize-coverage-ignorelist=tests/fuzz/uncounted.txt) $(if $(COVERAGE),-O0 -g --coverage)
# Against bytes from strangers: canaries, checked calls of the C library, and tables of addresses that cannot be written.
# They change no result. Sanitizers and unoptimised code have no use for checked calls; other linkers than Linux's, for -z.
HARDEN   := -fstack-protector-strong $(if $(SANITIZE)$(COVERAGE)$(filter -O0,$(OPT)),,-U_FORTIFY_SOURCE -D_FORTIFY_SOURCE=2)
comma    := ,
READONLY := $(if $(filter Linux,$(shell uname -s)),-Wl$(comma)-z$(comma)relro$(comma)-z$(comma)now)
# The library is not unloaded by dlclose: another thread, or jansson, may be in it.
STAYS    := $(if $(filter Linux,$(shell uname -s)),-Wl$(comma)-z$(comma)nodelete)
FLAGS    := $(STANDARD) $(OPT) $(WARNINGS) $(EXTRA) $(HARDEN) -fPIC -fvisibility=hidden -Imodel -Imodel/include -I$(BUILD)
LIBS     := $(shell $(PKG_CONFIG) --libs $(LIBRARIES) 2>/dev/null) -lhdf5$(if $(filter hdf5-serial,$(HDF5)),_serial)_hl -lm
LIBRARY_LIBS := $(shell $(PKG_CONFIG) --libs yaml-0.1 jansson 2>/dev/null) -lm -pthread
INCLUDES := $(shell $(PKG_CONFIG) --cflags $(LIBRARIES) 2>/dev/null | sed 's/-I/-isystem /g')

# The day decides how fast a test runs; what stands around it, and tests themselves, are built to be built quickly.
AROUND := $(if $(SANITIZE),-O0)
# Tests hold several configs at once.
TESTING := $(if $(filter -O0,$(OPT)),,$(if $(SANITIZE),-O0,-O1)) $(if $(SANITIZE)$(COVERAGE),,-Wframe-larger-than=65536)
around = $(if $(filter $(BUILD)/obj/core/%,$(1)),,$(AROUND))

# The planner's kernel is built once per instruction set and chosen at run time.
KERNELS :=
ifneq ($(filter x86_64 amd64,$(shell uname -m)),)
KERNELS := avx2
FLAGS   += -DTL_KERNEL_VARIANTS
endif
FLAGS_avx2   := -mavx2

# The rooms: each uses those before it alone (scripts/circles.py).
objects = $(patsubst model/%.c,$(BUILD)/obj/%.o,$(wildcard $(addsuffix /*.c,$(addprefix model/,$(1)))))
CORE  := $(call objects,core/*) $(KERNELS:%=$(BUILD)/obj/core/visits/plan_kernel_%.o)
FILES := $(call objects,system config run store)
CLI   := $(call objects,cli)
# The library is what its one header says: no HDF5.
LIBRARY := $(call objects,system config run library)
TESTS := $(patsubst tests/unit/%.c,$(BUILD)/tests/%,$(wildcard tests/unit/test_*.c))

# Tables of worlds.py about several providers: claims of a case, and in how many worlds they hold.
market-tables := customer-choice trust-saves-time botkyrka-lou linkoping-area-contracts linkoping-roll-out prior-predictive-market prior-predictive-tenders prior-predictive-areas

.PHONY: replication-kit predictions robustness calibrate recovery screen replications variants tests-built claims python-check faults fuzz slurm sweep-kills everywhere prior-predictive $(market-tables) tradeoffs cases ends failures validate national all demo test bench install deps deps-tests clean help explorer explorer-test explorer-digests explorer-page wasm wasm-tools to-install install-files unit python-tests docs docs-check format format-check tidy races coverage sanitize sanitize-sweeps sanitize-built fuzz-targets fast fast-format fast-tests full compilers tidy-deep FORCE

all: $(BUILD)/tillit $(BUILD)/libtillit.a $(BUILD)/libtillit.so

help:
	@echo "make demo       install what is missing, build, compare detail control with trust-based steering"
	@echo "make test       install what is missing, build, run every test"
	@echo "make fast       while working: warnings as errors, unit tests, quick Python tests, format, types, documents (under 3 minutes)"
	@echo "make full       the gate, as .ci/run: all tests, sanitizers, clang-tidy, races, compilers, fuzzing, Slurm (under 15 minutes)"
	@echo "make bench      speed, scaling, memory and the share of each mechanism"
	@echo "make install    command, library, pkg-config file and configs under PREFIX=$(PREFIX)"
	@echo "make docs       write the generated tables of docs/ (docs-check: do they and all links still hold?)"
	@echo "make sanitize   unit tests and the command under ASan and UBSan     make races   under TSan"
	@echo "make sanitize-sweeps  the same with all tests of sweeps: refused, stopped, killed"
	@echo "make validate   the model beside published figures, fitted and predicted"
	@echo "make calibrate  history matching of all free coefficients to six figures (recovery: are known points found again?)"
	@echo "make screen     which coefficients decide the demo's differences     make replications   how many are enough"
	@echo "make predictions every pattern wherever the fitted figures leave room (some thirty minutes)"
	@echo "make robustness do the demo's claims hold wherever the figures leave room? (some twenty minutes)"
	@echo "make variants   which published patterns reject which structural variant (some thirty minutes)"
	@echo "make fuzz       every reader of configs, tables and files under libFuzzer, FUZZ_SECONDS=300 each"
	@echo "make faults     a full disk, failing or short reads and writes, no memory, at every step of every command"
	@echo "make sweep-kills   a sweep killed at 50 random moments, runs stopped at 25, and resumed"
	@echo "make everywhere every preset, as it would be asked, of all 290 municipalities (some minutes)"
	@echo "make national   all Sweden for five years, with choice of provider where it was drawn (some minutes; 4 GB at most)"
	@echo "make slurm      a sweep on a real Slurm of its own (root; Debian: slurm-wlm, munge)"
	@echo "make cases      every case that is a course: its claims and what comes of them (some ten minutes)"
	@echo "make prior-predictive, make tradeoffs   worlds drawn from the priors (some ten minutes each)"
	@echo "make prior-predictive-market   the same for the market's numbers and the claims of customer choice (an hour; prior-predictive-tenders, -areas: those of Botkyrka and Linköping)"
	@echo "make customer-choice, make trust-saves-time   verdicts on strangers and their counter-runs; hours of control that it takes (some ten minutes each)"
	@echo "make botkyrka-lou, make linkoping-area-contracts   verdicts on tenders and free choice, and on area contracts (some ten minutes each)"
	@echo "make claims     what the demo's claims rest on, for its report (some minutes)"
	@echo "make ends       which numbers of the market move a claim at the ends of their ranges (some twenty minutes)"
	@echo "make failures   how each way of governing can fail"
	@echo "make coverage   line coverage of the tests              make tidy    clang-tidy (tidy-deep: the analyzer at its own depth)"
	@echo "make wasm       the library for WebAssembly, and its digests in node beside the command's"
	@echo "make explorer   the page with the model in it: build/explorer/tillit.html, and a folder for a server"
	@echo "make explorer-test   its tests, in node and in browsers     make explorer-digests   every municipality, regime and preset's arm"
	@echo "make compilers  the same digests from gcc and clang at every level"

# ---- build ------------------------------------------------------------------------------------------------------
$(BUILD)/obj/%.o: model/%.c $(BUILD)/flags
	@mkdir -p $(@D)
	$(call show,CC,$<)
	$(QUIET)$(CC) $(CPPFLAGS) $(FLAGS) $(call around,$@) $(INCLUDES) -MMD -MP -c $< -o $@

$(KERNELS:%=$(BUILD)/obj/core/visits/plan_kernel_%.o): $(BUILD)/obj/core/visits/plan_kernel_%.o: model/core/visits/plan_kernel.c $(BUILD)/flags
	@mkdir -p $(@D)
	$(call show,CC,$< for $*)
	$(QUIET)$(CC) $(CPPFLAGS) $(FLAGS) $(FLAGS_$*) -DTL_KERNEL=tl_plan_kernel_$* -MMD -MP -c $< -o $@

# What stands in result files; rewritten only when it changes. Another make may do the same just now: each has its own name.
$(BUILD)/build_info.h: FORCE
	@mkdir -p $(BUILD)
	@scripts/build-info.sh "$(VERSION)" "$(CC)" "$(STANDARD) $(OPT)$(if $(SANITIZE), -fsanitize=$(SANITIZE))" > $@.$$PPID
	@cmp -s $@.$$PPID $@ && rm $@.$$PPID || mv $@.$$PPID $@
$(BUILD)/obj/system/provenance.o: $(BUILD)/build_info.h

# A change of compiler or flags rebuilds everything.
$(BUILD)/flags: FORCE
	@mkdir -p $(BUILD)
	@echo '$(CC) $(CPPFLAGS) $(FLAGS)' | cmp -s - $@ || echo '$(CC) $(CPPFLAGS) $(FLAGS)' > $@

# What the program and tests are linked with; all its names are there.
$(BUILD)/libcore.a: $(CORE)
	$(call show,AR,$@)
	$(QUIET)rm -f $@ && ar rcs $@ $^
# Where Tillit's own configs are stands in one object alone: what is to be installed is linked anew, not built anew.
FINDER := $(BUILD)/obj/config/config_find.o
INSTALLED := $(BUILD)/installed
$(FINDER): CPPFLAGS += -DTL_DATA_DIR='"$(CURDIR)/configs"'
$(INSTALLED)/config_find.o: model/config/config_find.c $(BUILD)/flags FORCE
	@mkdir -p $(@D)
	$(call show,CC,$< for $(PREFIX))
	$(QUIET)$(CC) $(CPPFLAGS) -DTL_DATA_DIR='"$(PREFIX)/share/tillit/configs"' $(FLAGS) -c $< -o $@

# One object of all that the library is made of, in which nothing but tillit_* has a name for others.
define LIBRARY_OBJECT
	$(call show,LD,$@)
	$(QUIET)$(CC) -r -nostdlib $(filter %.o,$^) -o $@
	$(QUIET)objcopy --wildcard --keep-global-symbol='tillit_*' $@
endef
define LIBRARY_SHARED
	$(call show,LD,$@)
	$(QUIET)$(CC) $(FLAGS) $(READONLY) $(STAYS) -shared -Wl,-soname,libtillit.so.$(INTERFACE) $(filter %.o,$^) -o $@ $(LIBRARY_LIBS)
endef
define PROGRAM
	$(call show,LD,$@)
	$(QUIET)$(CC) $(FLAGS) -pie $(READONLY) $(filter %.o %.a,$^) -o $@ $(LIBS)
endef
installed = $(patsubst $(FINDER),$(INSTALLED)/config_find.o,$(1))
$(BUILD)/libtillit.o: $(CORE) $(LIBRARY)
	$(LIBRARY_OBJECT)
$(INSTALLED)/libtillit.o: $(CORE) $(call installed,$(LIBRARY))
	$(LIBRARY_OBJECT)
$(BUILD)/libtillit.so: $(CORE) $(LIBRARY)
	$(LIBRARY_SHARED)
$(INSTALLED)/libtillit.so: $(CORE) $(call installed,$(LIBRARY))
	$(LIBRARY_SHARED)
$(BUILD)/tillit: $(CLI) $(FILES) $(BUILD)/libcore.a
	$(PROGRAM)
$(INSTALLED)/tillit: $(CLI) $(call installed,$(FILES)) $(BUILD)/libcore.a
	$(PROGRAM)
%/libtillit.a: %/libtillit.o
	$(call show,AR,$@)
	$(QUIET)rm -f $@ && ar rcs $@ $^

# What tests share is compiled once, and of the rest a test links what it uses; lld links in a tenth of the time, where it is.
SUPPORT := $(patsubst %,$(BUILD)/tests/support/%.o,testlib configlib librarylib changelib marketlib checkpointlib)
LINKER := $(if $(shell command -v ld.lld),$(if $(findstring clang,$(CC)),-fuse-ld=lld))
$(SUPPORT): $(BUILD)/tests/support/%.o: tests/support/%.c
	@mkdir -p $(@D)
	$(call show,CC,$<)
	$(QUIET)$(CC) $(CPPFLAGS) $(FLAGS) $(TESTING) $(INCLUDES) -Itests -MMD -MP -c $< -o $@
$(BUILD)/tests/libsupport.a: $(SUPPORT) $(call objects,library) $(FILES)
	$(call show,AR,$@)
	$(QUIET)rm -f $@ && ar rcs $@ $^

# Tests hold whole configs on their stack, and run on the main thread's.
define TEST_LINKED
	@mkdir -p $(@D)
	$(call show,TEST,$<)
	$(QUIET)$(CC) $(CPPFLAGS) $(FLAGS) $(TESTING) $(INCLUDES) -Itests -MMD -MP $< $(filter %.o %.a,$^) -o $@ $(LINKER) $(LIBS) $(shell $(PKG_CONFIG) --libs cmocka 2>/dev/null)
endef
# These need the core alone: other compilers and the thread sanitizer build nothing else for them.
CORE_TESTS := $(addprefix $(BUILD)/tests/,test_crew test_determinism)
$(CORE_TESTS): $(BUILD)/tests/%: tests/unit/%.c $(BUILD)/tests/support/testlib.o $(BUILD)/libcore.a
	$(TEST_LINKED)
$(BUILD)/tests/%: tests/unit/%.c $(BUILD)/tests/libsupport.a $(BUILD)/libcore.a
	$(TEST_LINKED)

$(BUILD)/bench: tests/support/bench.c $(BUILD)/libcore.a
	$(call show,LD,$@)
	$(QUIET)$(CC) $(CPPFLAGS) $(FLAGS) $^ -o $@ -lm

$(BUILD)/market_months: tests/support/market_months.c $(FILES) $(BUILD)/libcore.a
	$(call show,LD,$@)
	$(QUIET)$(CC) $(CPPFLAGS) $(FLAGS) $(INCLUDES) $^ -o $@ $(LIBS)

# Targets of libFuzzer; all else must have its instrumentation (sanitize-built).
fuzz-targets: $(patsubst tests/fuzz/%.c,$(BUILD)/target-%,$(filter-out %/fuzzlib.c %/damage.c,$(wildcard tests/fuzz/*.c)))
$(BUILD)/target-%: tests/fuzz/%.c tests/fuzz/fuzzlib.c tests/fuzz/damage.c $(FILES) $(BUILD)/libcore.a
	$(call show,FUZZ,$<)
	$(QUIET)$(CC) $(CPPFLAGS) $(FLAGS) $(TESTING) -fsanitize=fuzzer $(INCLUDES) -Itests/fuzz $^ -o $@ $(LINKER) $(LIBS)

# The reference implementation of PCG is C++ (Debian: libpcg-cpp-dev); elsewhere this test is left out.
PCG_REFERENCE := $(if $(wildcard /usr/include/pcg_random.hpp),$(BUILD)/tests/pcg_reference)
$(BUILD)/tests/pcg_reference: tests/unit/test_pcg_reference.cpp
	@mkdir -p $(@D)
	$(call show,TEST,$<)
	$(QUIET)g++ -std=c++17 -O2 -Imodel $< -o $@

# ---- the two commands -------------------------------------------------------------------------------------------
deps:
	@PYTHON3=$(PYTHON3) scripts/install-deps.sh
deps-tests:
	@PYTHON3=$(PYTHON3) scripts/install-deps.sh tests

# In a second make, since what is installed first decides how the rest is built.
demo: deps
	@$(MAKE) --no-print-directory -j$(JOBS) all
	@mkdir -p results
	$(BUILD)/tillit experiment experiments/trust-based-steering.yaml --set run.replicates=6 --out results/demo.h5 --overwrite
	@$(MAKE) --no-print-directory .venv/users
	$(BUILD)/tillit report results/demo.h5 --out results/demo.html --overwrite

test: deps-tests
	@$(MAKE) --no-print-directory -j$(JOBS) .venv/installed all tests-built
	@$(MAKE) --no-print-directory all unit python-tests docs-check

tests-built: $(TESTS) $(PCG_REFERENCE)
# As many at a time as there are processors; what each says stays together.
unit: $(BUILD)/tillit $(TESTS) $(PCG_REFERENCE)
	@$(MAKE) --no-print-directory -j$(JOBS) --output-sync=target $(addsuffix .passes,$(filter-out $(addprefix $(BUILD)/tests/,$(UNTRIED)),$(TESTS)) $(PCG_REFERENCE))
%.passes: %
	@echo "== $<"; TILLIT=$(BUILD)/tillit $<

# pip leaves compiling to the first use; where that is forbidden, each start of Python would compile its packages anew.
unexport PYTHONDONTWRITEBYTECODE
# What users need, and what developers need besides.
PIP := .venv/bin/pip install --quiet --no-compile --disable-pip-version-check
venv_size = @echo "  PIP  .venv holds $$(du -sm .venv | cut -f1) MB"
.venv/users: analysis/requirements.txt pyproject.toml setup.py
	$(call show,PIP,.venv: the pinned packages of $<)
	$(QUIET)$(PYTHON3) -m venv .venv
	$(QUIET)$(PIP) -r $<
	$(QUIET)$(PIP) --no-deps -e .
	$(venv_size)
	@touch $@
.venv/installed: analysis/requirements-dev.txt .venv/users
	$(call show,PIP,.venv: also those of $<)
	$(QUIET)$(PIP) -r $<
	$(venv_size)
	@touch $@

# Loaded before the C library, they make calls on files, or allocations, fail. Linux's loader and streams.
SHIMS := $(BUILD)/tests/faults.so $(BUILD)/tests/allocations.so
$(SHIMS): $(BUILD)/tests/%.so: tests/support/%.c
	@mkdir -p $(@D)
	$(call show,TEST,$<)
	$(QUIET)$(CC) -std=c11 -O1 $(WARNINGS) $(if $(WERROR),-Werror) -fPIC -shared $< -o $@

# A file's tests stay together: some share what they made.
# A test that does not end says where it stands.
TOGETHER := -q -o faulthandler_timeout=600 --numprocesses $(JOBS) --dist loadfile
# Files of tests use all processors already; threads of linear algebra would only wait for each other.
python-tests: export OPENBLAS_NUM_THREADS := 1
python-tests: all to-install $(SHIMS) .venv/installed
	TILLIT=$(abspath $(BUILD)/tillit) $(PYTHON) -m pytest $(TOGETHER) tests
	TILLIT=$(abspath $(BUILD)/tillit) $(PYTHON) -m pytest $(TOGETHER) analysis

# While working: what most mistakes are found by, in a build of its own, so that its flags rebuild nothing else.
FAST := $(patsubst %,tests/cli/test_%.py,cli claims experiments layout mistaken municipalities readme)
FAST_BUILD := BUILD=build/fast OPT=-O2 WERROR=1
fast: deps-tests
	@scripts/lanes.sh .venv/installed "$(FAST_BUILD) all tests-built" fast-format circles
	@scripts/lanes.sh fast-tests "$(FAST_BUILD) unit" python-check "$(FAST_BUILD) docs-check"
fast-tests: export TILLIT_LIBRARY := $(abspath build/fast/libtillit.so)
fast-tests:
	TILLIT=$(abspath build/fast/tillit) $(PYTHON) -m pytest $(TOGETHER) $(FAST)
fast-format:
	@if command -v clang-format-$(CLANG) >/dev/null; then $(MAKE) --no-print-directory format-check; else echo "no clang-format-$(CLANG): the format is not checked"; fi

# The gate. All steps are of the same flags, so that the tree is built once for gcc, once for clang with sanitizers, and
# the core alone for other compilers. First what others stand on, then what needs it, the longest first.
full: export WERROR := 1
full: deps-tests
	@scripts/lanes.sh .venv/installed "all tests-built" sanitize-built tidy format-check circles
	@scripts/lanes.sh test "sanitize fuzz FUZZ_SECONDS=4" "wasm explorer-test explorer-page" slurm compilers races python-check
# In the gate, under sanitizers, the commands that read most; and the ends of the scale of compilers, beside the tree itself (gcc -O3) and that of the sanitizers (clang -O1); else every pair.
full: export COMMANDS := $(patsubst %,tests/cli/test_%.py,cli sweep_stored)
full: export PAIRS := gcc -O0|clang-$(CLANG) -O3 -march=native
compilers:
	CLANG=clang-$(CLANG) tests/support/compilers.sh

bench: deps
	@$(MAKE) --no-print-directory all $(BUILD)/bench
	$(BUILD)/bench

# A sweep killed at 50 random moments, each time resumed, merged and compared; runs and experiments stopped at 25.
sweep-kills: $(BUILD)/tillit .venv/installed
	TILLIT=$(abspath $(BUILD)/tillit) TILLIT_SWEEP_KILLS=50 $(PYTHON) -m pytest -q tests/cli/test_sweep_stops.py tests/cli/test_checkpoint.py -k "killed or stopped_by_signals"

# In the tests some; here all municipalities.
everywhere: $(BUILD)/tillit .venv/installed
	TILLIT=$(abspath $(BUILD)/tillit) TILLIT_EVERYWHERE=1 $(PYTHON) -m pytest $(TOGETHER) tests/cli/test_everywhere.py

# An array killed, cancelled, requeued and submitted again; says why it is skipped where it cannot be done.
slurm: $(BUILD)/tillit .venv/installed
	TILLIT=$(abspath $(BUILD)/tillit) TILLIT_SLURM=1 $(PYTHON) -m pytest -q -rs tests/cli/test_slurm.py

# What takes longer than a test: their tables stand in docs/RESULTS.md and docs/results/.
prior-predictive $(market-tables) tradeoffs cases: $(BUILD)/tillit
	scripts/worlds.py $@ --tillit $(BUILD)/tillit
claims: $(BUILD)/tillit
	$(BUILD)/tillit claims experiments/trust-based-steering-settled.yaml --set run.replicates=4 --format json --quiet > $(RESULTS)/claims.json
ends: $(BUILD)/tillit
	scripts/ends.py scripts/ends.yaml --tillit $(BUILD)/tillit
failures: $(BUILD)/tests/test_failures
	$< | grep '^|' | scripts/worlds.py insert failures
# Each prints its tables and puts them there.
TABLES = $(BUILD)/tillit
into = > $(BUILD)/$(1).md && cat $(BUILD)/$(1).md && scripts/worlds.py insert $(1) < $(BUILD)/$(1).md
calibrate: $(BUILD)/tillit $(BUILD)/libtillit.so .venv/users
	$(TABLES) calibrate --folder $(RESULTS) --overwrite $(call into,calibration)
recovery: $(BUILD)/tillit $(BUILD)/libtillit.so .venv/users
	$(TABLES) calibrate --recover 12 --sizes 300 200 --last 40 --replicates 4 $(call into,recovery)
screen: $(BUILD)/tillit $(BUILD)/libtillit.so .venv/users
	$(TABLES) screen --results $(RESULTS)/screening.csv --overwrite $(call into,screening)
robustness: $(BUILD)/tillit $(BUILD)/libtillit.so .venv/users
	$(TABLES) robustness experiments/trust-based-steering-settled.yaml --replicates 4 --results $(RESULTS)/robustness.csv --overwrite $(call into,robustness)
predictions: $(BUILD)/tillit $(BUILD)/libtillit.so .venv/users
	$(TABLES) predictions --results $(RESULTS)/predictions.csv --overwrite $(call into,predictions)
replications: $(BUILD)/tillit $(BUILD)/libtillit.so .venv/users
	$(TABLES) replications experiments/trust-based-steering-settled.yaml $(call into,replications)
validate: $(BUILD)/tillit $(BUILD)/libtillit.so .venv/users
	$(TABLES) validate --json $(RESULTS)/fit.json --overwrite $(call into,validate)
	$(TABLES) validate --market $(call into,market)
# Who provides care in a municipality is drawn: for the country and its types, not for one by name.
national: $(BUILD)/tillit
	$(BUILD)/tillit run configs/sweden-market.yaml --out $(BUILD)/national.h5 --overwrite
variants: $(BUILD)/tillit $(BUILD)/libtillit.so .venv/users
	$(TABLES) validate --variants $(call into,variants)

# For someone who would build the model anew from its description: ODD and what belongs to it, small worlds, what each
# unit counts each day.
replication-kit: $(BUILD)/tillit $(BUILD)/market_months
	PYTHONPATH=tests MARKET_MONTHS=$(abspath $(BUILD)/market_months) TILLIT=$(abspath $(BUILD)/tillit) python3 tests/support/replication_kit.py $(BUILD)/replication-kit

# ---- WebAssembly ------------------------------------------------------------------------------------------------------
# The library as it is, for wasm32-wasi: no threads, no signals, nothing written. Debian: see WASM_PACKAGES. It compiles
# libyaml and jansson itself, from the distribution's sources.
WASM := $(BUILD)/wasm
WASM_SOURCES := $(WASM)/sources
WASM_PACKAGES := clang-$(CLANG) lld-$(CLANG) libclang-rt-$(CLANG)-dev-wasm32 wasi-libc nodejs
WASM_LIBRARIES := /usr/lib/wasm32-wasi/libc.a /usr/lib/llvm-$(CLANG)/lib/clang/$(CLANG)/lib/wasi/libclang_rt.builtins-wasm32.a
# The days are built to be fast, what is around them to be small; 128-bit SIMD without its relaxed part gives the same bits.
WASM_LEVEL = $(if $(findstring /obj/core/,$@),-O2,-Os)
WASM_CC = clang-$(CLANG) --target=wasm32-wasi -nostdlibinc -isystem /usr/include/wasm32-wasi $(WASM_LEVEL) -msimd128 -mnontrapping-fptoint -mbulk-memory -mmutable-globals -msign-ext -fvisibility=hidden
WASM_ROOMS := $(filter-out %/run/stop.o %/system/temporary.o %/system/whole_file.o,$(patsubst $(BUILD)/obj/%,$(WASM)/obj/%,$(filter-out %_avx2.o,$(CORE)) $(LIBRARY)))
WASM_YAML := $(patsubst %,$(WASM)/yaml/%.o,api parser reader scanner)
WASM_JSON := $(patsubst %,$(WASM)/json/%.o,dump error hashtable hashtable_seed load memory pack_unpack strbuffer strconv utf value version)
wasm: wasm-tools $(BUILD)/tillit
	@$(MAKE) --no-print-directory $(WASM)/tillit.wasm
	node --no-warnings --experimental-wasi-unstable-preview1 tests/wasm/digests.mjs $(WASM)/tillit.wasm $(BUILD)/tillit
wasm-tools:
	@for need in clang-$(CLANG) wasm-ld-$(CLANG) node; do command -v $$need >/dev/null || lacking="$$lacking $$need"; done; \
	for need in $(WASM_LIBRARIES); do [ -e $$need ] || lacking="$$lacking $$need"; done; \
	[ -z "$$lacking" ] || { echo "tillit: WebAssembly needs$$lacking; Debian: apt-get install $(WASM_PACKAGES)" >&2; exit 1; }
$(WASM_SOURCES)/unpacked: scripts/wasm-sources.sh
	scripts/wasm-sources.sh $(WASM_SOURCES)
	@touch $@
$(WASM)/obj/system/provenance.o: $(BUILD)/build_info.h
$(WASM)/obj/%.o: model/%.c $(WASM_SOURCES)/unpacked | $(BUILD)/build_info.h
	@mkdir -p $(@D)
	$(call show,WASM,$<)
	$(QUIET)$(WASM_CC) $(filter-out -pthread,$(STANDARD)) $(filter-out -Wframe%,$(WARNINGS)) -Wno-enum-float-conversion $(if $(WERROR),-Werror) -DTL_DATA_DIR='"/configs"' -Imodel -Imodel/include -I$(BUILD) -isystem $(WASM_SOURCES)/jansson/src -isystem $(WASM_SOURCES)/libyaml/include -MMD -MP -c $< -o $@
$(WASM)/yaml/%.o: $(WASM_SOURCES)/unpacked
	@mkdir -p $(@D)
	$(QUIET)$(WASM_CC) -DYAML_VERSION_MAJOR=0 -DYAML_VERSION_MINOR=2 -DYAML_VERSION_PATCH=5 -DYAML_VERSION_STRING='"0.2.5"' -I$(WASM_SOURCES)/libyaml/include -c $(WASM_SOURCES)/libyaml/src/$*.c -o $@
$(WASM)/json/%.o: $(WASM_SOURCES)/unpacked
	@mkdir -p $(@D)
	$(QUIET)$(WASM_CC) -DHAVE_STDINT_H -I$(WASM_SOURCES)/jansson/src -c $(WASM_SOURCES)/jansson/src/$*.c -o $@
WASM_LINKED := $(WASM_ROOMS) $(WASM_YAML) $(WASM_JSON)
define WASM_MODULE
	$(call show,LD,$@)
	$(QUIET)wasm-ld-$(CLANG) -O2 --gc-sections --strip-all --stack-first -z stack-size=2097152 --max-memory=4294967296 --entry=_initialize \
	  $(1) --export=malloc --export=free /usr/lib/wasm32-wasi/crt1-reactor.o $(WASM_LINKED) -L/usr/lib/wasm32-wasi -lc -lm $(lastword $(WASM_LIBRARIES)) -o $@
endef
$(WASM)/tillit.wasm: $(WASM_LINKED)
	$(call WASM_MODULE,--export-dynamic --export-table --growable-table)
-include $(WASM_ROOMS:.o=.d)

# ---- the page -----------------------------------------------------------------------------------------------------------
# One file that opens without a server, and a folder for a server of files; node and npm besides what WebAssembly needs.
EXPLORER := analysis/explorer
CALLED := $(EXPLORER)/src/engine/functions.ts
# Of the library what the page calls: the file is to be small enough for a mail.
$(WASM)/explorer.wasm: $(WASM_LINKED) $(CALLED)
	$(call WASM_MODULE,$(patsubst %,--export=%,$(shell grep -o 'tillit_[a-z_]*' $(CALLED))))
explorer: wasm-tools $(EXPLORER)/node_modules
	@$(MAKE) --no-print-directory $(WASM)/explorer.wasm
	cd $(EXPLORER) && node build.mjs $(abspath $(WASM)/explorer.wasm) $(abspath $(BUILD)/explorer)
# Twice the same bytes; types and style; units beside the command; the pages in browsers.
explorer-test: explorer $(BUILD)/tillit
	cd $(EXPLORER) && npm run --silent check
	cd $(EXPLORER) && node tests/twice.mjs $(abspath $(WASM)/explorer.wasm) $(abspath $(BUILD)/explorer)
	cd $(EXPLORER) && node tests/unit.mjs
	cd $(EXPLORER) && node tests/digests.mjs $(JOBS) sample
	cd $(EXPLORER) && node --test tests/browser/*.test.mjs
# Every municipality, regime and arm of a preset: the module beside the command.
explorer-digests: explorer $(BUILD)/tillit
	cd $(EXPLORER) && node tests/digests.mjs $(JOBS)

# The report's template is made of analysis/explorer and committed, so that a report needs no node. Fails if it was another.
PAGE := analysis/tillit/report/page.html
explorer-page: analysis/explorer/node_modules
	cd analysis/explorer && node report.mjs $(abspath $(BUILD)/page.html)
	@cmp -s $(BUILD)/page.html $(PAGE) || { cp $(BUILD)/page.html $(PAGE); echo "tillit: $(PAGE) was not what analysis/explorer makes; now it is, and has to be committed" >&2; exit 1; }
analysis/explorer/node_modules: analysis/explorer/package-lock.json
	cd analysis/explorer && npm ci --no-audit --no-fund --silent
	@touch $@

# ---- documents ----------------------------------------------------------------------------------------------------
docs: $(BUILD)/tillit
	scripts/docs.py --tillit $(BUILD)/tillit
docs-check: $(BUILD)/tillit circles layers
	scripts/docs.py --tillit $(BUILD)/tillit --check
# No module includes another in a circle, no room one above it.
.PHONY: circles layers
circles:
	@scripts/circles.py
# Plan, execute, keep, store, read, verify: each in one place; and how long each room is.
layers:
	@scripts/layers.py
	@scripts/lines.py

# ---- quality ------------------------------------------------------------------------------------------------------
SOURCES = $(wildcard model/*/*.[ch] model/*/*/*.[ch] tests/*/*.[ch] examples/*.c examples/*.cpp)
format:
	clang-format-$(CLANG) -i $(SOURCES)
format-check:
	@clang-format-$(CLANG) --dry-run -Werror $(SOURCES)
REFERENCE := tests/reference tests/support/replication_kit.py
# The reference is typed strictly; its test is written as all tests are.
python-check: .venv/installed
	.venv/bin/ruff check -q analysis setup.py
	.venv/bin/ruff format -q --check analysis setup.py
	.venv/bin/ruff check -q $(REFERENCE)
	.venv/bin/ruff format -q --check $(REFERENCE)
	.venv/bin/mypy
	.venv/bin/mypy --strict --exclude /test_ tests/reference
# Nearly all its time is the analyzer's, which follows a function's paths until it has seen so many states: clang's own
# measure, with which tidy-deep runs, takes some ten times as long.
STATES := 3000
ANALYZER = -Xclang -analyzer-config -Xclang max-nodes=$(STATES)
tidy: $(BUILD)/build_info.h
	@printf '%s\n' $(wildcard model/*/*.c model/*/*/*.c) | xargs -P $(JOBS) -I {} clang-tidy-$(CLANG) --quiet --warnings-as-errors='*' {} -- $(CPPFLAGS) $(STANDARD) $(INCLUDES) -Imodel -Imodel/include -I$(BUILD) $(ANALYZER)
tidy-deep:
	$(MAKE) --no-print-directory STATES=225000 tidy
COMMANDS ?= $(patsubst %,tests/cli/test_%.py,cli experiments verify sweep_stored)
# One tree for the unit tests, the command and the fuzz targets, which want clang's instrumentation.
SANITIZED := BUILD=build/sanitize CC=clang-$(CLANG) OPT=-O1 SANITIZE=fuzzer-no-link,address,undefined
sanitize-built:
	@$(MAKE) --no-print-directory -s -j$(JOBS) $(SANITIZED) build/sanitize/tillit tests-built fuzz-targets
# Tests that simulate for long and read nothing that other tests here, or the fuzz targets, do not read.
SIMULATED := test_sweep.py::test_every_preset_runs_as_a_sweep \
  $(patsubst %,test_verify.py::test_%,a_sample_reruns_the_first_replicates every_arm_of_an_experiment_is_run_again another_program_is_said_to_have_made_it results_that_differ_say_where_they_part results_of_other_shapes_are_not_compared the_config_of_a_file_gives_the_same_bits) \
  $(patsubst %,test_experiments.py::test_%,every_measure_has_a_swedish_name_that_fits a_claim_says_what_it_rests_on claims_as_json_say_what_they_rest_on)
sanitize: sanitize-built .venv/installed
	TILLIT_MOMENTS=6 $(MAKE) --no-print-directory $(SANITIZED) UNTRIED="test_failures test_continuity test_course test_mechanisms test_digest" unit
	TILLIT=$(abspath build/sanitize/tillit) TILLIT_SWEEP_KILLS=2 UBSAN_OPTIONS=halt_on_error=1 $(PYTHON) -m pytest $(TOGETHER) $(SIMULATED:%=--deselect tests/cli/%) $(COMMANDS)
# All tests of sweeps: what runs, is refused, stopped and killed.
sanitize-sweeps:
	$(MAKE) --no-print-directory COMMANDS="$(wildcard tests/cli/test_sweep*.py)" sanitize
faults: $(BUILD)/tillit $(BUILD)/tests/test_results_whole $(SHIMS) .venv/installed
	TILLIT_EVERY_FAULT=1 $(BUILD)/tests/test_results_whole
	TILLIT=$(abspath $(BUILD)/tillit) TILLIT_EVERY_FAULT=1 $(PYTHON) -m pytest $(TOGETHER) tests/cli/test_faults.py tests/cli/test_allocations.py
FUZZ_SECONDS ?= 300
fuzz: sanitize-built
	scripts/fuzz.sh $(FUZZ_SECONDS)
# Threads within a run, and the pool that makes runs.
RACES := $(addprefix build/races/tests/,test_crew test_determinism test_execute test_checkpoint)
races:
	$(MAKE) --no-print-directory -s -j$(JOBS) WERROR= BUILD=build/races SANITIZE=thread OPT=-O1 $(RACES)
	for test in $(RACES); do TILLIT_MOMENTS=6 TSAN_OPTIONS=halt_on_error=1 $$test || exit 1; done
coverage: .venv/installed
	$(MAKE) --no-print-directory BUILD=build/coverage COVERAGE=1 OPT=-O0 unit
	TILLIT=$(abspath build/coverage/tillit) $(PYTHON) -m pytest $(TOGETHER) $(COMMANDS) $(patsubst %,tests/cli/test_%.py,change sweep_stops sweep_refusals)
	gcovr --root . --filter model/ build/coverage

# ---- install ------------------------------------------------------------------------------------------------------
install: to-install
	@$(MAKE) --no-print-directory install-files
to-install: $(addprefix $(INSTALLED)/,tillit libtillit.a libtillit.so)
# Of what was built; nothing is built here, so that a test may call it while others run.
install-files:
	install -d $(DESTDIR)$(PREFIX)/bin $(DESTDIR)$(PREFIX)/lib/pkgconfig $(DESTDIR)$(PREFIX)/include $(DESTDIR)$(PREFIX)/share/tillit
	install -m 755 $(INSTALLED)/tillit $(DESTDIR)$(PREFIX)/bin
	install -d $(DESTDIR)$(PREFIX)/share/bash-completion/completions
	env -u TILLIT_CONFIGS -u TILLIT_DATA $(INSTALLED)/tillit completion bash > $(DESTDIR)$(PREFIX)/share/bash-completion/completions/tillit
	install -m 644 model/include/tillit.h $(DESTDIR)$(PREFIX)/include
	install -m 644 $(INSTALLED)/libtillit.a $(DESTDIR)$(PREFIX)/lib
	install -m 755 $(INSTALLED)/libtillit.so $(DESTDIR)$(PREFIX)/lib/libtillit.so.$(VERSION)
	ln -sf libtillit.so.$(VERSION) $(DESTDIR)$(PREFIX)/lib/libtillit.so.$(INTERFACE)
	ln -sf libtillit.so.$(INTERFACE) $(DESTDIR)$(PREFIX)/lib/libtillit.so
	sed 's|@prefix@|$(PREFIX)|; s|@version@|$(VERSION)|' model/library/tillit.pc.in > $(DESTDIR)$(PREFIX)/lib/pkgconfig/tillit.pc
	cp -r configs experiments $(DESTDIR)$(PREFIX)/share/tillit

clean:
	rm -rf build

-include $(CORE:.o=.d) $(FILES:.o=.d) $(CLI:.o=.d) $(LIBRARY:.o=.d) $(TESTS:=.d) $(SUPPORT:.o=.d)
