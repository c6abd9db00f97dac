package io.certvigil.demo.simulator;

import io.certvigil.demo.http.ConnectionFaults;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Arrays;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.io.Content;

/** Sends a response with a fault in its transfer. Blocks while it writes. */
record FaultySender(ResponseSender sender, Duration dribblePause) {
  static final long HUGE_BYTES = 300L << 20;
  static final int DEPTH = 100_000;
  private static final int BLOCK_BYTES = 64 << 10;

  void send(ApiResponse response, FaultKind kind) throws IOException {
    sender.setHead(response);
    var bytes = response.bytes();
    var half = Arrays.copyOf(bytes, bytes.length / 2);
    switch (kind) {
      case TRUNCATED -> {
        announce(bytes.length);
        write(half);
        ConnectionFaults.close(sender.request());
      }
      case TRUNCATED_CHUNKED -> {
        write(half);
        ConnectionFaults.close(sender.request());
      }
      case RESET -> ConnectionFaults.reset(sender.request());
      case HANG -> {}
      case STALL -> {
        announce(bytes.length);
        write(half);
      }
      case DRIBBLE -> dribble(bytes);
      case HUGE_BODY -> huge();
      case DEEP_JSON -> deep();
      default -> throw new IllegalArgumentException("kind: not of the transfer, was " + kind);
    }
  }

  private void announce(int bytes) {
    sender.response().getHeaders().put(HttpHeader.CONTENT_LENGTH, bytes);
  }

  private void dribble(byte[] bytes) throws IOException {
    announce(bytes.length);
    try {
      for (var one : bytes) {
        write(new byte[] {one});
        Thread.sleep(dribblePause);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    sender.callback().succeeded();
  }

  private void huge() throws IOException {
    var block = new byte[BLOCK_BYTES];
    Arrays.fill(block, (byte) ' ');
    write("{\"result\":[],\"success\":true,");
    for (long sent = 0; sent < HUGE_BYTES; sent += block.length) {
      write(block);
    }
    write("\"errors\":[],\"messages\":[]}");
    sender.callback().succeeded();
  }

  private void deep() throws IOException {
    write("{\"success\":true,\"errors\":[],\"messages\":[],\"result\":");
    write("[".repeat(DEPTH));
    write("]".repeat(DEPTH));
    write("}");
    sender.callback().succeeded();
  }

  private void write(String text) throws IOException {
    write(text.getBytes(StandardCharsets.UTF_8));
  }

  private void write(byte[] bytes) throws IOException {
    Content.Sink.write(sender.response(), false, ByteBuffer.wrap(bytes));
  }
}
