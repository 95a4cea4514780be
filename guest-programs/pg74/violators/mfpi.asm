; PDP-11, MFPI: reads the physical word in supervisor mode, and behind R in user mode.
; R is moved by 2, so that the two differ; addresses behind lr are therefore 2 less.

        .include "common.asm"

start:  lr      =bounds(2, memory - 2)
        .word   0, 0
        mfpi    marker
        jz      @other - 2
        lpsw    to_bare - 2
@other: lpsw    to_virtual - 2
to_bare: .psw   supervisor, bare, 0, memory
to_virtual: .psw supervisor, virtual, 0, memory
marker: .word   1, 0, 0
