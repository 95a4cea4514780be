; The frame of a monitor: the words that it begins with, constants, and its parts.

        .psw    supervisor, boot, 0, memory
        .psw    supervisor, dispatcher, 0, memory

mode_bit = 1 << at.m            ; the fields of a program status word, in their places
p_mask = ((1 << address.bits) - 1) << at.p
p_one = 1 << at.p
r_mask = (1 << at.p) - 1
bound_mask = (1 << at.l) - 1
address_mask = (1 << address.bits) - 1

        .include "dispatcher.asm"
        .include "allocator.asm"
        .include "interpreter.asm"
        .include "console.asm"
        .include "data.asm"
