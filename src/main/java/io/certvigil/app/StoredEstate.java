package io.certvigil.app;

import io.certvigil.policy.Severity;
import io.certvigil.store.Catalogue;
import io.certvigil.store.Catalogue.Filter;
import io.certvigil.web.Web;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;

/** The status page's figures, from the store. */
record StoredEstate(Catalogue catalogue, InstantSource clock) implements Web.Estate {
  @Override
  public long certificates() {
    return catalogue.counts(clock.instant()).present();
  }

  @Override
  public long endingBefore(Instant moment) {
    var now = clock.instant();
    return catalogue.count(
        new Filter(Duration.between(now, moment), null, null, null, 0), now);
  }

  @Override
  public long firing(Severity severity) {
    return catalogue.alerts(false, clock.instant()).stream()
        .filter(view -> view.alert().severity() == severity)
        .count();
  }
}
