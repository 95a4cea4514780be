; ---- Virtual supervisor mode: every instruction has its routine -------------------------------
;
; What works on A and a word in memory is executed by the processor after all: as the guest's own
; instruction with the physical address for its operand, in supervisor mode of the real machine.

run_supervisor: load slice_left ; an interpreted step is a step of the slice
        sub     =1
        store   slice_left
        load    v_p             ; fetch
        shr     at.p
        store   operand
        call    locate_operand
        loadi   physical
        store   instruction
        and     =address_mask
        store   operand
        load    instruction     ; decode: the opcodes are 1 and up
        shr     address.bits
        jz      reflect_privileged
        store   routine
        sub     =every_routine_end - every_routine + 1
        jn      @known
        jump    reflect_privileged
@known: load    routine
        add     =every_routine - 1
        store   routine
        loadi   routine
        store   routine
        jumpi   routine
every_routine: .word do_own, do_word, do_word, do_loadi, do_storei
        .word   do_word, do_word, do_word, do_own
        .word   do_jump, do_jz, do_jn, do_jumpi, do_call, do_svc
        .word   do_lpsw, do_lr, do_rmode, do_smode, do_tmode
        .word   do_halt, do_stimer, do_rtimer, do_sio
        .word   do_jrst1        ; on other machines its opcode is none: give the table its routines
every_routine_end:

; lit and shr: nothing but A is touched
do_own: load    instruction
        store   @own
        load    v_a
@own:   .word   0
        store   v_a
        jump    next_instruction

; load, store, add, sub, and: one word at n
do_word: call   locate_operand
        load    instruction
        sub     operand
        add     physical
        store   @own
        load    v_a
@own:   .word   0
        store   v_a
        jump    next_instruction

; A := E[E[n]], as load; E[E[n]] := A, as store
do_loadi: call  read_operand
        and     =address_mask
        store   operand
        add     =opcode.load << address.bits
        store   instruction
        jump    do_word
do_storei: call read_operand
        and     =address_mask
        store   operand
        add     =opcode.store << address.bits
        store   instruction
        jump    do_word

; P := n, on several conditions
do_jz:  load    v_a
        jz      do_jump
        jump    next_instruction
do_jn:  load    v_a
        jn      do_jump
        jump    next_instruction
do_jumpi: call  read_operand
        and     =address_mask
        store   operand
        jump    do_jump
do_jrst1: load  =mode_bit       ; and M := user: what the hardware would not have told us
        store   v_m
do_jump: jump   do_tmode        ; in supervisor mode tmode jumps

; E[n] := P + 1; P := n + 1
do_call: call   locate_operand
        load    v_p
        shr     at.p
        add     =1
        and     =address_mask
        storei  physical
        load    operand
        add     =1
        and     =address_mask
        store   operand
        jump    do_jump

; The guest's own supervisor call, stored with the next P
do_svc: load    v_p
        add     =p_one
        and     =p_mask
        store   v_p
        jump    supervisor_call
        .literals
