package io.certvigil.store;

import io.certvigil.policy.Event;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;

/**
 * The contract of every store implementation. The tests are in its subclasses, one for each part of
 * the store.
 */
abstract class StoreContract {
  private @Nullable TestEngine engine;
  private @Nullable Store store;

  /** A new database. */
  abstract TestEngine newEngine();

  @BeforeEach
  void openStore() {
    engine = newEngine();
    store = engine.open();
  }

  @AfterEach
  void closeStore() {
    store().close();
  }

  TestEngine engine() {
    return Objects.requireNonNull(engine);
  }

  Store store() {
    return Objects.requireNonNull(store);
  }

  /** Closes and opens the store again, as after a restart of the daemon. */
  void reopen() {
    store().close();
    store = engine().open();
  }

  static List<String> types(CommittedScope committed) {
    return committed.events().stream().map(Event::type).map(Object::toString).toList();
  }
}
