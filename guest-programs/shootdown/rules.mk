# shootdown in S-mode, above an SBI; the one for M-mode is built like the other bare programs.

IMAGE_NAMES += shootdown-sbi.elf

$(IMAGES)/shootdown-sbi.elf: shootdown/shootdown.c shootdown/start-sbi.S shootdown/rules.mk $(BARE_PARTS)
	@mkdir -p $(@D) && sed 's/0x80000000/0x80200000/' bare/bare.ld >$(BUILD)-sbi.ld && \
	  $(CC) $(CFLAGS) $(LDFLAGS) -DSBI -Ibare -T $(BUILD)-sbi.ld shootdown/start-sbi.S bare/bare.c $< -o $@
