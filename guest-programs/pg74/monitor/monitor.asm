; monitor: a virtual machine monitor in the machine's own instructions, the construction of the
; paper's Theorem 1: dispatcher, allocator, and an interpreter routine for each privileged
; instruction. It is itself a program of the machine, so it can be its own guest (Theorem 2).
;
; A file that includes this one comes first with
;
;       .memory ...             all memory, the guests' included
; slice = ...                   user-mode steps that a guest gets at a time, at least 2
; guests = ...                  how many there are
;
; and behind it has a block for each guest, then the guests themselves:
;
; blocks: .word   guest_1, bounds(guest_1, 0), guest_1_end - guest_1, 0
;         .space  block_words - 4
; guest_1: .program "guest.asm"
; guest_1_end:
;
; The fourth word is a character that is printed before each line of this guest, 0 for none.

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
