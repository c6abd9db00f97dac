package io.certvigil.store;

import java.nio.file.Path;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.io.TempDir;

class SqliteStoreTest {
  @TempDir Path folder;

  @Nested
  class ReadingLine extends ReadingsContract {
    @Override
    TestEngine newEngine() {
      return new SqliteEngine(folder);
    }
  }

  @Nested
  class ActsOnAlerts extends AlertActsContract {
    @Override
    TestEngine newEngine() {
      return new SqliteEngine(folder);
    }
  }

  @Nested
  class WhatIsWatched extends ScopesContract {
    @Override
    TestEngine newEngine() {
      return new SqliteEngine(folder);
    }
  }

  @Nested
  class DeliveryLine extends OutboxContract {
    @Override
    TestEngine newEngine() {
      return new SqliteEngine(folder);
    }
  }

  @Nested
  class Questions extends CatalogueContract {
    @Override
    TestEngine newEngine() {
      return new SqliteEngine(folder);
    }
  }

  @Nested
  class Pages extends PagesContract {
    @Override
    TestEngine newEngine() {
      return new SqliteEngine(folder);
    }
  }

  @Nested
  class SeveralAtOnce extends ConcurrencyContract {
    @Override
    TestEngine newEngine() {
      return new SqliteEngine(folder);
    }
  }

  @Nested
  class WhatGoes extends RetentionContract {
    @Override
    TestEngine newEngine() {
      return new SqliteEngine(folder);
    }
  }

  @Nested
  class Lanes extends LanesContract {
    @Override
    TestEngine newEngine() {
      return new SqliteEngine(folder);
    }
  }

  @Nested
  class WhatOperatorsDo extends OrdersContract {
    @Override
    TestEngine newEngine() {
      return new SqliteEngine(folder);
    }
  }

  @Nested
  class WhatIsNotTold extends SilencesContract {
    @Override
    TestEngine newEngine() {
      return new SqliteEngine(folder);
    }
  }
}
