package io.certvigil.store.failure;

/**
 * Ends the reads of the current thread early, for instance because nobody waits for the result any
 * more. The store calls the check for each row and regularly during long queries.
 */
public final class ReadLimit {
  private static final ScopedValue<Runnable> CHECK = ScopedValue.newInstance();

  private ReadLimit() {}

  /** Something that reads the store. */
  @FunctionalInterface
  public interface Reads<X extends Exception> {
    void run() throws X;
  }

  /**
   * Runs the reads.
   *
   * @param check throws to end the reads, and from then on throws at every call
   */
  public static <X extends Exception> void run(Runnable check, Reads<X> reads) throws X {
    ScopedValue.where(CHECK, check)
        .call(
            () -> {
              reads.run();
              return true;
            });
  }

  /** The check of the current thread; one that never throws if it has no limit. */
  public static Runnable current() {
    return CHECK.orElse(ReadLimit::unlimited);
  }

  private static void unlimited() {
    // Nothing to check.
  }

  /** Whether the current thread has a limit. */
  public static boolean isSet() {
    return CHECK.isBound();
  }
}
