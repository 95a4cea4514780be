; 68000, MOVE from SR: the mode.

        .include "common.asm"

start:  movesr
        jz      bare
        jump    virtual
