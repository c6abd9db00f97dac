package io.certvigil.store;

import java.nio.file.Path;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.io.TempDir;

class SqliteStoreTest {
  @TempDir Path folder;

  @Nested
  class ReadingLine extends ReadingsContract {
    @Override
    Engine newEngine() {
      return new SqliteEngine(folder);
    }
  }
}
