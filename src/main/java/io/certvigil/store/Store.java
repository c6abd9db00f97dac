package io.certvigil.store;

/**
 * The database. One daemon opens it with {@link #open} and is its main writer; commands open it
 * {@link #beside} a running daemon, read, and write little.
 *
 * <p>Every method of its parts may be called from any thread; each write is one transaction.
 */
public final class Store implements AutoCloseable {

  /**
   * Takes the daemon's lock, then opens and migrates. A delivery that was being sent when the last
   * daemon died is marked ambiguous and will go again.
   *
   * @throws StoreException where another daemon runs (names its pid), the folder is not writable,
   *     the database is damaged or from a newer version
   */
  public static Store open(Settings settings) {
    throw new UnsupportedOperationException();
  }

  /**
   * Opens without the lock.
   *
   * @throws StoreException where there is no database yet, or one that is newer, older or damaged
   */
  public static Store beside(Settings settings) {
    throw new UnsupportedOperationException();
  }

  /** The reading line: what was read, compared and decided. */
  public Readings readings() {
    throw new UnsupportedOperationException();
  }

  /** What is watched, and what is due. */
  public Scopes scopes() {
    throw new UnsupportedOperationException();
  }

  /** The compose and delivery lines. */
  public Outbox outbox() {
    throw new UnsupportedOperationException();
  }

  /** Questions of commands and pages. Never called per scrape. */
  public Catalogue catalogue() {
    throw new UnsupportedOperationException();
  }

  /** What commands ask of a running daemon. */
  public Requests requests() {
    throw new UnsupportedOperationException();
  }

  /** Size of the database with its write-ahead log, in bytes. */
  public long size() {
    throw new UnsupportedOperationException();
  }

  /** Whether a write is accepted right now; throws {@link StoreException} where not. */
  public void check() {
    throw new UnsupportedOperationException();
  }

  @Override
  public void close() {}
}
