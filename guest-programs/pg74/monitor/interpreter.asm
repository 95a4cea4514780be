; ---- The interpreter: a routine for each privileged instruction -------------------------------
;
; Each does to the virtual registers what the instruction does to the real ones. Only instructions
; of virtual supervisor mode come here.

interpreter: load v_p           ; the instruction, wherever the virtual R has it
        shr     at.p
        call    to_physical
        loadi   physical
        store   instruction
        and     =address_mask
        store   operand
        load    instruction
        shr     address.bits
        sub     =opcode.lpsw
        jn      reflect_privileged
        store   routine
        sub     =routines_end - routines
        jn      @known
        jump    reflect_privileged
@known: load    routine
        add     =routines
        store   routine
        loadi   routine
        store   routine
        jumpi   routine
routines: .word do_lpsw, do_lr, do_rmode, do_smode, do_tmode
        .word   do_halt, do_stimer, do_rtimer, do_sio
routines_end:

; M, P, R := the fields of E[n]
do_lpsw: call   read_operand
        call    load_virtual_psw
        jump    resume

; R := the fields l and b of E[n]
do_lr:  call    read_operand
        and     =r_mask
        store   v_r
        call    allocate
        jump    next_instruction

; A := M
do_rmode: load  v_m
        shr     at.m
        store   v_a
        jump    next_instruction

; M := the lowest bit of n
do_smode: load  operand
        and     =1
        jz      @supervisor
        load    =mode_bit
@supervisor: store v_m
        jump    next_instruction

; P := n, as the virtual mode is supervisor; the machine has no shift to the left
do_tmode: lit   at.p
        store   count
@next:  load    operand
        add     operand
        store   operand
        load    count
        sub     =1
        store   count
        jz      @shifted
        jump    @next
@shifted: load  operand
        store   v_p
        jump    resume

; The guest stops for good; with the last one, the monitor does.
do_halt: call   print_line
        lit     0
        store   running
        load    running_guests
        sub     =1
        store   running_guests
        jz      @all
        jump    next_guest
@all:   halt

; The virtual timer := A
do_stimer: load v_a
        and     =address_mask
        store   v_timer
        jump    next_instruction

; A := the virtual timer
do_rtimer: load v_timer
        store   v_a
        jump    next_instruction

; Gives A to device n. The console is shared by lines; other devices by their instructions: the
; guest's own is executed in its place.
do_sio: load    operand
        jz      @console
        load    instruction
        store   @own
        load    v_a
@own:   .word   0
        jump    next_instruction
@console: call  console_write

next_instruction: load v_p
        add     =p_one
        and     =p_mask
        store   v_p
        jump    resume

; A := E[n] of the guest
read_operand: .word 0
        call    locate_operand
        loadi   physical
        jumpi   read_operand

; physical := the real address of the guest's address n. If it may not go there, the instruction
; ends as a memory trap.
locate_operand: .word 0
        load    real_r
        and     =bound_mask
        store   bound
        load    operand
        sub     bound
        jn      @inside
        jump    memory_trap
@inside: load   operand
        call    to_physical
        jumpi   locate_operand

; physical := the real address of the guest's address A, which lies within its bound
to_physical: .word 0
        store   physical
        load    real_r
        shr     at.l
        add     physical
        store   physical
        jumpi   to_physical

; The virtual program status word := A
load_virtual_psw: .word 0
        store   virtual_psw
        and     =mode_bit
        store   v_m
        load    virtual_psw
        and     =p_mask
        store   v_p
        load    virtual_psw
        and     =r_mask
        store   v_r
        call    allocate
        jumpi   load_virtual_psw
