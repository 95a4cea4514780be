; escape: a program in user mode tries to get out, an instruction at a time. The kernel puts each
; attempt into a region of three words, runs it there, and says how it ended.

        .memory 640
        .psw    supervisor, start, 0, memory
        .psw    supervisor, trapped, 0, memory

start:  loadi   next            ; the attempt's name
        jz      @done
        call    print
        lit     ':'
        sio     0
        lit     ' '
        sio     0
        load    next
        add     =1
        store   next
        loadi   next            ; the attempt
        store   cage
        load    next
        add     =1
        store   next
        load    =svc_0          ; what comes behind it if it does not trap
        store   cage + 1
        load    =bounds(0, 3)
        store   cage + 2
        lit     8
        stimer
        load    =0x41
        lpsw    caged
@done:  halt

trapped: load   0
        shr     at.cause
        add     =outcomes - 1
        store   character
        loadi   character
        call    print
        jump    start

print:  .word   0
        store   character
@next:  loadi   character
        jz      @end
        sio     0
        load    character
        add     =1
        store   character
        jump    @next
@end:   jumpi   print

svc_0 = opcode.svc << address.bits

caged:  .psw    user, 0, cage, 3
cage:   .space  3

character: .word 0
next:   .word   table
outcomes: .word text_memory, text_privileged, text_nothing, text_timer
text_memory: .string "memory trap\n"
text_privileged: .string "privileged-instruction trap\n"
text_nothing: .string "comes back by a supervisor call\n"
text_timer: .string "ended by the timer\n"

; What is tried: a name, and an instruction.
table:  .word   try_1, opcode.load << address.bits | 3
        .word   try_2, opcode.store << address.bits | 65535
        .word   try_3, opcode.loadi << address.bits | 2
        .word   try_4, opcode.jump << address.bits | 3
        .word   try_5, opcode.call << address.bits | 2
        .word   try_6, opcode.lpsw << address.bits | 2
        .word   try_7, opcode.lr << address.bits | 2
        .word   try_8, opcode.rmode << address.bits
        .word   try_9, opcode.smode << address.bits
        .word   try_10, opcode.tmode << address.bits | 1
        .word   try_11, opcode.halt << address.bits
        .word   try_12, opcode.stimer << address.bits
        .word   try_13, opcode.rtimer << address.bits
        .word   try_14, opcode.sio << address.bits
        .word   try_15, -1
        .word   try_16, opcode.jump << address.bits
        .word   try_17, opcode.load << address.bits | 2
        .word   0

try_1: .string "reads outside"
try_2: .string "writes outside"
try_3: .string "reads outside through a pointer"
try_4: .string "jumps outside"
try_5: .string "calls outside"
try_6: .string "loads a program status word"
try_7: .string "loads R"
try_8: .string "reads the mode"
try_9: .string "sets the mode"
try_10: .string "tests the mode"
try_11: .string "halts the machine"
try_12: .string "turns the timer off"
try_13: .string "reads the timer"
try_14: .string "prints past the kernel"
try_15: .string "executes no instruction"
try_16: .string "keeps the processor"
try_17: .string "reads its own word"
