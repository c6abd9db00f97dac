package io.certvigil.store;

import static io.certvigil.web.site.SiteFixture.CLIENTS;
import static io.certvigil.web.site.SiteFixture.TODAY;
import static io.certvigil.web.site.SiteFixture.certificate;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.certvigil.store.failure.ReadLimit;
import io.certvigil.store.sqlite.Ballast;
import io.certvigil.store.sqlite.Database;
import io.certvigil.store.sqlite.Sqlite;
import io.certvigil.store.sqlite.StoreMeters;
import io.certvigil.web.site.SiteFixture;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

class ReadLimitTest {
  private static final String ENDLESS =
      "WITH RECURSIVE c(n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM c)"
          + " SELECT count(*) FROM c WHERE n < 0";

  @TempDir private Path folder;

  private static final class Enough extends RuntimeException {
    private static final long serialVersionUID = 1L;
  }

  /** Throws at the tenth call and at all later ones. */
  private static Runnable tenChecks(AtomicInteger calls) {
    return () -> {
      if (calls.incrementAndGet() > 9) {
        throw new Enough();
      }
    };
  }

  @Test
  @Timeout(60)
  void queryWithoutRows_isInterrupted_andTheDatabaseStaysUsable() {
    var file = folder.resolve("a.db");
    try (var database =
        new Database(file, Sqlite.writer(file), StoreMeters.none(), Ballast.forCommand(file))) {
      var calls = new AtomicInteger();

      assertThatThrownBy(
              () -> ReadLimit.run(tenChecks(calls), () -> database.any("query", ENDLESS)))
          .isInstanceOf(Enough.class);

      assertThat(calls.get()).isBetween(10, 30);
      assertThat(database.any("query", "SELECT 1")).isTrue();
    }
  }

  @Test
  void rows_areReadOnlyUntilTheLimit() {
    try (var site = new SiteFixture(folder)) {
      site.discover();
      var many = new ArrayList<io.certvigil.model.Certificate>();
      for (int i = 0; i < 2_000; i++) {
        many.add(certificate("c" + i, "c" + i, "active", Duration.ofDays(i)));
      }
      site.read(CLIENTS, TODAY, many.toArray(io.certvigil.model.Certificate[]::new));
      var rows = new AtomicInteger();
      Runnable after100 =
          () -> {
            if (rows.get() >= 100) {
              throw new Enough();
            }
          };

      assertThatThrownBy(
              () ->
                  ReadLimit.run(
                      after100,
                      () ->
                          site.store()
                              .inventory()
                              .asOf(
                                  TODAY.plusSeconds(1),
                                  io.certvigil.store.view.CertificateFilter.ALL,
                                  view -> rows.incrementAndGet())))
          .isInstanceOf(Enough.class);

      assertThat(rows.get()).isEqualTo(100);
    }
  }

  @Test
  void changeCount_growsWithEveryWriteOnly() {
    try (var site = new SiteFixture(folder)) {
      site.discover();
      long before = site.store().changeCount();

      site.store().silences().list();
      assertThat(site.store().changeCount()).isEqualTo(before);

      site.read(CLIENTS, TODAY, certificate("a", "a", "active", Duration.ofDays(1)));
      assertThat(site.store().changeCount()).isGreaterThan(before);
    }
  }
}
