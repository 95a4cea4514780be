# micro: two images from the same sources, with a machine-mode part of its own or above an SBI.

IMAGE_NAMES += micro.elf micro-sbi.elf

MICRO := $(addprefix micro/,supervisor.S loops.S micro.c arguments.c paging.c operations.c)
MICRO_PARTS := $(MICRO) sprig/devicetree.c sprig/kernel.h sprig/abi.h bare/bare.c bare/bare.h \
  bare/bare.ld micro/micro.h micro/marks.S micro/rules.mk Makefile
MICRO_BUILD = $(CC) $(CFLAGS) $(LDFLAGS) -Ibare -Wa,-Imicro $(filter micro/%.S,$<) $(MICRO) \
  sprig/devicetree.c bare/bare.c -o $@

$(IMAGES)/micro.elf: micro/start-machine.S $(MICRO_PARTS)
	@mkdir -p $(@D) && $(MICRO_BUILD) -T bare/bare.ld

$(IMAGES)/micro-sbi.elf: micro/start-sbi.S $(MICRO_PARTS)
	@mkdir -p $(@D) $(BUILD) && sed 's/0x80000000/0x80200000/' bare/bare.ld >$(BUILD)/micro-sbi.ld && \
	  $(MICRO_BUILD) -T $(BUILD)/micro-sbi.ld
