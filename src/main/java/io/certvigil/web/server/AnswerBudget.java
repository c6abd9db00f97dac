package io.certvigil.web.server;

import java.io.IOException;
import java.nio.BufferOverflowException;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;
import org.eclipse.jetty.io.Connection;
import org.eclipse.jetty.server.Request;
import org.jspecify.annotations.Nullable;

/**
 * The time for making one answer; it also ends when the client leaves. The time during which the
 * client takes bytes does not count. Used by one thread at a time, which makes the answer.
 */
final class AnswerBudget {
  private static final long LOOK_EVERY_NANOS = TimeUnit.MILLISECONDS.toNanos(100);

  private final Duration time;
  private final LongSupplier nanoTime;
  private final Connection connection;
  private final @Nullable ClientConnection client;
  private final long begin;
  private long lookedAt;
  private boolean pipelined;
  private @Nullable AnswerEnded ended;

  AnswerBudget(Request request, Duration time, LongSupplier nanoTime) {
    this.time = time;
    this.nanoTime = nanoTime;
    this.connection = request.getConnectionMetaData().getConnection();
    this.client = ClientConnection.of(request);
    this.begin = nanoTime.getAsLong();
    this.lookedAt = begin;
  }

  /** Throws {@link AnswerEnded} if the answer must not be continued. */
  void check() {
    if (ended == null) {
      long now = nanoTime.getAsLong();
      long taken = now - begin - (client == null ? 0 : client.writeNanos());
      if (taken > time.toNanos()) {
        ended = AnswerEnded.late(time.toSeconds());
      } else if (now - lookedAt >= LOOK_EVERY_NANOS) {
        lookedAt = now;
        ended = clientLeft() ? AnswerEnded.clientLeft() : null;
      }
    }
    if (ended != null) {
      throw ended;
    }
  }

  /**
   * Looks for the end of the client's stream, which the server otherwise sees only when it reads
   * the next request. A client that closes only its sending half counts as gone, as in other
   * servers. A byte of the next request is given back.
   */
  private boolean clientLeft() {
    var end = connection.getEndPoint();
    if (!end.isOpen()) {
      return true;
    }
    if (pipelined || !(connection instanceof Connection.UpgradeTo reader)) {
      return false;
    }
    var some = ByteBuffer.allocate(1).flip();
    try {
      int filled = end.fill(some);
      pipelined = filled > 0;
      if (pipelined) {
        reader.onUpgradeTo(some);
      }
      return filled < 0;
    } catch (IOException | BufferOverflowException e) {
      return true; // the connection cannot be used any more
    }
  }
}
