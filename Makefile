# Placeholder until the build room is done: compiles everything in src.
CC ?= gcc
PKGS = libxml-2.0 harfbuzz harfbuzz-subset icu-uc jansson libcrypto libdeflate lcms2
CFLAGS = -std=c11 -O2 -g -D_GNU_SOURCE -Isrc -Wall -Wextra -Wpedantic -Wshadow -Wconversion -Werror $(shell pkg-config --cflags $(PKGS))
