; ARMv7, CPS: in virtual supervisor mode it should have led to user mode, where rmode traps.

        .include "common.asm"

start:  cps     user
        rmode
        jump    virtual
