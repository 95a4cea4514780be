; What the programs of this folder share: each ends at `bare` or at `virtual`. A trap ends at `bare`,
; as those that test for user mode trap there.

        .memory 160
        .psw    supervisor, start, 0, memory
        .psw    supervisor, bare, 0, memory

bare:   lit     text_bare
        jump    say
virtual: lit    text_virtual
say:    store   pointer
@next:  loadi   pointer
        jz      @end
        sio     0
        load    pointer
        add     =1
        store   pointer
        jump    @next
@end:   halt

pointer: .word  0
word:   .word   0
user_word: .psw user, 0, 0, 0
text_bare: .string "the bare machine\n"
text_virtual: .string "a virtual machine\n"
