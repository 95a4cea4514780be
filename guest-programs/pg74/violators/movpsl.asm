; VAX, MOVPSL: the mode.

        .include "common.asm"

start:  movpsl  word
        load    word
        jz      bare
        jump    virtual
