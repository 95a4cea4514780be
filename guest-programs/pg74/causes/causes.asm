; causes: takes a trap of every cause, in every mode that it can come from, and prints what the
; processor stored: cause, mode, and the program counter.

        .memory 512
        .psw    supervisor, start, 0, memory
        .psw    supervisor, trapped, 0, memory

; The next experiment: a text, and the program status word to try it with.
start:  loadi   next
        jz      @done
        call    print
        load    next
        add     =1
        store   next
        loadi   next
        store   try
        load    next
        add     =1
        store   next
        lit     3               ; only user mode counts it down, so only the last one feels it
        stimer
        lpsw    try
@done:  halt

; Reports the trap: the old program status word is in location 0.
trapped: lit    0
        stimer
        load    0
        shr     at.cause
        call    print_digit
        load    0
        shr     at.m
        and     =1
        call    print_digit
        load    0
        shr     at.p
        and     =0xffff
        sub     =experiments    ; as distance from the first one
        call    print_digit
        lit     '\n'
        sio     0
        jump    start

print_digit: .word 0
        add     ='0'
        store   digit
        lit     ' '
        sio     0
        load    digit
        sio     0
        jumpi   print_digit

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

experiments: load 65535         ; 0: beyond the bound
bad:    .word   0               ; 1: no instruction
call_it: svc    1               ; 2: traps behind itself
quit:   halt                    ; 3: privileged
spin:   jump    spin            ; 4: for the timer

next:   .word   table
try:    .word   0
digit:  .word   0
character: .word 0

table:  .word   text_beyond
        .psw    supervisor, experiments, 0, memory
        .word   text_beyond
        .psw    user, experiments, 0, memory
        .word   text_none
        .psw    supervisor, bad, 0, memory
        .word   text_none
        .psw    user, bad, 0, memory
        .word   text_call
        .psw    supervisor, call_it, 0, memory
        .word   text_call
        .psw    user, call_it, 0, memory
        .word   text_halt
        .psw    user, quit, 0, memory
        .word   text_spin
        .psw    user, spin, 0, memory
        .word   text_fetch
        .psw    user, experiments, 0, experiments
        .word   0

text_beyond: .string "load beyond the bound:"
text_none: .string "no instruction:"
text_call: .string "supervisor call:"
text_halt: .string "halt:"
text_spin: .string "a loop:"
text_fetch: .string "fetch beyond the bound:"
