/* A small compiler at work: "compiler N" writes N sources, each of some functions of one expression,
 * reads each back a buffer at a time, makes words and trees of it in many small pieces of memory,
 * folds constants, writes code for a machine with a stack to an object file, and gives the pieces
 * back. */
#include "user.h"

#define FUNCTIONS 8  /* in a source */
#define DEPTH 4      /* of an expression */
#define BUFFER 256   /* bytes read or written at once */
#define CHUNK 4096   /* bytes taken from the system at once */
#define NAMES 64     /* chains of the symbol table */

static u64 random_state;

static u64 random_below(u64 limit) {
  random_state = random_state * 6364136223846793005ul + 1442695040888963407ul;
  return (random_state >> 33) % limit;
}

/* Pieces of 16, 32, 48 and 64 bytes: what was given back is used again first. */
static void *given_back[4];
static char *fresh, *fresh_end;

static void *take(u64 bytes) {
  u64 kind = (bytes - 1) / 16;
  void *piece = given_back[kind];
  if (piece != 0) {
    given_back[kind] = *(void **)piece;
    return piece;
  }
  u64 size = 16 * (kind + 1);
  if ((u64)(fresh_end - fresh) < size) {
    fresh = grow(CHUNK);
    fresh_end = fresh + CHUNK;
  }
  fresh += size;
  return fresh - size;
}

static void give_back(void *piece, u64 bytes) {
  u64 kind = (bytes - 1) / 16;
  *(void **)piece = given_back[kind];
  given_back[kind] = piece;
}

/* A file that is written or read in buffers. */
static struct {
  int file;
  u64 at, length;
  char bytes[BUFFER];
} input, output;

static void put_flush(void) {
  write(output.file, output.bytes, output.length);
  output.length = 0;
}

static void put(char c) {
  output.bytes[output.length++] = c;
  if (output.length == BUFFER) {
    put_flush();
  }
}

static void put_text(const char *text) {
  while (*text != 0) {
    put(*text++);
  }
}

static void put_value(u64 value) {
  if (value >= 10) {
    put_value(value / 10);
  }
  put((char)('0' + value % 10));
}

static char get(void) {
  if (input.at == input.length) {
    s64 length = read(input.file, input.bytes, BUFFER);
    input.at = 0;
    input.length = length > 0 ? (u64)length : 0;
  }
  return input.at < input.length ? input.bytes[input.at++] : 0;
}

/* ---- the source ---- */

static void write_name(void) {
  put_text("name");
  put_value(random_below(40));
}

static void write_expression(int depth) {
  if (depth == 0 || random_below(5) == 0) {
    if (random_below(2) == 0) {
      write_name();
    } else {
      put_value(random_below(1000));
    }
    return;
  }
  put('(');
  write_expression(depth - 1);
  put(' ');
  put("+-*&"[random_below(4)]);
  put(' ');
  write_expression(depth - 1);
  put(')');
}

static void write_source(int i) {
  random_state = (u64)i + 1;
  output.file = open("source", 1);
  for (int f = 0; f < FUNCTIONS; f++) {
    put_text("function ");
    write_name();
    put_text(" = ");
    write_expression(DEPTH);
    put_text(";\n");
  }
  put_flush();
  close(output.file);
}

/* ---- words ---- */

enum { END, NUMBER, NAME, SIGN };
static struct {
  int kind;
  u64 value; /* of a number; the sign itself */
  char name[16];
} token;
static char ahead;

static int is_letter(char c) { return 'a' <= c && c <= 'z'; }
static int is_digit(char c) { return '0' <= c && c <= '9'; }

static void next(void) {
  while (ahead == ' ' || ahead == '\n') {
    ahead = get();
  }
  token.value = 0;
  if (is_digit(ahead)) {
    token.kind = NUMBER;
    for (; is_digit(ahead); ahead = get()) {
      token.value = 10 * token.value + (u64)(ahead - '0');
    }
  } else if (is_letter(ahead)) {
    u64 length = 0;
    token.kind = NAME;
    for (; is_letter(ahead) || is_digit(ahead); ahead = get()) {
      if (length < sizeof token.name - 1) {
        token.name[length++] = ahead;
      }
    }
    token.name[length] = 0;
  } else {
    token.kind = ahead == 0 ? END : SIGN;
    token.value = (u64)ahead;
    ahead = get();
  }
}

/* ---- names ---- */

struct symbol {
  struct symbol *next;
  u64 number;
  char name[16];
};
static struct symbol *symbols[NAMES];
static u64 symbol_count;

static u64 symbol_of(const char *name) {
  u64 hash = 5381;
  for (const char *c = name; *c != 0; c++) {
    hash = hash * 33 + (u8)*c;
  }
  struct symbol **chain = &symbols[hash % NAMES];
  for (struct symbol *symbol = *chain; symbol != 0; symbol = symbol->next) {
    if (same(symbol->name, name)) {
      return symbol->number;
    }
  }
  struct symbol *added = take(sizeof *added);
  added->next = *chain;
  added->number = symbol_count++;
  for (u64 i = 0; i <= length_of(name); i++) {
    added->name[i] = name[i];
  }
  *chain = added;
  return added->number;
}

static void forget_symbols(void) {
  for (int i = 0; i < NAMES; i++) {
    while (symbols[i] != 0) {
      struct symbol *gone = symbols[i];
      symbols[i] = gone->next;
      give_back(gone, sizeof *gone);
    }
  }
  symbol_count = 0;
}

/* ---- trees ---- */

struct tree {
  int kind; /* NUMBER, NAME or SIGN */
  u64 value;
  struct tree *left, *right;
};

static int failures;

static struct tree *tree(int kind, u64 value, struct tree *left, struct tree *right) {
  struct tree *made = take(sizeof *made);
  made->kind = kind;
  made->value = value;
  made->left = left;
  made->right = right;
  return made;
}

static void expect(char sign) {
  failures += token.kind != SIGN || token.value != (u64)sign;
  next();
}

static struct tree *parse(void) {
  struct tree *parsed;
  if (token.kind == NUMBER) {
    parsed = tree(NUMBER, token.value, 0, 0);
    next();
  } else if (token.kind == NAME) {
    parsed = tree(NAME, symbol_of(token.name), 0, 0);
    next();
  } else {
    expect('(');
    struct tree *left = parse();
    u64 sign = token.value;
    next();
    struct tree *right = parse();
    expect(')');
    parsed = tree(SIGN, sign, left, right);
  }
  return parsed;
}

static u64 computed(u64 sign, u64 a, u64 b) {
  return sign == '+' ? a + b : sign == '-' ? a - b : sign == '*' ? a * b : a & b;
}

static struct tree *folded(struct tree *t) {
  if (t->kind != SIGN) {
    return t;
  }
  t->left = folded(t->left);
  t->right = folded(t->right);
  if (t->left->kind == NUMBER && t->right->kind == NUMBER) {
    t->value = computed(t->value, t->left->value, t->right->value) & 0xffffffff;
    t->kind = NUMBER;
    give_back(t->left, sizeof *t);
    give_back(t->right, sizeof *t);
  }
  return t;
}

/* Writes the code of a tree and gives its pieces back. */
static void emit(struct tree *t) {
  if (t->kind == SIGN) {
    emit(t->left);
    emit(t->right);
    put_text(t->value == '+'   ? "  add\n"
             : t->value == '-' ? "  subtract\n"
             : t->value == '*' ? "  multiply\n"
                               : "  and\n");
  } else {
    put_text(t->kind == NUMBER ? "  push " : "  load ");
    put_value(t->value);
    put('\n');
  }
  give_back(t, sizeof *t);
}

static void compile(void) {
  input.file = open("source", 0);
  output.file = open("object", 1);
  input.at = input.length = 0;
  ahead = ' ';
  next();
  while (token.kind != END && failures == 0) {
    next(); /* function */
    u64 name = symbol_of(token.name);
    next();
    expect('=');
    struct tree *body = parse();
    expect(';');
    put_text("function ");
    put_value(name);
    put('\n');
    emit(folded(body));
    put_text("  return\n");
  }
  put_flush();
  close(input.file);
  close(output.file);
  forget_symbols();
}

static u64 sum_of_object(u64 sum) {
  input.file = open("object", 0);
  input.at = input.length = 0;
  for (char c = get(); c != 0; c = get()) {
    sum = (sum ^ (u8)c) * 0x100000001b3ul;
  }
  close(input.file);
  return sum ^ sum >> 29;
}

int main(const char *arguments) {
  int n = number(arguments);
  u64 sum = 0;
  for (int i = 0; i < n && failures == 0; i++) {
    write_source(i);
    compile();
    sum = sum_of_object(sum);
    remove("source");
    remove("object");
  }
  if (failures > 0) {
    print("compiler: a source is wrong\n");
    return 1;
  }
  print("compiler: %8d sources, checksum %10d\n", n, (int)(sum % 1000000000));
  return 0;
}
