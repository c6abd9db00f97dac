package io.certvigil.store;

import java.nio.file.Path;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.io.TempDir;

class SqliteStoreTest {
  @TempDir Path folder;

  @Nested
  class ReadingTests extends ReadingsContract {
    @Override
    TestEngine newEngine() {
      return new SqliteEngine(folder);
    }
  }

  @Nested
  class AlertTests extends AlertsContract {
    @Override
    TestEngine newEngine() {
      return new SqliteEngine(folder);
    }
  }

  @Nested
  class ScopeTests extends ScopesContract {
    @Override
    TestEngine newEngine() {
      return new SqliteEngine(folder);
    }
  }

  @Nested
  class OutboxTests extends OutboxContract {
    @Override
    TestEngine newEngine() {
      return new SqliteEngine(folder);
    }
  }

  @Nested
  class InventoryTests extends InventoryContract {
    @Override
    TestEngine newEngine() {
      return new SqliteEngine(folder);
    }
  }

  @Nested
  class PageTests extends PagesContract {
    @Override
    TestEngine newEngine() {
      return new SqliteEngine(folder);
    }
  }

  @Nested
  class ConcurrencyTests extends ConcurrencyContract {
    @Override
    TestEngine newEngine() {
      return new SqliteEngine(folder);
    }
  }

  @Nested
  class RetentionTests extends RetentionContract {
    @Override
    TestEngine newEngine() {
      return new SqliteEngine(folder);
    }
  }

  @Nested
  class LaneTests extends LanesContract {
    @Override
    TestEngine newEngine() {
      return new SqliteEngine(folder);
    }
  }

  @Nested
  class DeliveryOperationTests extends DeliveryOperationsContract {
    @Override
    TestEngine newEngine() {
      return new SqliteEngine(folder);
    }
  }

  @Nested
  class SilenceTests extends SilencesContract {
    @Override
    TestEngine newEngine() {
      return new SqliteEngine(folder);
    }
  }
}
