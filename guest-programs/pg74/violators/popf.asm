; x86, POPF: in virtual supervisor mode it should have led to user mode, where rmode traps.

        .include "common.asm"

start:  popf    user_word
        rmode
        jump    virtual
