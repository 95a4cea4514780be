; x86, PUSHF: the mode among the flags.

        .include "common.asm"

start:  pushf   word
        load    word
        and     user_word
        jz      bare
        jump    virtual
