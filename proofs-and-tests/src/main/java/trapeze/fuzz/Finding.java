package trapeze.fuzz;

import trapeze.laws.Program;

/**
 * A program on which two machines differ, made small.
 *
 * @param kind what the difference is about
 * @param program small
 * @param text the first difference of the small program, in words
 * @param found the number of the program that showed it first
 */
record Finding(String kind, Program program, String text, long found) {

  /** How long it is, without the handlers. */
  int instructions() {
    return program.chunks().stream().mapToInt(chunk -> chunk.words().size()).sum();
  }
}
