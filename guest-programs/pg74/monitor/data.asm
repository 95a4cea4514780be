; ---- Data ---------------------------------------------------------------------------------------

; The guest that has the processor; in this order in each guest's block too.
base:   .word   0               ; physical address of its location 0
base_r: .word   0               ; the same in the place that a relocation has
region: .word   0               ; words of its memory
tag:    .word   0               ; what its lines begin with
v_m:    .word   0               ; virtual mode, in its place in a program status word
v_p:    .word   0               ; virtual program counter, in its place
v_r:    .word   0               ; virtual R, in its place
v_a:    .word   0               ; accumulator
v_timer: .word  0               ; virtual timer
running: .word  0               ; 0 once it has halted
line:   .word   0               ; where its unfinished line begins, in its block
line_next: .word 0              ; where the next character goes
copied_words = . - base
line_words = 80
block_words = copied_words + line_words

block:  .word   0               ; its block
real_r: .word   0               ; what the allocator makes of v_r
real_psw: .word 0               ; what it runs with
old_psw: .word  0               ; what it ended with
given:  .word   0               ; what the real timer was set to
unused: .word   0
elapsed: .word  0
v_timer_on: .word 0             ; the virtual timer when the real one was set
slice_left: .word 0             ; 0: another one's turn
running_guests: .word 0
unloaded: .word 0
routine: .word  0
instruction: .word 0
operand: .word  0
virtual_psw: .word 0
physical: .word 0
bound:  .word   0
left:   .word   0
from:   .word   0
to:     .word   0
count:  .word   0
        .literals
