package trapeze.console.compare.model;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.Objects;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.tomlj.Toml;
import org.tomlj.TomlParseError;
import org.tomlj.TomlParseResult;
import org.tomlj.TomlPosition;
import org.tomlj.TomlTable;
import trapeze.console.UserError;
import trapeze.console.compare.Counts;

/** A cost model as a TOML file: a table {@code [cycles]}, with a number for each parameter. */
public final class ModelFile {
  private static final String TABLE = "cycles";
  private static final String USUAL = "/trapeze/console/compare/cost-model.toml";

  private static final List<String> GROUPS =
      List.of(
          Counts.DIRECT,
          Counts.SURPLUS,
          Counts.TRAPS,
          Counts.EXITS,
          Counts.EMULATED,
          Counts.INTERPRETED,
          Counts.REFLECTED,
          Counts.INJECTED,
          Counts.SHADOW,
          Counts.DEVICE,
          Counts.SWITCHES,
          Counts.HARDWARE,
          Counts.WALKS);

  private final String place;

  private ModelFile(String place) {
    this.place = place;
  }

  /** The model that is used unless another is given. */
  public static CostModel usual() {
    return new ModelFile("cost-model.toml").model(Toml.parse(usualText()));
  }

  /** That model's file, with a comment for each cost. */
  public static String usualText() {
    try (InputStream in = ModelFile.class.getResourceAsStream(USUAL)) {
      return new String(Objects.requireNonNull(in).readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /**
   * Writes the usual model to a file that is not there yet.
   *
   * @throws UserError if it is, or cannot be written
   */
  public static void writeUsual(Path file) {
    try {
      Files.writeString(file, usualText(), StandardOpenOption.CREATE_NEW);
    } catch (FileAlreadyExistsException e) {
      throw new UserError(file.toString(), "is there already; name another, or remove it");
    } catch (IOException e) {
      throw new UserError(
          file.toString(), "cannot be written (%s)".formatted(e.getClass().getSimpleName()));
    }
  }

  /**
   * The model in a file.
   *
   * @throws UserError if something in it is wrong; the message names file, line and key
   */
  public static CostModel read(Path file) {
    try {
      return new ModelFile(file.toString()).model(Toml.parse(Files.readString(file)));
    } catch (NoSuchFileException e) {
      throw new UserError(
          file.toString(), "no such cost model; --write-model writes one to begin with");
    } catch (IOException e) {
      throw new UserError(file.toString(), "is no text file that can be read; give a TOML file");
    }
  }

  private CostModel model(TomlParseResult root) {
    if (root.hasErrors()) {
      TomlParseError first = root.errors().getFirst();
      String message = String.valueOf(first.getMessage()).lines().findFirst().orElse("is no TOML");
      throw new UserError(at(first.position()), message);
    }
    for (String key : root.keySet()) {
      if (!key.equals(TABLE)) {
        throw new UserError(
            at(root.inputPositionOf(List.of(key))),
            "unknown table '%s'; costs are under [%s]".formatted(key, TABLE));
      }
    }
    TomlTable table = root.getTable(List.of(TABLE));
    if (table == null || table.isEmpty()) {
      throw new UserError(place, "names no cost; begin with a line [%s]".formatted(TABLE));
    }
    SortedMap<String, Double> costs = new TreeMap<>();
    for (String key : table.keySet()) {
      String at = at(table.inputPositionOf(List.of(key)));
      costs.put(checked(key, at), cost(key, table.get(List.of(key)), at));
    }
    return new CostModel(costs);
  }

  private static String checked(String key, String at) {
    String group = key.contains(".") ? key.substring(0, key.indexOf('.')) : key;
    if (!GROUPS.contains(group)) {
      throw new UserError(
          at, "'%s' is counted nowhere; groups are %s".formatted(key, String.join(", ", GROUPS)));
    }
    return key;
  }

  private static double cost(String key, @Nullable Object value, String at) {
    double cost =
        switch (value) {
          case Long number -> number;
          case Double number -> number;
          case TomlTable _ ->
              throw new UserError(
                  at, "%s: put names with a dot in quotes, as \"%s.fills\"".formatted(key, key));
          case null, default ->
              throw new UserError(at, "%s: takes a number of cycles, as 1 or 2.5".formatted(key));
        };
    if (!(cost >= 0) || Double.isInfinite(cost)) {
      throw new UserError(at, "%s: a cost is 0 or more".formatted(key));
    }
    return cost;
  }

  private String at(@Nullable TomlPosition position) {
    return position == null ? place : "%s:%d".formatted(place, position.line());
  }
}
