package io.certvigil.app;

import io.certvigil.demo.simulator.SimulatedEstate;
import io.certvigil.demo.simulator.UniformEstate;
import java.io.IOException;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;

/** A new daemon in this process for each test, with two zones. */
abstract class DaemonTestBase {
  @TempDir Path folder;

  final ManualClock clock = new ManualClock();
  final SimulatedEstate estate = UniformEstate.of(1, 2, 0, 3, clock.instant());
  final String zone = estate.zones().getFirst().zone().id();
  final String otherZone = estate.zones().getLast().zone().id();
  InProcessDaemon daemon;

  @BeforeEach
  void open() throws IOException {
    daemon = InProcessDaemon.ofZones(folder, clock, estate);
  }

  @AfterEach
  void close() {
    daemon.close();
  }

  List<String> column(String sql) throws SQLException {
    return daemon.database.column(sql);
  }
}
