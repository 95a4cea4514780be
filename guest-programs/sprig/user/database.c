/* A database in memory: "database N" does N thousand operations on a B-tree of records, most of them
 * look-ups, the others records put in, changed and taken out, and now and then a sum over a range.
 * Records are on pages of their own, so that each operation touches pages that others have not. */
#include "user.h"

#define MOST 31 /* keys in a node; a node is about half a page */
#define KEYS 20000
#define RECORD 128 /* bytes */
#define CHUNK (16 * 4096)

struct record {
  u64 key, version, live;
  u64 fields[RECORD / 8 - 3];
};

struct node {
  int count, leaf;
  u64 keys[MOST];
  struct record *records[MOST];
  struct node *children[MOST + 1];
};

static struct node *root;
static char *fresh, *fresh_end;
static u64 depth = 1;

static void *take(u64 bytes) {
  if ((u64)(fresh_end - fresh) < bytes) {
    fresh = grow(CHUNK);
    fresh_end = fresh + CHUNK;
  }
  fresh += bytes;
  return fresh - bytes;
}

/* The first place in a node whose key is not below this one. */
static int place(const struct node *node, u64 key) {
  int low = 0, high = node->count;
  while (low < high) {
    int middle = (low + high) / 2;
    if (node->keys[middle] < key) {
      low = middle + 1;
    } else {
      high = middle;
    }
  }
  return low;
}

static struct record *find(u64 key) {
  const struct node *node = root;
  for (;;) {
    int i = place(node, key);
    if (i < node->count && node->keys[i] == key) {
      return node->records[i];
    }
    if (node->leaf) {
      return 0;
    }
    node = node->children[i];
  }
}

static struct node *new_node(int leaf) {
  struct node *node = take(sizeof *node);
  node->count = 0;
  node->leaf = leaf;
  return node;
}

/* Splits the full child at i; its middle key comes up. */
static void split(struct node *parent, int i) {
  struct node *full = parent->children[i];
  struct node *right = new_node(full->leaf);
  int middle = MOST / 2;
  right->count = MOST - middle - 1;
  for (int j = 0; j < right->count; j++) {
    right->keys[j] = full->keys[middle + 1 + j];
    right->records[j] = full->records[middle + 1 + j];
  }
  for (int j = 0; j <= right->count && !full->leaf; j++) {
    right->children[j] = full->children[middle + 1 + j];
  }
  full->count = middle;
  for (int j = parent->count; j > i; j--) {
    parent->keys[j] = parent->keys[j - 1];
    parent->records[j] = parent->records[j - 1];
    parent->children[j + 1] = parent->children[j];
  }
  parent->keys[i] = full->keys[middle];
  parent->records[i] = full->records[middle];
  parent->children[i + 1] = right;
  parent->count++;
}

static void insert(struct record *record) {
  if (root->count == MOST) {
    struct node *above = new_node(0);
    above->children[0] = root;
    root = above;
    split(root, 0);
    depth++;
  }
  struct node *node = root;
  int i = place(node, record->key);
  while (!node->leaf) {
    if (node->children[i]->count == MOST) {
      split(node, i);
      i = place(node, record->key);
    }
    node = node->children[i];
    i = place(node, record->key);
  }
  for (int j = node->count; j > i; j--) {
    node->keys[j] = node->keys[j - 1];
    node->records[j] = node->records[j - 1];
  }
  node->keys[i] = record->key;
  node->records[i] = record;
  node->count++;
}

static void put(u64 key, u64 value) {
  struct record *record = find(key);
  if (record == 0) {
    record = take(sizeof *record);
    record->key = key;
    record->version = 0;
    insert(record);
  }
  record->version++;
  record->live = 1;
  for (u64 i = 0; i < sizeof record->fields / sizeof record->fields[0]; i++) {
    record->fields[i] = value * (i + 1);
  }
}

/* Adds up the live records whose keys are from low on, and below high. */
static u64 sum_of(const struct node *node, u64 low, u64 high) {
  u64 sum = 0;
  for (int i = place(node, low); i <= node->count; i++) {
    if (!node->leaf) {
      sum += sum_of(node->children[i], low, high);
    }
    if (i == node->count || node->keys[i] >= high) {
      break;
    }
    if (node->records[i]->live) {
      sum += node->records[i]->fields[0];
    }
  }
  return sum;
}

int main(const char *arguments) {
  int n = number(arguments);
  u64 sum = 0, x = 1;
  root = new_node(1);
  for (int i = 0; i < 1000 * n; i++) {
    x = x * 6364136223846793005ul + 1442695040888963407ul;
    u64 key = (x >> 33) % KEYS;
    u64 what = x >> 57;
    struct record *record;
    if (what < 32) {
      put(key, x >> 20);
    } else if (what < 40) {
      record = find(key);
      if (record != 0) {
        record->live = 0;
      }
    } else if (what < 42) {
      sum += sum_of(root, key, key + 50);
    } else {
      record = find(key);
      if (record != 0 && record->live) {
        sum = (sum ^ record->fields[7]) * 0x100000001b3ul + record->version;
      }
    }
    sum ^= sum >> 29;
  }
  print("database: %8d thousand operations, %d levels, checksum %10d\n", n, (int)depth,
        (int)(sum % 1000000000));
  return 0;
}
