/* What architecture tests ask of the machine that they are built for: here Trapeze's board, or a
   simulator that ends at a store to tohost and finds the signature by its symbols. */
#ifndef TRAPEZE_MODEL_TEST_H
#define TRAPEZE_MODEL_TEST_H

/* The machine needs no preparation. */
#define RVMODEL_BOOT

/* Ends the run: 1 in the word tohost. */
#define RVMODEL_HALT            \
  li t0, 1;                     \
  la t1, tohost;                \
  sd t0, 0(t1);                 \
  j .;

/* The signature, and the words that the host looks at. */
#define RVMODEL_DATA_BEGIN      \
  .pushsection .tohost, "aw", @progbits; \
  .balign 64;                   \
  .global tohost;               \
  tohost: .dword 0;             \
  .balign 64;                   \
  .global fromhost;             \
  fromhost: .dword 0;           \
  .popsection;                  \
  .balign 16;                   \
  .global begin_signature;      \
  begin_signature:

#define RVMODEL_DATA_END        \
  .balign 16;                   \
  .global end_signature;        \
  end_signature:

/* Cache blocks, in bytes, as the device tree has them. */
#define RVMODEL_CBZ_BLOCKSIZE 64
#define RVMODEL_CMO_BLOCKSIZE 64

/* Nothing is printed or checked while a test runs: the signature says it all. */
#define RVMODEL_IO_INIT
#define RVMODEL_IO_WRITE_STR(register, text)
#define RVMODEL_IO_CHECK()
#define RVMODEL_IO_ASSERT_GPR_EQ(scratch, register, value)
#define RVMODEL_IO_ASSERT_SFPR_EQ(scratch, register, value)
#define RVMODEL_IO_ASSERT_DFPR_EQ(scratch, register, value)

/* Hart 0's software interrupt of machine level. */
#define RVMODEL_SET_MSW_INT     \
  li t0, 1;                     \
  li t1, 0x2000000;             \
  sw t0, 0(t1);

#define RVMODEL_CLR_MSW_INT     \
  li t1, 0x2000000;             \
  sw zero, 0(t1);

#define RVMODEL_CLEAR_MSW_INT RVMODEL_CLR_MSW_INT
#define RVMODEL_CLR_MTIMER_INT
#define RVMODEL_CLEAR_MTIMER_INT
#define RVMODEL_CLR_MEXT_INT
#define RVMODEL_CLEAR_MEXT_INT
#define RVMODEL_SET_SSW_INT
#define RVMODEL_CLR_SSW_INT
#define RVMODEL_CLR_STIMER_INT
#define RVMODEL_CLR_SEXT_INT
#define RVMODEL_SET_VSW_INT
#define RVMODEL_CLR_VSW_INT
#define RVMODEL_CLR_VTIMER_INT
#define RVMODEL_CLR_VEXT_INT

#endif
