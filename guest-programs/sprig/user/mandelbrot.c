/* Draws the Mandelbrot set, in floating point. */
#include "user.h"

#define COLUMNS 72
#define ROWS 24
#define MOST 200

int main(void) {
  static const char shades[] = " .:-=+*%#@";
  for (int row = 0; row < ROWS; row++) {
    char line[COLUMNS + 1];
    for (int column = 0; column < COLUMNS; column++) {
      double x0 = -2.2 + 3.0 * column / COLUMNS;
      double y0 = -1.2 + 2.4 * row / (ROWS - 1);
      double x = 0, y = 0;
      int steps = 0;
      for (; steps < MOST && x * x + y * y < 4; steps++) {
        double next = x * x - y * y + x0;
        y = 2 * x * y + y0;
        x = next;
      }
      line[column] = steps == MOST ? '@' : shades[steps < 18 ? steps / 2 : 9];
    }
    line[COLUMNS] = 0;
    print("%s\n", line);
  }
  return 0;
}
