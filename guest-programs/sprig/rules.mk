# sprig: two images from the same sources, with a machine-mode part of its own or above an SBI.

SPRIG_PROGRAMS := shell ls cat write remove echo ps primes mandelbrot race memory crash
SPRIG_FILES := sprig/files/welcome.txt sprig/files/demo.txt sprig/files/long.txt
SPRIG_DISK_BLOCKS := 192
SPRIG_LOAD_PROGRAMS := load unix compiler database
SPRIG_LOADS := $(sort $(wildcard sprig/load/*.txt))

IMAGE_NAMES += sprig.elf sprig-sbi.elf sprig-pv.elf sprig-load.elf sprig-disk.img

SPRIG_USER := $(SPRIG_PROGRAMS:%=$(BUILD)/sprig/%.elf)
SPRIG_USER_PARTS := sprig/user/start.S sprig/user/lib.c
SPRIG_HEADERS := $(wildcard sprig/*.h sprig/user/*.h) sprig/rules.mk Makefile
SPRIG_KERNEL := $(addprefix sprig/,boot.S trap.S ramdisk.S main.c console.c devicetree.c memory.c \
  process.c user.c trap.c syscall.c plic.c disk.c files.c)

# FP for the programs that have some; the calling convention stays the integer one.
$(BUILD)/sprig/mandelbrot.elf $(BUILD)/sprig/race.elf: CFLAGS += -march=rv64gc

SPRIG_LOAD_USER := $(SPRIG_LOAD_PROGRAMS:%=$(BUILD)/sprig/%.elf)
$(SPRIG_USER) $(SPRIG_LOAD_USER): $(BUILD)/sprig/%.elf: sprig/user/%.c $(SPRIG_USER_PARTS) sprig/user/user.ld $(SPRIG_HEADERS)
	@mkdir -p $(@D) && $(CC) $(CFLAGS) $(LDFLAGS) -n -T sprig/user/user.ld $(SPRIG_USER_PARTS) $< -o $@

$(BUILD)/sprig/disk.img: sprig/mkfs.py $(SPRIG_USER) $(SPRIG_FILES)
	@python3 sprig/mkfs.py $@ $(SPRIG_DISK_BLOCKS) $(SPRIG_USER) $(SPRIG_FILES)

SPRIG_BUILD = @mkdir -p $(@D) && $(CC) $(CFLAGS) $(LDFLAGS) -n -Wa,-I$(<D) -T sprig/kernel.ld \
  $(filter %.S %.c,$^) -o $@

$(IMAGES)/sprig.elf: $(BUILD)/sprig/disk.img sprig/machine.S $(SPRIG_KERNEL) sprig/platform-machine.c sprig/kernel.ld $(SPRIG_HEADERS)
	$(SPRIG_BUILD) -Wl,--defsym=LOAD_ADDRESS=0x80000000

$(IMAGES)/sprig-sbi.elf: $(BUILD)/sprig/disk.img $(SPRIG_KERNEL) sprig/platform-sbi.c sprig/kernel.ld $(SPRIG_HEADERS)
	$(SPRIG_BUILD) -Wl,--defsym=LOAD_ADDRESS=0x80200000

# The same kernel, which asks for the paravirtual interface and uses it where it is: with the usual
# files, and with loads to measure.
SPRIG_PARAVIRTUAL := $(SPRIG_KERNEL) $(addprefix sprig/,paravirtual.S paravirtual.c platform-sbi.c)
$(IMAGES)/sprig-pv.elf: private CFLAGS += -DPARAVIRTUAL

# The loads have fork, exec and pipes beside; the other images stay as they are.
$(IMAGES)/sprig-load.elf: private CFLAGS += -DPARAVIRTUAL -DUNIX_CALLS

$(IMAGES)/sprig-pv.elf: $(BUILD)/sprig/disk.img $(SPRIG_PARAVIRTUAL) sprig/kernel.ld $(SPRIG_HEADERS)
	$(SPRIG_BUILD) -Wl,--defsym=LOAD_ADDRESS=0x80200000

$(IMAGES)/sprig-load.elf: $(BUILD)/sprig-load/disk.img $(SPRIG_PARAVIRTUAL) sprig/pipe.c sprig/kernel.ld $(SPRIG_HEADERS)
	$(SPRIG_BUILD) -Wl,--defsym=LOAD_ADDRESS=0x80200000

$(BUILD)/sprig-load/disk.img: sprig/mkfs.py $(BUILD)/sprig/shell.elf $(SPRIG_LOAD_USER) $(SPRIG_LOADS)
	@mkdir -p $(@D) && python3 sprig/mkfs.py $@ $(SPRIG_DISK_BLOCKS) $(filter %.elf %.txt,$^)

# The same files on a disk to attach.
$(IMAGES)/sprig-disk.img: $(BUILD)/sprig/disk.img
	@mkdir -p $(@D) && cp $< $@
