package trapeze.console.directory;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.SplittableRandom;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import trapeze.console.UserError;
import trapeze.console.terminal.Transcript;
import trapeze.machine.board.Board;
import trapeze.machine.board.Boot;
import trapeze.machine.device.ConsoleSink;
import trapeze.machine.device.ConsoleSource;
import trapeze.machine.device.block.BlockBackend;
import trapeze.machine.device.block.MemoryDisk;
import trapeze.machine.device.block.Overlay;
import trapeze.machine.device.block.RawFile;
import trapeze.machine.device.virtio.VirtioBlock;
import trapeze.machine.device.virtio.VirtioConsole;
import trapeze.machine.device.virtio.VirtioDevice;
import trapeze.machine.device.virtio.VirtioEntropy;
import trapeze.machine.load.GuestImage;
import trapeze.machine.load.Payload;

/** A guest with its files open and read: what is left is to make a machine for it. */
public final class Guest implements AutoCloseable {
  /** Host memory that one disk's overlay may take. */
  private static final long OVERLAY_QUOTA = 1L << 30;

  private final GuestSpec spec;
  private final Boot boot;
  private final List<BlockBackend> disks = new ArrayList<>();
  private final List<Consumer<Board>> whenLoaded = new ArrayList<>();
  private @Nullable Transcript transcript;

  private Guest(GuestSpec spec, Boot boot) {
    this.spec = spec;
    this.boot = boot;
  }

  /**
   * Opens and reads a guest's files.
   *
   * @throws UserError if something is wrong with one of them
   * @throws trapeze.machine.load.BadImage likewise
   */
  public static Guest open(GuestSpec spec) {
    GuestImage firmware = program(spec, spec.firmware());
    GuestImage kernel = program(spec, spec.kernel());
    boolean bare = spec.firmware() != null && firmware == null;
    Payload initrd =
        spec.initrd() == null
            ? null
            : Images.payload(spec.initrd().value(), spec.folder(), ".cpio");
    Boot boot = new Boot(bare ? kernel : firmware, bare ? null : kernel, initrd, spec.append());
    Guest guest = new Guest(spec, boot);
    try {
      spec.disks().forEach(disk -> guest.disks.add(open(spec, disk)));
      if (spec.consoleFile() != null) {
        guest.transcript = Transcript.to(newFile(spec, spec.consoleFile()));
      }
    } catch (RuntimeException e) {
      guest.close();
      throw e;
    }
    return guest;
  }

  private static @Nullable GuestImage program(GuestSpec spec, @Nullable Setting setting) {
    return setting == null || setting.value().equals(GuestSpec.NO_FIRMWARE)
        ? null
        : Images.program(setting.value(), spec.folder());
  }

  private static BlockBackend open(GuestSpec spec, Disk disk) {
    String name = disk.image().value();
    if (name.startsWith(Images.BUILT_IN)) {
      if (disk.mode() == Disk.Mode.WRITABLE) {
        throw disk.image().wrong("a built-in disk cannot be written; leave out 'writable'");
      }
      BlockBackend contents =
          new MemoryDisk(Images.payload(name, spec.folder(), ".img").contents());
      return disk.mode() == Disk.Mode.READONLY ? contents : new Overlay(contents, OVERLAY_QUOTA);
    }
    return switch (disk.mode()) {
      case READONLY -> RawFile.readOnly(spec.path(disk.image()));
      case WRITABLE -> RawFile.writable(spec.path(disk.image()));
      case OVERLAY -> new Overlay(RawFile.readOnly(spec.path(disk.image())), OVERLAY_QUOTA);
    };
  }

  /** The path of a file that is to be written, which none of the files that are read may be. */
  private static Path newFile(GuestSpec spec, Setting written) {
    Path path = spec.path(written).toAbsolutePath().normalize();
    Stream<@Nullable Setting> programs = Stream.of(spec.firmware(), spec.kernel(), spec.initrd());
    Stream<@Nullable Setting> disks = spec.disks().stream().map(Disk::image);
    boolean taken =
        Stream.concat(programs, disks)
            .filter(Objects::nonNull)
            .anyMatch(read -> spec.path(read).toAbsolutePath().normalize().equals(path));
    if (taken) {
      throw written.wrong("'%s' is read by this guest; name another".formatted(written.value()));
    }
    return path;
  }

  /** As its user described it. */
  public GuestSpec spec() {
    return spec;
  }

  /** Does something to its board, real or virtual, once it is loaded and before it runs. */
  public void whenLoaded(Consumer<Board> action) {
    whenLoaded.add(action);
  }

  /** The guest stands at its first instruction. */
  public void loaded(Board board) {
    whenLoaded.forEach(action -> action.accept(board));
  }

  /** What is put into its memory. */
  public Boot boot() {
    return boot;
  }

  /** Whether the SBI is to be there when it starts. */
  public boolean needsSbi() {
    return boot.firmware() == null;
  }

  /** Where its serial port's input comes from, if {@code input} is what the user types. */
  public ConsoleSource serialInput(ConsoleSource input) {
    if (!spec.virtioConsole()) {
      return input;
    }
    return new ConsoleSource() {
      @Override
      public int read() {
        return -1;
      }

      @Override
      public boolean isExhausted() {
        return input.isExhausted();
      }
    };
  }

  /** Devices for its virtio slots, from slot 0: disks, console, entropy. */
  public List<VirtioDevice> slots(ConsoleSink sink, ConsoleSource input) {
    List<VirtioDevice> slots = new ArrayList<>();
    for (BlockBackend disk : disks) {
      slots.add(new VirtioBlock(disk, spec.name() + "-" + slots.size()));
    }
    if (spec.virtioConsole()) {
      slots.add(new VirtioConsole(sink, input));
    }
    if (spec.entropy()) {
      slots.add(new VirtioEntropy(new SplittableRandom(spec.name().hashCode())));
    }
    return slots;
  }

  /** A sink that passes everything on, and keeps a copy if the guest's description asks for it. */
  public ConsoleSink copying(ConsoleSink sink) {
    return transcript == null ? sink : transcript.copying(sink);
  }

  @Override
  public void close() {
    for (BlockBackend disk : disks) {
      try {
        disk.close();
      } catch (IOException e) {
        throw new UserError(spec.place(), "a disk cannot be closed (%s)".formatted(e.getMessage()));
      }
    }
    if (transcript != null) {
      try {
        transcript.close();
      } catch (IOException e) {
        throw new UserError(
            spec.place(), "its console's file cannot be closed (%s)".formatted(e.getMessage()));
      }
    }
  }
}
