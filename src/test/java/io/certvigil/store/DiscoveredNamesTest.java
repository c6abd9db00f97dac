package io.certvigil.store;

import static io.certvigil.store.StoreFixture.GATEWAY;
import static io.certvigil.store.StoreFixture.HOUR;
import static io.certvigil.store.StoreFixture.TODAY;
import static io.certvigil.store.StoreFixture.ZONE_A;
import static io.certvigil.store.StoreFixture.watched;
import static org.assertj.core.api.Assertions.assertThat;

import io.certvigil.model.ResourceRef;
import io.certvigil.model.Scope;
import io.certvigil.model.Source;
import io.certvigil.model.Zone;
import java.time.Instant;
import org.junit.jupiter.api.Test;

/** Names and accounts of scopes that a discovery found only by their id. */
class DiscoveredNamesTest extends StoreTestBase {
  private static final Instant SECOND = TODAY.plus(HOUR);

  @Test
  void namesStay_whenADiscoveryDoesNotKnowThem() {
    found(TODAY, ZONE_A, GATEWAY);

    found(
        SECOND,
        watched(
            Scope.ofZone(Source.CLIENT_CERTIFICATES, Zone.NO_ACCOUNT, ResourceRef.unnamed("za")),
            HOUR),
        watched(
            Scope.ofAccount(
                Source.GATEWAY_CERTIFICATES, ResourceRef.unnamed(StoreFixture.ACCOUNT.id())),
            HOUR));

    assertThat(scopes().watched()).containsExactlyInAnyOrder(ZONE_A, GATEWAY);
  }

  @Test
  void accountIsUpdated_evenIfItsNameIsUnknown() {
    found(TODAY, ZONE_A);

    var moved =
        watched(
            Scope.ofZone(
                Source.CLIENT_CERTIFICATES,
                ResourceRef.unnamed("acc2"),
                new ResourceRef("za", "a.example")),
            HOUR);
    found(SECOND, moved);

    assertThat(scopes().watched()).containsExactly(moved);
  }
}
