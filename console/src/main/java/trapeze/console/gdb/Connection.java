package trapeze.console.gdb;

import java.io.BufferedInputStream;
import java.io.BufferedOutputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import org.jspecify.annotations.Nullable;
import trapeze.console.gdb.PacketReader.Event;

/** A debugger's connection: packets in and out, and what happens to the machine meanwhile. */
final class Connection implements AutoCloseable {
  /** Packets that wait to be answered; who sends more is not read until there is room. */
  private static final int MOST_WAITING = 64;

  private final Socket socket;
  private final OutputStream out;
  private final BlockingQueue<Message> messages = new LinkedBlockingQueue<>(MOST_WAITING);
  private final DebugTarget target;
  private boolean acknowledges = true;
  private String lastReply = "";

  /** What the connection's thread is told. */
  private sealed interface Message {
    /** From the debugger. */
    record Received(Event event) implements Message {}

    /** The machine may have halted or ended. */
    record MachineHalted() implements Message {}

    /** The debugger has gone. */
    record Closed() implements Message {}
  }

  Connection(Socket socket, DebugTarget target) throws IOException {
    this.socket = socket;
    this.target = target;
    this.out = new BufferedOutputStream(socket.getOutputStream());
    socket.setTcpNoDelay(true);
  }

  /**
   * Serves the debugger until it goes. The machine is halted when it comes, and goes on without
   * breakpoints when it has gone.
   */
  void serve() throws InterruptedException {
    target.board().debug().whenHalted(() -> messages.offer(new Message.MachineHalted()));
    target.board().debug().halt();
    Stub stub = new Stub(target, this::sendWhatCan);
    Thread reader = Thread.ofPlatform().daemon().name("gdb reader").start(this::read);
    try {
      boolean there = true;
      while (there && stub.isAttached()) {
        there = handle(messages.take(), stub);
        send(stub.poll());
      }
    } catch (IOException gone) {
      // The debugger has closed its end: as if it had said so.
    } finally {
      target.board().debug().whenHalted(() -> {});
      if (stub.isAttached()) {
        stub.leave();
      }
      close();
      reader.interrupt();
    }
  }

  private boolean handle(Message message, Stub stub) throws IOException, InterruptedException {
    switch (message) {
      case Message.Closed _ -> {
        return false;
      }
      case Message.MachineHalted _ -> {
        // Whoever serves looks at the machine behind each message.
      }
      case Message.Received(Event.Interrupt _) -> send(stub.interrupt());
      case Message.Received(Event.Again _) -> send(lastReply);
      case Message.Received(Event.Damaged _) -> acknowledge('-');
      case Message.Received(Event.Packet(String text)) -> {
        acknowledge('+');
        String reply = stub.answer(text);
        send(reply);
        if (text.equals("QStartNoAckMode")) {
          acknowledges = false;
        }
      }
    }
    return true;
  }

  private void acknowledge(char how) throws IOException {
    if (acknowledges) {
      out.write(how);
      out.flush();
    }
  }

  private void send(@Nullable String reply) throws IOException {
    if (reply != null) {
      lastReply = reply;
      out.write(frame(reply));
      out.flush();
    }
  }

  private void sendWhatCan(String text) {
    try {
      out.write(frame(text));
    } catch (IOException gone) {
      // The reader finds out as well, and ends the connection.
    }
  }

  /** A packet's bytes. */
  static byte[] frame(String text) {
    ByteArrayOutputStream made = new ByteArrayOutputStream();
    made.write('$');
    int sum = 0;
    for (int i = 0; i < text.length(); i++) {
      int value = text.charAt(i) & 0xff;
      if ("#$}*".indexOf(value) >= 0) {
        made.write('}');
        sum += '}';
        value ^= 0x20;
      }
      made.write(value);
      sum += value;
    }
    made.writeBytes("#%02x".formatted(sum & 0xff).getBytes(StandardCharsets.US_ASCII));
    return made.toByteArray();
  }

  private void read() {
    PacketReader packets = new PacketReader(Queries.PACKET_SIZE);
    try (InputStream in = new BufferedInputStream(socket.getInputStream())) {
      for (int value = in.read(); value >= 0; value = in.read()) {
        Event event = packets.accept(value);
        if (event != null) {
          messages.put(new Message.Received(event));
        }
      }
    } catch (IOException gone) {
      // told below
    } catch (InterruptedException over) {
      return;
    }
    try {
      messages.put(new Message.Closed());
    } catch (InterruptedException over) {
      Thread.currentThread().interrupt();
    }
  }

  @Override
  public void close() {
    try {
      socket.close();
    } catch (IOException e) {
      // It is gone, which is what was wanted.
    }
  }
}
