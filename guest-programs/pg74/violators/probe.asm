; VAX, PROBE: the supervisor has access to a word of the supervisor's.

        .include "common.asm"

start:  probe   @secret
        jz      virtual
        jump    bare
@secret: .psw   supervisor, 1, 0, 0
