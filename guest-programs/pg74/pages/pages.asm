; pages: pages on demand, on the machine `paged`. R is the place and the length of a page table; a
; word of it holds a page's physical address, and above that a bit that says that the page is there.

        .memory 2048            ; eight frames of 256 words
page = 1 << (address.bits / 2)
there = 1 << address.bits

        .psw    supervisor, start, kernel_table, 8
        .psw    supervisor, trapped, kernel_table, 8

start:  lit     text_start
        call    print
        lpsw    user_psw

; The user's instruction is executed again once its page is there.
trapped: store  user_a
        load    0
        store   user_psw
        shr     at.cause
        sub     =cause.memory
        jz      memory_trap
        sub     =cause.svc - cause.memory
        jz      supervisor_call
        lit     text_error
        call    print
        halt

; Which page? That of the instruction, if it is missing; else that of the operand.
memory_trap: load user_psw
        shr     at.p
        and     =0xffff
        call    look_up
        load    entry
        jz      @missing
        loadi   physical
        and     =0xffff
        call    look_up
        load    entry
        jz      @missing
        lit     text_error      ; it is there: then it was not this
        call    print
        halt
@missing: load  number
        sub     =user_pages
        jn      @give
        lit     text_end
        call    print
        halt
@give:  lit     text_page
        call    print
        load    number
        call    print_digit
        lit     text_frame
        call    print
        load    free_frame
        call    print_digit
        lit     '\n'
        sio     0
        load    free_address
        add     =there
        storei  entry_pointer
        load    free_address
        add     =page
        store   free_address
        load    free_frame
        add     =1
        store   free_frame
        load    user_a
        lpsw    user_psw

; svc prints A as a digit.
supervisor_call: load user_a
        call    print_digit
        lit     '\n'
        sio     0
        load    user_a
        lpsw    user_psw

; The user's address A: its page's number, entry (0 if there is none), and the physical address.
look_up: .word  0
        store   physical
        shr     address.bits / 2
        store   number
        add     =user_table
        store   entry_pointer
        load    number
        sub     =user_pages
        jn      @inside
        lit     0
        store   entry
        jumpi   look_up
@inside: loadi  entry_pointer
        store   entry
        load    physical
        and     =page - 1
        add     entry
        and     =0xffff
        store   physical
        jumpi   look_up

print_digit: .word 0
        add     ='0'
        sio     0
        jumpi   print_digit

print:  .word   0
        store   physical
@next:  loadi   physical
        jz      @end
        sio     0
        load    physical
        add     =1
        store   physical
        jump    @next
@end:   jumpi   print

user_psw: .psw  user, 0, user_table, user_pages
user_a: .word   0
physical: .word 0
number: .word   0
entry:  .word   0
entry_pointer: .word 0
free_frame: .word 3
free_address: .word 3 * page
text_start: .string "three pages are missing\n"
text_page: .string "page "
text_frame: .string " gets frame "
text_end: .string "beyond the last page\n"
text_error: .string "a trap that is not expected\n"
        .literals

kernel_table: .word there, there + page, there + 2 * page, there + 3 * page
        .word   there + 4 * page, there + 5 * page, there + 6 * page, there + 7 * page

user_pages = 4
user_table: .word there + first, 0, 0, 0

; The user's first page, at its address 0.
        .org    2 * page
first:  lit     3
        store   3 * page + 1    ; each touches a page for the first time
        lit     4
        store   page
        load    3 * page + 1
        add     page
        svc     0               ; 7
        load    2 * page        ; a page that nobody has written is zero
        svc     0
        store   4 * page        ; the table has no such entry
