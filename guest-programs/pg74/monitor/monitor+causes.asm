; The monitor with one guest: causes.

        .memory 1024
slice = 500
guests = 1
        .include "monitor.asm"

blocks: .word   guest_1, bounds(guest_1, 0), guest_1_end - guest_1, 0
        .space  block_words - 4
guest_1: .program "../causes/causes.asm"
guest_1_end:
