; x86, SGDT and its like: where R is. A bare machine starts with a relocation of 0.

        .include "common.asm"

start:  sgdt    word
        load    word
        shr     at.l
        jz      bare
        jump    virtual
