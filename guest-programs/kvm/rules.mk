# kvm: a program of a Linux machine, static, without a C library; and a small guest for it.

IMAGE_NAMES += kvm.elf kvm-guest.elf

KVM := $(addprefix kvm/,start.S kvm.c text.c load.c tree.c)
$(IMAGES)/kvm.elf: $(KVM) $(wildcard kvm/*.h) kvm/rules.mk Makefile
	@mkdir -p $(@D) && $(CC) $(CFLAGS) $(LDFLAGS) -mno-relax -fno-tree-loop-distribute-patterns \
	  $(KVM) -o $@

$(IMAGES)/kvm-guest.elf: kvm/guest.c kvm/guest-start.S bare/bare.ld kvm/rules.mk Makefile
	@mkdir -p $(@D) && sed 's/0x80000000/0x80200000/' bare/bare.ld >$(BUILD)-kvm.ld && \
	  $(CC) $(CFLAGS) $(LDFLAGS) -T $(BUILD)-kvm.ld kvm/guest-start.S kvm/guest.c -o $@
