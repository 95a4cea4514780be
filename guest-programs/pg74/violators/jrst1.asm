; PDP-10, JRST 1: in virtual supervisor mode it should have led to user mode, where rmode traps.

        .include "common.asm"

start:  jrst1   @user
@user:  rmode
        jump    virtual
