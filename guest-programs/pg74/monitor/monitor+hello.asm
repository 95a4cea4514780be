; The monitor with one guest: hello.

        .memory 640
slice = 100
guests = 1
        .include "monitor.asm"

blocks: .word   guest_1, bounds(guest_1, 0), guest_1_end - guest_1, 0
        .space  block_words - 4
guest_1: .program "../hello/hello.asm"
guest_1_end:
