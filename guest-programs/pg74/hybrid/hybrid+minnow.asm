; The hybrid monitor with one guest: minnow.

        .memory 1280
slice = 500
guests = 1
        .include "hybrid.asm"

blocks: .word   guest_1, bounds(guest_1, 0), guest_1_end - guest_1, 0
        .space  block_words - 4
guest_1: .program "../minnow/minnow.asm"
guest_1_end:
