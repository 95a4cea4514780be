; ---- The allocator: the only code that gives a guest anything real ----------------------------
;
; Memory: the region in its block, through R. Time: slices, in turn.

; real_r := what the guest's virtual R, v_r, comes to within its region.
allocate: .word 0
        load    v_r
        and     =bound_mask
        store   bound
        load    v_r             ; what is left of the region behind the virtual relocation?
        shr     at.l
        store   unused
        load    region
        sub     unused
        jn      @nothing
        store   left
        load    bound           ; the lesser of the two
        sub     left
        jn      @bounded
        load    left
        store   bound
@bounded: load  v_r             ; virtual relocation + base of the region, and the new bound
        and     =~bound_mask
        add     base_r
        add     bound
        store   real_r
        jumpi   allocate
@nothing: load  base_r
        store   real_r
        jumpi   allocate

; The next guest that has not halted gets the processor, with a new slice.
next_guest: call put_back
@look:  load    block
        add     =block_words
        store   block
        sub     =blocks + guests * block_words
        jn      @take
        lit     blocks
        store   block
@take:  call    take_up
        load    running
        jz      @look
        lit     slice
        store   slice_left
        call    allocate
        jump    resume

; The guest's block into the monitor's variables, and back.
take_up: .word  0
        load    block
        store   from
        lit     base
        store   to
        call    copy
        jumpi   take_up

put_back: .word 0
        lit     base
        store   from
        load    block
        store   to
        call    copy
        jumpi   put_back

copy:   .word   0
        lit     copied_words
        store   count
@next:  loadi   from
        storei  to
        load    from
        add     =1
        store   from
        load    to
        add     =1
        store   to
        load    count
        sub     =1
        store   count
        jz      @end
        jump    @next
@end:   jumpi   copy

; The machine starts: every guest gets its initial program load.
boot:   lit     blocks
        store   block
        lit     guests
        store   unloaded
@next:  call    take_up
        lit     1
        store   running
        load    block
        add     =copied_words
        store   line
        store   line_next
        loadi   base            ; the program status word in its location 0
        call    load_virtual_psw
        call    put_back
        load    block
        add     =block_words
        store   block
        load    unloaded
        sub     =1
        store   unloaded
        jz      @start
        jump    @next
@start: lit     blocks
        store   block
        call    take_up
        lit     guests
        store   running_guests
        lit     slice
        store   slice_left
        call    allocate
        jump    resume
