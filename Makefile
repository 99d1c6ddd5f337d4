# Engross. `make help` lists what can be made. GNU make 4.3, gcc, Debian 12.
#
# On a machine where nothing is installed: `make deps publish`, and `make deps check` to test. Since `deps` may be one
# goal of several, nothing that it installs is asked for while this file is read: pkg-config and the compiler are first
# run when a recipe needs them, and all objects wait for `deps` when it is among the goals.

SHELL := /bin/sh
.DELETE_ON_ERROR:
.SUFFIXES:
.DEFAULT_GOAL := all

# As many jobs as processors, unless -j was given.
ifeq ($(filter -j%,$(MAKEFLAGS)),)
MAKEFLAGS += -j$(shell nproc)
endif

# ---------------------------------------------------------------- Debian packages: the one list
BUILD_PACKAGES := gcc libc6-dev make pkg-config libxml2-dev libhpdf-dev libpng-dev libharfbuzz-dev libicu-dev \
	libhyphen-dev hyphen-en-gb nettle-dev libdeflate-dev libjansson-dev liblcms2-dev libqpdf-dev liblzma-dev zlib1g-dev \
	g++ fonts-noto-core
CHECK_PACKAGES := libcmocka-dev unicode-data clang clang-format clang-tidy valgrind qpdf poppler-utils python3 python3-pikepdf \
	python3-lxml python3-jsonschema nodejs npm maven default-jre-headless jing
BENCH_PACKAGES := python3 python3-venv python3-lxml python3-pikepdf libxml2-utils poppler-utils mandoc fop weasyprint
FUZZ_PACKAGES := clang libclang-rt-14-dev libharfbuzz-bin python3
PACKAGES := $(sort $(BUILD_PACKAGES) $(if $(filter check check-long,$(MAKECMDGOALS)),$(CHECK_PACKAGES) $(FUZZ_PACKAGES)) \
	$(if $(filter fuzz,$(MAKECMDGOALS)),$(FUZZ_PACKAGES)) \
	$(if $(filter bench,$(MAKECMDGOALS)),$(BENCH_PACKAGES)))

# ---------------------------------------------------------------- compiler, libraries
CC := gcc
PKGS := libxml-2.0 icu-uc harfbuzz harfbuzz-subset libpng
# Linked in, these spare each start the time of loading them: a tenth of what one document takes. Of the first three we
# use a function or two. ICU brings 30 MB of data, hardly any of which is ever read, and needs the C++ library; libxml2
# needs ICU. So the program alone has these two linked in; what is built for tests takes the shared ones.
ARCHIVES := -lnettle -ldeflate -lhyphen -ljansson
ARCHIVES_engross := -lxml2 -llzma -licuuc -licudata -lstdc++
WARNINGS := -Wall -Wextra -Wpedantic -Wshadow -Wconversion -Wstrict-prototypes -Wmissing-prototypes -Wcast-qual \
	-Wformat=2 -Wundef -Wvla -Werror
# libharu exports some names without a prefix; hidden visibility keeps ours from standing in for them.
CFLAGS := -std=c11 -g -D_GNU_SOURCE -Isrc $(WARNINGS) -fvisibility=hidden -fstack-protector-strong -pthread
LDFLAGS := -pthread -Wl,-z,relro,-z,now

# Each variant has its own objects. `plain` is what is published; `asan` and `tsan` are for the tests; `fuzz` is for
# tests/fuzz.
CFLAGS_plain := -O3 -U_FORTIFY_SOURCE -D_FORTIFY_SOURCE=2
CFLAGS_asan := -O1 -fno-omit-frame-pointer -fsanitize=address,undefined -fno-sanitize-recover=all
LDFLAGS_plain :=
LDFLAGS_asan := -fsanitize=address,undefined
CFLAGS_tsan := -O1 -fno-omit-frame-pointer -fsanitize=thread
LDFLAGS_tsan := -fsanitize=thread
CC_fuzz := clang
CFLAGS_fuzz := -O2 -DWORK_LIMIT=1000000 -DELEMENTS_MAX=20000 -DVISITS_MAX=20000 -DCHECKS_MAX=2000000 -DREADING_MAX=1000000 -Wno-string-conversion -fno-omit-frame-pointer -fsanitize=fuzzer-no-link,address,undefined -fno-sanitize-recover=all
# A clean end for want of memory is a finding here: tests/fuzz/scratch.c stands before _exit.
LDFLAGS_fuzz := -fsanitize=fuzzer,address,undefined -Wl,--wrap=_exit

# Evaluated once, when first used (the variable then replaces itself by its value).
probe = $(eval $(1) := $$(shell $(2)))$(if $(filter 0,$(.SHELLSTATUS)),,$(error $(3)))$($(1))
NO_PACKAGE := a package is missing, see above: run `make deps`
PKG_CFLAGS = $(call probe,PKG_CFLAGS,pkg-config --cflags $(PKGS) || pkg-config --print-errors --exists $(PKGS),$(NO_PACKAGE))
PKG_LIBS = $(call probe,PKG_LIBS,pkg-config --libs $(PKGS),$(NO_PACKAGE))
# GNU/Linux has iconv in its C library; elsewhere it is GNU libiconv.
ICONV_PROBE := printf '\043include <iconv.h>\nint main(void) { return iconv_open("", "") == 0; }\n' | $(CC) -x c - -o /dev/null
ICONV_LIBS = $(call probe,ICONV_LIBS,if $(ICONV_PROBE) 2>/dev/null; then :; else $(ICONV_PROBE) -liconv && echo -liconv; fi,no iconv)
LIBS = -Wl,-Bstatic $(ARCHIVES) -Wl,-Bdynamic $(PKG_LIBS) -lhpdf -lm $(ICONV_LIBS)
# Whatever the archives satisfy leaves no shared library behind (--as-needed). What they define is hidden, so that the
# shared libraries which use the same keep to their own.
LIBS_engross = -Wl,--as-needed,--exclude-libs,ALL -Wl,-Bstatic $(ARCHIVES_engross) -Wl,-Bdynamic -static-libgcc $(LIBS) -lz

# These are no part of the program: they are programs that write some of its source.
PROFILE := build/made/profile
GRAMMARS := build/made/grammars
PROFILE_SOURCES := src/pdf/profile.c
GRAMMARS_SOURCES := $(addprefix src/read/,tabulate.c components.c simple.c automaton.c regular.c)
SCHEMAS := $(addprefix sources/schema/,engross.xsd profiles.xsd words.xsd) styles/style.xsd fonts/fonts.xsd
SOURCES := $(sort $(filter-out $(PROFILE_SOURCES) $(GRAMMARS_SOURCES),$(wildcard src/*.c src/*/*.c)) $(PROFILE).c $(GRAMMARS).c)
UNITS := $(sort $(wildcard tests/unit/test_*.c))
# What goes first when it is among the goals, whatever -j says.
FIRST := $(filter deps clean,$(MAKECMDGOALS))

.PHONY: all deps print-cflags publish check check-long accept bench fuzz fuzzers units units-asan asan tsan install clean help
all: build/engross

build/engross: build/plain/engross
	@ln -f $< $@

$(PROFILE): src/pdf/profile.c src/pdf/profile.h | $(FIRST)
	@mkdir -p $(@D)
	@$(CC) $(CFLAGS) $(CFLAGS_plain) $< -o $@ $(call probe,LCMS,pkg-config --cflags --libs lcms2,$(NO_PACKAGE))

$(PROFILE).c: $(PROFILE)
	@$< >$@

$(GRAMMARS): $(GRAMMARS_SOURCES) $(addprefix src/base/,arena.c list.c hash.c length.c) $(wildcard src/read/*.h src/base/*.h) | $(FIRST)
	@mkdir -p $(@D)
	@$(CC) $(CFLAGS) $(CFLAGS_plain) $(call probe,LIBXML,pkg-config --cflags --libs libxml-2.0,$(NO_PACKAGE)) $(filter %.c,$^) -o $@ \
	    -lxml2 -lnettle

# xml.xsd is what engross.xsd imports.
$(GRAMMARS).c: $(GRAMMARS) $(SCHEMAS) sources/schema/xml.xsd
	@$< $(SCHEMAS) >$@

# Says what is being made, unless make is silent.
say = @$(if $(findstring s,$(firstword -$(MAKEFLAGS))),:,echo)

# $(1): variant. Programs of tests/unit link all of src except main.c.
define variant
OBJECTS_$(1) := $$(SOURCES:%.c=build/$(1)/%.o)
UNITS_$(1) := $$(UNITS:tests/unit/%.c=build/$(1)/unit/%)

build/$(1)/%.o: %.c | $$(FIRST)
	@mkdir -p $$(@D)
	$$(say) "  cc    $$<$(if $(filter plain,$(1)),, ($(1)))"
	@$$(or $$(CC_$(1)),$$(CC)) $$(CFLAGS) $$(CFLAGS_$(1)) $$(PKG_CFLAGS) -MMD -MP -c $$< -o $$@

build/$(1)/engross: $$(OBJECTS_$(1))
	$$(say) "  link  $$@"
	@$$(CC) $$(LDFLAGS) $$(LDFLAGS_$(1)) $$^ $$(LIBS$(if $(filter plain,$(1)),_engross)) -o $$@

$$(UNITS_$(1)): build/$(1)/unit/%: build/$(1)/tests/unit/%.o $$(filter-out build/$(1)/src/main.o,$$(OBJECTS_$(1)))
	@mkdir -p $$(@D)
	@$$(CC) $$(LDFLAGS) $$(LDFLAGS_$(1)) $$^ $$(LIBS) -lcmocka -o $$@

# Programs that tests run beside ours, linked as those of tests/unit are.
build/$(1)/tools/%: build/$(1)/tests/tools/%.o $$(filter-out build/$(1)/src/main.o,$$(OBJECTS_$(1)))
	@mkdir -p $$(@D)
	@$$(CC) $$(LDFLAGS) $$(LDFLAGS_$(1)) $$^ $$(LIBS) -o $$@

-include $$(OBJECTS_$(1):.o=.d) $$(UNITS:%.c=build/$(1)/%.d) $$(wildcard build/$(1)/tests/tools/*.d)
endef
$(eval $(call variant,plain))
$(eval $(call variant,asan))
$(eval $(call variant,tsan))
$(eval $(call variant,fuzz))
.SECONDARY:

# Makes calls of the program fail in tests: loaded before it.
build/test/hostile/inject.so: tests/tools/inject.c
	@mkdir -p $(@D)
	@$(CC) -std=c11 -D_GNU_SOURCE -O1 -Wall -Wextra -Werror -shared -fPIC $< -o $@ -ldl

# For tests/bench, linked as the program is.
build/bench/floor build/bench/measure: build/bench/%: tests/bench/%.c | $(FIRST)
	@mkdir -p $(@D)
	@$(CC) $(CFLAGS) $(CFLAGS_plain) $(PKG_CFLAGS) $< -o $@ $(LDFLAGS) $(LIBS_engross)

# A target of tests/fuzz is named by its file.
FUZZ_TARGETS := source $(if $(wildcard src/read/rulebook.h),rules) style layout font pictures encoding extract
FUZZ_SHARED := $(patsubst %,build/fuzz/tests/fuzz/%.o,scratch xml grammar grammar_table grammar_style)
FUZZ_PROGRAMS := $(FUZZ_TARGETS:%=build/fuzz/target/%)

$(FUZZ_PROGRAMS): build/fuzz/target/%: build/fuzz/tests/fuzz/%.o $(FUZZ_SHARED) $(filter-out build/fuzz/src/main.o,$(OBJECTS_fuzz))
	@mkdir -p $(@D)
	$(say) "  link  $@"
	@$(CC_fuzz) $(LDFLAGS) $(LDFLAGS_fuzz) $^ $(LIBS) -o $@

-include $(patsubst %.c,build/fuzz/%.d,$(wildcard tests/fuzz/*.c))

units: $(UNITS_plain)
units-asan: $(UNITS_asan)
asan: build/asan/engross
tsan: build/tsan/engross
fuzzers: $(FUZZ_PROGRAMS)

# ---------------------------------------------------------------- goals
# A package counts as there when dpkg has it, or, for a tool, when a command of that name is found.
deps:
	@missing=; for p in $(PACKAGES); do \
	    dpkg-query -W -f='$${db:Status-Abbrev}' $$p 2>/dev/null | grep -q '^ii' || command -v $$p >/dev/null || \
	    missing="$$missing $$p"; \
	done; \
	case " $$missing " in *" maven "*) ! command -v mvn >/dev/null || missing=$$(echo "$$missing " | sed 's/ maven / /');; esac; \
	[ -n "$$missing" ] || { echo "deps: all there"; exit 0; }; \
	command -v apt-get >/dev/null || { echo "deps: no apt-get here; please install:$$missing" >&2; exit 1; }; \
	sudo=; [ "$$(id -u)" = 0 ] || sudo=sudo; \
	echo "deps: installing$$missing"; \
	log=$$({ $$sudo apt-get -q update && \
	    $$sudo env DEBIAN_FRONTEND=noninteractive apt-get -q -y install --no-install-recommends $$missing; } 2>&1) || \
	{ echo "$$log" >&2; echo "deps: could not install:$$missing" >&2; exit 1; }

publish check check-long accept bench fuzz install: | $(FIRST)

publish: build/engross
	fonts/install
	build/engross build --style nhs --style large-print

# The runner starts compilers of its own accord: they must not share this make's jobs.
check:
	@env -u MAKEFLAGS -u MAKELEVEL tests/run

check-long:
	@env -u MAKEFLAGS -u MAKELEVEL tests/run --long

accept: build/engross
	@env -u MAKEFLAGS -u MAKELEVEL tests/tools/golden --accept

bench: build/engross
	@env -u MAKEFLAGS -u MAKELEVEL tests/bench/run

# Seconds for each target, and which: `make fuzz SECONDS_EACH=600 TARGETS="source style"`.
SECONDS_EACH ?= 60
TARGETS ?= $(FUZZ_TARGETS)
fuzz: fuzzers
	@env -u MAKEFLAGS -u MAKELEVEL tests/fuzz/run $(SECONDS_EACH) $(TARGETS)

PREFIX ?= /usr/local
install: build/engross
	install -D -m 755 build/engross $(DESTDIR)$(PREFIX)/bin/engross
	install -D -m 644 src/engross.1 $(DESTDIR)$(PREFIX)/share/man/man1/engross.1

# For clang-tidy.
print-cflags:
	@echo $(filter-out -Werror,$(CFLAGS)) $(PKG_CFLAGS)

clean:
	rm -rf build

help:
	@echo 'make deps        install the Debian packages that the other goals on the line need (root or sudo)'
	@echo 'make             compile build/engross'
	@echo 'make publish     set up the fonts; typeset every document of sources/ into out/, in both styles'
	@echo 'make check       run every test, twelve minutes on two processors; tests/run GROUP runs one group'
	@echo 'make check-long  the same and the slow groups'
	@echo 'make accept      rewrite the expected files of tests/cases; then read what git says has changed'
	@echo 'make bench       compare time, memory and size with Typst, FOP, WeasyPrint and mandoc, and with the least possible'
	@echo 'make fuzz        throw random input at each reader and at layout, a minute each (SECONDS_EACH=60, TARGETS=...)'
	@echo 'make install     copy the program and its man page below DESTDIR and PREFIX (/usr/local)'
	@echo 'make clean       remove build/'
