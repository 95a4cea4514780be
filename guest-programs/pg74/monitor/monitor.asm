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

        .include "frame.asm"

run_supervisor = enter          ; virtual supervisor mode is executed directly
