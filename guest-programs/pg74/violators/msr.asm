; ARMv7, MSR: in virtual supervisor mode it should have led to user mode, where rmode traps.

        .include "common.asm"

start:  load    user_word
        msr
        rmode
        jump    virtual
