; ---- The dispatcher: every trap of a guest comes here -----------------------------------------
;
; The guest always runs in real user mode. What it believes about itself is in v_m, v_p, v_r, v_a
; and v_timer; directly executed instructions change only its memory, A and P.

dispatcher: store v_a
        rtimer
        store   unused
        load    0               ; the real program status word at the trap
        store   old_psw
        and     =p_mask
        store   v_p

        load    given           ; how many steps has the guest made?
        sub     unused
        store   elapsed
        load    slice_left
        sub     elapsed
        store   slice_left
        load    v_m             ; its timer counts in its user mode
        jz      @by_cause
        load    v_timer
        jz      @by_cause
        sub     elapsed
        store   v_timer

@by_cause: load old_psw
        shr     at.cause
        add     =causes - 1
        store   routine
        loadi   routine
        store   routine
        jumpi   routine
causes: .word   memory_trap, privileged_trap, supervisor_call, timer_trap

; The real bound is the guest's own or the end of its memory, whichever comes first: in both cases
; the bare machine would have trapped too.
memory_trap: load =cause.memory << at.cause
        jump    reflect

supervisor_call: load =cause.svc << at.cause
        jump    reflect

; The guest's own timer, or only the end of its slice? In that case the instruction in whose place
; the timer trapped has yet to be executed, so its step has not been made.
timer_trap: load v_m
        jz      resume
        load    v_timer_on
        jz      resume
        load    v_timer
        jz      @reflect
        add     =1
        store   v_timer
        jump    resume
@reflect: load  =cause.timer << at.cause
        jump    reflect

; A privileged instruction in virtual supervisor mode is interpreted. In virtual user mode, or if
; it is no instruction at all, it is the guest's own affair.
privileged_trap: load v_m
        jz      interpreter
reflect_privileged: load =cause.privileged << at.cause

; The guest takes the trap, as the bare machine would: its program status word goes to its own
; location 0, and the one in its own location 1 takes its place. A is the cause, in its place.
reflect: add    v_m
        add     v_p
        add     v_r
        storei  base
        load    base
        add     =1
        store   physical
        loadi   physical
        call    load_virtual_psw

; Back into the guest, or into the next one if the slice has ended.
resume: load    slice_left
        jz      next_guest
        store   given
        load    v_timer
        store   v_timer_on
        load    v_m
        jz      run_supervisor
        load    v_timer
        jz      enter
        sub     slice_left
        jn      @sooner
        jump    enter
@sooner: load   v_timer
        store   given
enter:  load    v_p
        add     real_r
        add     =mode_bit
        store   real_psw
        load    given
        stimer
        load    v_a
        lpsw    real_psw
