; The hybrid monitor with one guest: the hybrid monitor with one guest, which asks where it is.

        .memory 2048
slice = 500
guests = 1
        .include "hybrid.asm"

blocks: .word   guest_1, bounds(guest_1, 0), guest_1_end - guest_1, 0
        .space  block_words - 4
guest_1: .program "hybrid+jrst1.asm"
guest_1_end:
