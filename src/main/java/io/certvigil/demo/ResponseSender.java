package io.certvigil.demo;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Arrays;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.io.Content;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.util.Callback;

/** Puts an answer on the wire, whole or broken. Blocks while it writes. */
final class ResponseSender {
  static final long HUGE_BYTES = 300L << 20;
  static final int DEPTH = 100_000;
  private static final int BLOCK_BYTES = 64 << 10;

  private final Request request;
  private final Response response;
  private final Callback callback;
  private final Duration pause;

  ResponseSender(Request request, Response response, Callback callback, Duration pause) {
    this.request = request;
    this.response = response;
    this.callback = callback;
    this.pause = pause;
  }

  void whole(ApiResponse answer) {
    var bytes = answer.bytes();
    response.getHeaders().put(HttpHeader.CONTENT_LENGTH, bytes.length);
    response.write(true, ByteBuffer.wrap(bytes), callback);
  }

  void broken(ApiResponse answer, FaultKind kind) throws IOException {
    var bytes = answer.bytes();
    var half = Arrays.copyOf(bytes, bytes.length / 2);
    switch (kind) {
      case TRUNCATED -> {
        response.getHeaders().put(HttpHeader.CONTENT_LENGTH, bytes.length);
        write(half);
        ConnectionFaults.close(request);
      }
      case TRUNCATED_CHUNKED -> {
        write(half);
        ConnectionFaults.close(request);
      }
      case RESET -> ConnectionFaults.reset(request);
      case HANG -> {}
      case STALL -> {
        response.getHeaders().put(HttpHeader.CONTENT_LENGTH, bytes.length);
        write(half);
      }
      case DRIBBLE -> dribble(bytes);
      case HUGE_BODY -> huge();
      case DEEP_JSON -> deep();
      default -> whole(answer);
    }
  }

  private void dribble(byte[] bytes) throws IOException {
    response.getHeaders().put(HttpHeader.CONTENT_LENGTH, bytes.length);
    try {
      for (var one : bytes) {
        write(new byte[] {one});
        Thread.sleep(pause);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    callback.succeeded();
  }

  private void huge() throws IOException {
    var block = new byte[BLOCK_BYTES];
    Arrays.fill(block, (byte) ' ');
    write("{\"result\":[],\"success\":true,");
    for (long sent = 0; sent < HUGE_BYTES; sent += block.length) {
      write(block);
    }
    write("\"errors\":[],\"messages\":[]}");
    callback.succeeded();
  }

  private void deep() throws IOException {
    write("{\"success\":true,\"errors\":[],\"messages\":[],\"result\":");
    write("[".repeat(DEPTH));
    write("]".repeat(DEPTH));
    write("}");
    callback.succeeded();
  }

  private void write(String text) throws IOException {
    write(text.getBytes(StandardCharsets.UTF_8));
  }

  private void write(byte[] bytes) throws IOException {
    Content.Sink.write(response, false, ByteBuffer.wrap(bytes));
  }
}
