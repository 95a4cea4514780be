; The monitor with two guests side by side: minnow, and the monitor with hello.

        .memory 2048
slice = 200
guests = 2
        .include "monitor.asm"

blocks: .word   guest_1, bounds(guest_1, 0), guest_1_end - guest_1, '1'
        .space  block_words - 4
        .word   guest_2, bounds(guest_2, 0), guest_2_end - guest_2, '2'
        .space  block_words - 4
guest_1: .program "../minnow/minnow.asm"
guest_1_end:
guest_2: .program "monitor+hello.asm"
guest_2_end:
