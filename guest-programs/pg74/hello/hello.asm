; hello: prints a line and halts.

        .memory 64
        .psw    supervisor, start, 0, memory    ; 0: what the machine starts with
        .psw    supervisor, trapped, 0, memory  ; 1: where traps go

start:  loadi   next            ; A := the character that next points at
        jz      @done
        sio     0
        load    next
        add     =1
        store   next
        jump    start
@done:  halt

trapped: halt                   ; nothing here traps

next:   .word   text
text:   .string "hello, third generation\n"
