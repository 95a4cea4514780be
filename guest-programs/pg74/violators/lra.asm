; IBM, LRA without its trap: on a bare machine that has not moved R, the real address is the address.

        .include "common.asm"

start:  lra     word
        sub     =word
        jz      bare
        jump    virtual
