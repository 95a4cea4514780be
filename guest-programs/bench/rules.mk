# bench: every kernel in one image, with a machine-mode part of its own; the one image with F and D.

IMAGE_NAMES += bench.elf

BENCH_C := main arguments paging privileged mix records sha256 sort compress bytecode numeric chase
BENCH := $(addprefix bench/,start.S loops.S cold.S $(addsuffix .c,$(BENCH_C)))
BENCH_PARTS := sprig/devicetree.c bare/bare.c
BENCH_FLAGS := $(subst rv64imac,rv64gc,$(CFLAGS:-mabi=lp64=-mabi=lp64d)) -fno-math-errno \
  -fno-tree-loop-distribute-patterns

$(IMAGES)/bench.elf: $(BENCH) $(BENCH_PARTS) bench/bench.h bare/bare.h bare/bare.ld \
  sprig/kernel.h sprig/abi.h bench/rules.mk Makefile
	@mkdir -p $(@D) && $(CC) $(BENCH_FLAGS) $(LDFLAGS) -Ibare -T bare/bare.ld $(BENCH) \
	  $(BENCH_PARTS) -o $@
