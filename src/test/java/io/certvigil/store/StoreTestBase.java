package io.certvigil.store;

import io.certvigil.model.Certificate;
import io.certvigil.model.WatchedScope;
import io.certvigil.policy.Event;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;

/** A new database for each test. */
abstract class StoreTestBase {
  @TempDir private Path folder = Path.of("");
  private @Nullable Store store;

  @BeforeEach
  void openStore() {
    store = engine().open();
  }

  @AfterEach
  void closeStore() {
    store().close();
  }

  SqliteEngine engine() {
    return new SqliteEngine(folder);
  }

  Store store() {
    return Objects.requireNonNull(store);
  }

  Scopes scopes() {
    return store().scopes();
  }

  /** A complete discovery of the watch {@code main}. */
  void found(Instant now, WatchedScope... found) {
    scopes().recordDiscovery("main", "main", StoreFixture.discovery(found), List.of(found), now);
  }

  /** Closes and opens the store again, as after a restart of the daemon. */
  void reopen() {
    store().close();
    store = engine().open();
  }

  /** Commits a complete reading. */
  CommittedScope commit(WatchedScope watched, Instant now, Certificate... certificates) {
    return store()
        .readings()
        .commit(watched, StoreFixture.complete(watched, certificates), StoreFixture.POLICY, now);
  }

  static List<String> types(CommittedScope committed) {
    return committed.events().stream().map(Event::type).map(Object::toString).toList();
  }
}
