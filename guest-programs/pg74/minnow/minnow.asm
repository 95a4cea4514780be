; minnow: a tiny operating system. Three processes in user mode share the processor by the timer,
; print and exit by supervisor calls, and are ended when they break a rule.
;
; The kernel runs in supervisor mode with R over all of memory, so its addresses are physical.
; Each process has a region of its own: an R in its program status word.

        .memory 512
slice = 60                      ; steps of a process until the timer traps
processes = 3

        .psw    supervisor, boot, 0, memory
        .psw    supervisor, trapped, 0, memory

boot:   lit     0
        store   current
        call    load_process
        jump    dispatch

; ---- Into the kernel ------------------------------------------------------------------------

; The old program status word is in location 0; A is still the process's.
trapped: store  process_a
        load    0
        store   process_psw
        shr     at.cause        ; go to the routine for the cause
        add     =routines - 1
        store   routine
        loadi   routine
        store   routine
        jumpi   routine
routines: .word memory_trap, privileged_trap, supervisor_call, timer_trap

; ---- Out of the kernel ----------------------------------------------------------------------

dispatch: lit   slice
        stimer
        load    process_a
        lpsw    process_psw

; ---- The timer: who is next? ----------------------------------------------------------------

timer_trap: call save_process
next_process: lit processes     ; look at each process once, the present one last
        store   countdown
@look:  load    current
        add     =1
        store   current
        sub     =processes
        jn      @number_is_good
        lit     0
        store   current
@number_is_good: call load_process
        load    process_psw     ; 0: there is no such process any more
        jz      @gone
        jump    dispatch
@gone:  load    countdown
        sub     =1
        store   countdown
        jz      @none
        jump    @look
@none:  lit     text_done
        call    print
        halt

; ---- Supervisor calls -----------------------------------------------------------------------

; The operand of svc is in the instruction, which lies in front of the stored program counter.
supervisor_call: load process_psw
        shr     at.p
        and     =0xffff
        sub     =1
        call    to_physical
        loadi   physical
        and     =0xffff
        jz      exit            ; svc 0: exit
        sub     =1
        jz      print_for_process ; svc 1: print the text at A
        sub     =1
        jz      timer_trap      ; svc 2: let another one run
        lit     text_call
        jump    end_process

exit:   lit     text_exit
        jump    end_process

; Prints the text at A, each word of which must lie in the process's own memory.
print_for_process: load process_a
        and     =0xffff
        store   relative
@next:  load    process_psw     ; relative < bound?
        and     =0x1ffff
        store   bound
        load    relative
        sub     bound
        jn      @inside
        lit     text_memory
        jump    end_process
@inside: load   relative
        call    to_physical
        loadi   physical
        jz      dispatch
        sio     0
        load    relative
        add     =1
        store   relative
        jump    @next

; ---- Processes that break a rule ------------------------------------------------------------

memory_trap: lit text_memory
        jump    end_process
privileged_trap: lit text_privileged
        jump    end_process

; Says why (the text at A), and forgets the process.
end_process: store reason
        lit     text_process
        call    print
        load    current
        add     ='1'
        sio     0
        load    reason
        call    print
        lit     0
        store   process_psw
        call    save_process
        jump    next_process

; ---- Subroutines: each begins with the word for its return address --------------------------

; physical := the physical address of the process's address A.
to_physical: .word 0
        store   physical
        load    process_psw
        shr     at.l
        and     =0xffff
        add     physical
        store   physical
        jumpi   to_physical

; Prints the kernel's text at A.
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

; The present process's registers into its entry of the tables.
save_process: .word 0
        call    point
        load    process_psw
        storei  psw_pointer
        load    process_a
        storei  a_pointer
        jumpi   save_process

; And back.
load_process: .word 0
        call    point
        loadi   psw_pointer
        store   process_psw
        loadi   a_pointer
        store   process_a
        jumpi   load_process

point:  .word   0
        load    current
        add     =psw_of
        store   psw_pointer
        add     =a_of - psw_of
        store   a_pointer
        jumpi   point

; ---- Data -----------------------------------------------------------------------------------

current: .word  0               ; number of the present process
process_psw: .word 0            ; its program status word, with the cause of the last trap
process_a: .word 0              ; its accumulator
countdown: .word 0
routine: .word  0
relative: .word 0
bound:  .word   0
physical: .word 0
reason: .word   0
psw_pointer: .word 0
a_pointer: .word 0

psw_of: .psw    user, 0, zander, zander_end - zander
        .psw    user, 0, bream, bream_end - bream
        .psw    user, 0, pike, pike_end - pike
a_of:   .word   0, 0, 0

text_process: .string "process "
text_exit: .string " exits\n"
text_memory: .string ": memory trap, ended\n"
text_privileged: .string ": privileged instruction, ended\n"
text_call: .string ": no such call, ended\n"
text_done: .string "no process left\n"
        .literals

; ---- Process 1: works and prints, three times. Its addresses begin at its own 0. -------------

zander: lit     zander_text - zander
        svc     1
        lit     30
@work:  sub     zander_one - zander
        jz      @rested - zander
        jump    @work - zander
@rested: load   zander_rounds - zander
        sub     zander_one - zander
        store   zander_rounds - zander
        jz      @exit - zander
        jump    0
@exit:  svc     0
zander_rounds: .word 3
zander_one: .word 1
zander_text: .string "zander hunts\n"
zander_end:

; ---- Process 2: the same, but in less of a hurry ---------------------------------------------

bream:  lit     bream_text - bream
        svc     1
        lit     50
@work:  sub     bream_one - bream
        jz      @rested - bream
        jump    @work - bream
@rested: load   bream_rounds - bream
        sub     bream_one - bream
        store   bream_rounds - bream
        jz      @exit - bream
        jump    0
@exit:  svc     0
bream_rounds: .word 3
bream_one: .word 1
bream_text: .string "bream grazes\n"
bream_end:

; ---- Process 3: prints once, gives way once, and reaches for a word that is not its own ------

pike:   lit     pike_text - pike
        svc     1
        svc     2
        store   pike_end - pike
        svc     0
pike_text: .string "pike lurks\n"
pike_end:
