/* Quicksort and heapsort of the same numbers. */
#include "bench.h"

#define COUNT 2048

static u32 quick[COUNT], heap[COUNT];

static void swap(u32 *a, u32 *b) {
  u32 kept = *a;
  *a = *b;
  *b = kept;
}

static void quicksort(u32 *from, u32 *to) {
  while (to - from > 12) {
    u32 *middle = from + (to - from) / 2;
    if (*middle < *from) {
      swap(middle, from);
    }
    if (to[-1] < *from) {
      swap(to - 1, from);
    }
    if (to[-1] < *middle) {
      swap(to - 1, middle);
    }
    u32 pivot = *middle;
    u32 *low = from, *high = to - 1;
    while (low <= high) {
      while (*low < pivot) {
        low++;
      }
      while (pivot < *high) {
        high--;
      }
      if (low <= high) {
        swap(low++, high--);
      }
    }
    quicksort(from, high + 1);
    from = low;
  }
  for (u32 *at = from + 1; at < to; at++) {
    u32 value = *at;
    u32 *place = at;
    for (; place > from && place[-1] > value; place--) {
      *place = place[-1];
    }
    *place = value;
  }
}

static void sink(u32 at, u32 count) {
  u32 value = heap[at];
  for (;;) {
    u32 child = 2 * at + 1;
    if (child >= count) {
      break;
    }
    if (child + 1 < count && heap[child] < heap[child + 1]) {
      child++;
    }
    if (heap[child] <= value) {
      break;
    }
    heap[at] = heap[child];
    at = child;
  }
  heap[at] = value;
}

u64 sort(void) {
  u64 state = 7;
  for (u32 i = 0; i < COUNT; i++) {
    quick[i] = heap[i] = (u32)random_next(&state);
  }
  quicksort(quick, quick + COUNT);
  for (u32 i = COUNT / 2; i-- > 0;) {
    sink(i, COUNT);
  }
  for (u32 count = COUNT; count-- > 1;) {
    swap(&heap[0], &heap[count]);
    sink(0, count);
  }
  u64 sum = 0;
  for (u32 i = 0; i < COUNT; i++) {
    sum = sum * 31 + (quick[i] ^ (heap[i] - quick[i]) * 17);
  }
  return sum;
}
