package io.certvigil.app;

import static org.assertj.core.api.Assertions.assertThat;

import io.certvigil.demo.simulator.SimulatedCertificate;
import io.certvigil.model.Source;
import java.sql.SQLException;
import java.time.Duration;
import org.junit.jupiter.api.Test;

/** Service tokens that are disabled and enabled again: {@code enabled} of the answer. */
class DisabledTokenTest extends DaemonTestBase {
  @Test
  void disabledToken_isTold_andItsAlertEnds_untilItIsEnabledAgain() throws SQLException {
    var soon = token("soon", 20);
    var late = token("late", 200);
    daemon.sweep();
    assertThat(daemon.types()).containsExactly("certificate.expiring");

    estate.change(soon.id(), one -> one.withStatus(SimulatedCertificate.INACTIVE, null));
    estate.change(late.id(), one -> one.withStatus(SimulatedCertificate.INACTIVE, null));
    daemon.sweepAfter(Duration.ofHours(1));
    daemon.sweepAfter(Duration.ofHours(1));

    assertThat(column("SELECT type || ' ' || severity FROM event ORDER BY position"))
        .containsExactlyInAnyOrder(
            "certificate.expiring warning",
            "certificate.status_changed warning",
            "certificate.status_changed warning",
            "certificate.resolved warning");
    assertThat(column("SELECT reason FROM alert WHERE reason IS NOT NULL"))
        .containsExactly("not_in_use");
    assertThat(daemon.firing()).isEmpty();

    estate.change(soon.id(), one -> one.withStatus(SimulatedCertificate.ACTIVE, null));
    estate.change(late.id(), one -> one.withStatus(SimulatedCertificate.ACTIVE, null));
    daemon.sweepAfter(Duration.ofHours(1));

    assertThat(daemon.firing()).hasSize(1);
    assertThat(daemon.types()).hasSize(5).endsWith("certificate.expiring");
  }

  /** Cloudflare itself disables tokens that nobody uses, where the account wants that. */
  @Test
  void disabledTokenThatNobodyUses_isHistoryOnly() throws SQLException {
    var token = token("forgotten", 200, false);
    daemon.sweep();

    estate.change(token.id(), one -> one.withStatus(SimulatedCertificate.INACTIVE, null));
    daemon.sweepAfter(Duration.ofHours(1));

    assertThat(daemon.types()).isEmpty();
    assertThat(daemon.certificates().values())
        .extracting(view -> view.status())
        .containsExactly("inactive");
  }

  @Test
  void tokenThatWasAlwaysDisabled_isNotAlerted() throws SQLException {
    var token = token("soon", 5);
    estate.change(token.id(), one -> one.withStatus(SimulatedCertificate.INACTIVE, null));

    daemon.sweep();
    daemon.sweepAfter(Duration.ofHours(1));

    assertThat(daemon.types()).isEmpty();
    assertThat(daemon.certificates().values())
        .extracting(view -> view.status())
        .containsExactly("inactive");
  }

  private SimulatedCertificate token(String name, int days) {
    return token(name, days, true);
  }

  private SimulatedCertificate token(String name, int days, boolean used) {
    var account = estate.accounts().getFirst().id();
    var held =
        InProcessDaemon.certificate(Source.SERVICE_TOKENS, account, name, days, clock.instant())
            .withUse(used, false);
    estate.add(held);
    return held;
  }
}
