; x86, LAR: the supervisor may look at a word of the supervisor's.

        .include "common.asm"

start:  lar     @secret
        jz      virtual
        jump    bare
@secret: .psw   supervisor, 1, 0, 0
