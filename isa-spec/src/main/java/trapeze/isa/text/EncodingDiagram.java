package trapeze.isa.text;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import trapeze.isa.definition.Encoding;
import trapeze.isa.definition.Encoding.Exclusion;
import trapeze.isa.definition.Encoding.Piece;
import trapeze.isa.ir.Operand;

/** Draws an encoding in two lines: bit numbers, and below them what stands there. */
final class EncodingDiagram {
  /** Where a field begins in the manual's formats: fixed bits are drawn apart there. */
  private static final int[] WORD_BOUNDARIES = {7, 12, 15, 20, 25};

  private static final int[] HALFWORD_BOUNDARIES = {2, 13};

  private EncodingDiagram() {}

  /** Neighbouring bits that are fixed, or belong to one operand. */
  private record Cell(int high, int low, String content) {
    String range() {
      return high == low ? Integer.toString(high) : high + ":" + low;
    }
  }

  /** The two lines, each with its line end. */
  static String draw(Encoding encoding) {
    StringBuilder ranges = new StringBuilder();
    StringBuilder contents = new StringBuilder();
    for (Cell cell : cells(encoding)) {
      int width = Math.max(cell.range().length(), cell.content().length());
      ranges.append(pad(cell.range(), width)).append("  ");
      contents.append(pad(cell.content(), width)).append("  ");
    }
    return ranges.toString().stripTrailing() + "\n" + contents.toString().stripTrailing() + "\n";
  }

  private static String pad(String text, int width) {
    return text + " ".repeat(width - text.length());
  }

  private static List<Cell> cells(Encoding encoding) {
    List<Cell> cells = new ArrayList<>();
    int at = 8 * encoding.length() - 1;
    List<Piece> pieces = encoding.pieces();
    int next = 0;
    while (at >= 0) {
      if (next < pieces.size() && pieces.get(next).at() + width(pieces.get(next)) - 1 == at) {
        int first = next;
        Operand operand = pieces.get(first).operand();
        int low = at + 1;
        while (next < pieces.size()
            && pieces.get(next).operand() == operand
            && pieces.get(next).at() + width(pieces.get(next)) == low) {
          low = pieces.get(next).at();
          next++;
        }
        boolean last =
            pieces.subList(next, pieces.size()).stream()
                .noneMatch(piece -> piece.operand() == operand);
        cells.add(new Cell(at, low, content(encoding, pieces.subList(first, next), last)));
        at = low - 1;
      } else {
        int low = next < pieces.size() ? pieces.get(next).at() + width(pieces.get(next)) : 0;
        for (int boundary : encoding.length() == 4 ? WORD_BOUNDARIES : HALFWORD_BOUNDARIES) {
          low = boundary <= at ? Math.max(low, boundary) : low;
        }
        StringBuilder digits = new StringBuilder();
        for (int bit = at; bit >= low; bit--) {
          digits.append(encoding.match() >>> bit & 1);
        }
        cells.add(new Cell(at, low, digits.toString()));
        at = low - 1;
      }
    }
    return cells;
  }

  private static int width(Piece piece) {
    return piece.high() - piece.low() + 1;
  }

  private static String content(Encoding encoding, List<Piece> pieces, boolean last) {
    Piece first = pieces.getFirst();
    Operand operand = first.operand();
    StringBuilder text = new StringBuilder(operand.name().toLowerCase(Locale.ROOT));
    if (first.short3()) {
      text.append('\'');
    } else if (pieces.size() > 1 || width(first) < operand.width()) {
      List<String> slices =
          pieces.stream()
              .map(
                  piece ->
                      piece.high() == piece.low()
                          ? Integer.toString(piece.high())
                          : piece.high() + ":" + piece.low())
              .toList();
      text.append('[').append(String.join("|", slices)).append(']');
    }
    if (last) {
      List<String> excluded =
          encoding.exclusions().stream()
              .filter(exclusion -> exclusion.operand() == operand)
              .map(Exclusion::value)
              .map(String::valueOf)
              .toList();
      if (!excluded.isEmpty()) {
        text.append('≠').append(String.join(",", excluded));
      }
    }
    return text.toString();
  }
}
