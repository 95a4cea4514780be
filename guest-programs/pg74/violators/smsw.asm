; x86, SMSW: the mode and whether R relocates.

        .include "common.asm"

start:  smsw
        jz      bare
        jump    virtual
