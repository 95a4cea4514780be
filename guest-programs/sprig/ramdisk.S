# The disk that is there when no other is: a file system made by mkfs.py, in the kernel's data.
  .section .data.memory_disk, "aw"
  .balign 8
  .global memory_disk
memory_disk:
  .incbin "disk.img"
