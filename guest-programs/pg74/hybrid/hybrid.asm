; hybrid: the monitor for a machine that meets only Theorem 3's condition, such as `pdp10`. Virtual
; user mode is executed directly, virtual supervisor mode is interpreted, all of it.
;
; It is used as ../monitor/monitor.asm is, whose comment says what a file must add.

        .include "../monitor/frame.asm"
        .include "supervisor.asm"
