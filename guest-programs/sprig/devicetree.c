/* Just enough of the device tree: a walk from the first node to the last. */
#include "kernel.h"

enum { NODE = 1, END_NODE = 2, PROPERTY = 3, NOTHING = 4 };

static const u8 *tree;

u32 cell(const u8 *at) { return (u32)at[0] << 24 | at[1] << 16 | at[2] << 8 | at[3]; }

u64 cells(const u8 *at) { return (u64)cell(at) << 32 | cell(at + 4); }

int device_tree_start(const void *at) {
  tree = at;
  return cell(tree) == 0xd00dfeed;
}

/* A node is called "memory@80000000" and meant by "memory". */
static int is_called(const char *name, const char *wanted) {
  while (*wanted != 0 && *name == *wanted) {
    name++, wanted++;
  }
  return *wanted == 0 && (*name == 0 || *name == '@');
}

static u64 length_of(const char *text) {
  u64 length = 0;
  while (text[length] != 0) {
    length++;
  }
  return length;
}

const u8 *device_tree_find(const char *node, int n, const char *property) {
  const u8 *at = tree + cell(tree + 8);
  const char *names = (const char *)tree + cell(tree + 12);
  int in_node = 0; /* whether the properties that come now belong to the node */
  for (;;) {
    u32 token = cell(at);
    at += 4;
    switch (token) {
      case NODE:
        in_node = is_called((const char *)at, node) && n-- == 0;
        at += (length_of((const char *)at) + 4) & ~3ul;
        break;
      case PROPERTY: {
        u32 length = cell(at);
        if (in_node && same(names + cell(at + 4), property)) {
          return at + 8;
        }
        at += 8 + ((length + 3) & ~3u);
        break;
      }
      case END_NODE:
        in_node = 0;
        break;
      case NOTHING:
        break;
      default:
        return 0;
    }
  }
}
