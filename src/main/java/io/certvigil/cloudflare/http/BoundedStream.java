package io.certvigil.cloudflare.http;

import io.certvigil.cloudflare.fields.MalformedAnswerException;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;

/** A stream that returns at most this many bytes, then throws {@link MalformedAnswerException}. */
final class BoundedStream extends FilterInputStream {
  private final long limit;
  private long read;

  BoundedStream(InputStream in, long limit) {
    super(in);
    this.limit = limit;
  }

  /** True if no byte has been read yet. */
  boolean isUnread() {
    return read == 0;
  }

  @Override
  public int read() throws IOException {
    int value = super.read();
    count(value < 0 ? 0 : 1);
    return value;
  }

  @Override
  public int read(byte[] bytes, int offset, int length) throws IOException {
    int got = super.read(bytes, offset, length);
    count(Math.max(0, got));
    return got;
  }

  private void count(int bytes) {
    read += bytes;
    if (read > limit) {
      throw new MalformedAnswerException("more than " + limit + " bytes");
    }
  }

  @Override
  public long skip(long bytes) throws IOException {
    long skipped = super.skip(bytes);
    count(Math.toIntExact(skipped));
    return skipped;
  }

  @Override
  public boolean markSupported() {
    return false;
  }
}
