# The bare programs: one C file each, on top of bare/.

BARE := sensitive page-fault crash harts shootdown compute compute-long
IMAGE_NAMES += $(addsuffix .elf,$(BARE))

BARE_SOURCES := bare/start.S bare/bare.c
BARE_PARTS := $(BARE_SOURCES) bare/bare.h bare/bare.ld bare/rules.mk Makefile
BARE_BUILD = @mkdir -p $(@D) && $(CC) $(CFLAGS) $(LDFLAGS) -Ibare -T bare/bare.ld \
  $(BARE_SOURCES) $(filter %/$*.c,$^) -o $@

# compute comes in two lengths (see compute/README.md).
$(IMAGES)/compute.elf: CFLAGS += -DROUNDS=10
$(IMAGES)/compute-long.elf: compute/compute.c $(BARE_PARTS)
	@mkdir -p $(@D) && $(CC) $(CFLAGS) $(LDFLAGS) -DROUNDS=50 -Ibare -T bare/bare.ld \
	  $(BARE_SOURCES) $< -o $@

.SECONDEXPANSION:
$(patsubst %,$(IMAGES)/%.elf,$(filter-out compute-long,$(BARE))): $(IMAGES)/%.elf: $$*/$$*.c $(BARE_PARTS)
	$(BARE_BUILD)
