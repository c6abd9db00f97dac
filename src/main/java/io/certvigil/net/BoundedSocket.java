package io.certvigil.net;

import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.Socket;

/** A socket that reads at most 256 KiB, so that an endless reply cannot exhaust the memory. */
final class BoundedSocket extends Socket {
  private static final int LIMIT = 256 * 1024;

  @Override
  public InputStream getInputStream() throws IOException {
    return new Bounded(super.getInputStream());
  }

  private static final class Bounded extends FilterInputStream {
    private int remaining = LIMIT;

    Bounded(InputStream in) {
      super(in);
    }

    @Override
    public int read() throws IOException {
      int read = super.read();
      count(1);
      return read;
    }

    @Override
    public int read(byte[] bytes, int from, int length) throws IOException {
      int read = super.read(bytes, from, length);
      count(read);
      return read;
    }

    private void count(int read) throws IOException {
      remaining -= Math.max(0, read);
      if (remaining < 0) {
        throw new IOException("more than " + LIMIT + " bytes received");
      }
    }
  }
}
