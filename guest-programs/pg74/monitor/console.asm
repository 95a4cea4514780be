; ---- The console: lines of several guests, one after another ----------------------------------

; Puts v_a into the guest's line, and prints the line when it ends or there is no more room.
console_write: .word 0
        load    v_a
        storei  line_next
        load    line_next
        add     =1
        store   line_next
        sub     =line_words
        sub     line
        jz      @print
        load    v_a
        and     =0xff
        sub     ='\n'
        jz      @print
        jumpi   console_write
@print: call    print_line
        jumpi   console_write

; Prints what the guest's line holds, behind the guest's character and a blank if it has one.
print_line: .word 0
        load    line
        sub     line_next
        jz      @end
        load    tag
        jz      @line
        sio     0
        lit     ' '
        sio     0
@line:  load    line
        store   from
@next:  loadi   from
        sio     0
        load    from
        add     =1
        store   from
        sub     line_next
        jz      @printed
        jump    @next
@printed: load  line
        store   line_next
@end:   jumpi   print_line
