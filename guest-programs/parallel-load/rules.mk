# parallel-load: a program of a Linux machine, not of a bare one; static, without a C library.

IMAGE_NAMES += parallel-load.elf

PARALLEL_LOAD := $(addprefix parallel-load/,start.S load.c rounds.c)
$(IMAGES)/parallel-load.elf: $(PARALLEL_LOAD) $(wildcard parallel-load/*.h) parallel-load/rules.mk Makefile
	@mkdir -p $(@D) && $(CC) $(CFLAGS) $(LDFLAGS) -mno-relax -fno-tree-loop-distribute-patterns \
	  $(PARALLEL_LOAD) -o $@
