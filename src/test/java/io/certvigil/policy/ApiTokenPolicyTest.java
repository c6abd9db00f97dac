package io.certvigil.policy;

import static io.certvigil.policy.InMemoryPolicyStore.assertEvents;
import static io.certvigil.policy.TestCertificates.certificate;
import static org.assertj.core.api.Assertions.assertThat;

import io.certvigil.model.Certificate;
import io.certvigil.model.Source;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** How urgent the expiry of an API token is, by its use, and which tokens are not alerted. */
class ApiTokenPolicyTest {
  private final InMemoryPolicyStore store =
      new InMemoryPolicyStore(TestCertificates.of(Source.API_TOKENS));

  @Test
  void usedToken_isAsUrgentAsItsRung() {
    assertEvents(store.read(0, token(20, Certificate.USED_IN_A_WEEK)), "expiring 30d warning");
    assertEvents(store.read(14, token(20, Certificate.USED_IN_A_WEEK)), "escalated 7d critical");
    assertEvents(store.read(20, token(20, Certificate.USED_IN_A_WEEK)), "expired 0 critical");
  }

  @Test
  void tokenOfUnknownUse_isAsUrgentAsItsRung() {
    assertEvents(store.read(0, certificate("t").expiresIn(5).build()), "expiring 7d critical");
  }

  @Test
  void tokenThatIsUsedSometimes_isAtMostAWarning() {
    assertEvents(store.read(0, token(5, Certificate.USED_IN_30_DAYS)), "expiring 7d warning");
    assertEvents(store.read(5, token(5, Certificate.USED_IN_30_DAYS)), "expired 0 warning");
  }

  @Test
  void unusedToken_isInfoOnly() {
    assertEvents(store.read(0, token(5, Certificate.UNUSED_FOR_30_DAYS)), "expiring 7d info");
    assertEvents(store.read(5, token(5, Certificate.UNUSED_FOR_30_DAYS)), "expired 0 info");
  }

  @Test
  void severityRises_whenAnUnusedTokenIsUsedAgain() {
    store.read(0, token(5, Certificate.UNUSED_FOR_30_DAYS));

    assertEvents(store.read(0.1, token(5, Certificate.USED_IN_A_WEEK)), "escalated 7d critical");
    assertThat(store.read(0.2, token(5, Certificate.USED_IN_30_DAYS))).isEmpty();
  }

  @Test
  void ownToken_isNotAlerted_becauseItsCredentialIs() {
    var own = token(5, Map.of(Certificate.CREDENTIAL, "main"));

    assertThat(store.read(0, own)).isEmpty();
    assertThat(store.explain("t", 0).notAlertedReason())
        .isEqualTo("it is credential main, whose own alert is credential.expiring");
  }

  @Test
  void alertIsResolved_whenATokenTurnsOutToBeOwn() {
    store.read(0, token(5, Certificate.USED_IN_A_WEEK));

    assertEvents(
        store.read(0.1, token(5, Map.of(Certificate.CREDENTIAL, "main"))),
        "resolved 7d critical rungs_changed");
  }

  @Test
  void disabledToken_isNotAlerted() {
    var disabled = certificate("t").expiresIn(5).status("disabled").inUse(false).build();

    assertThat(store.read(0, disabled)).isEmpty();
  }

  @Test
  void newToken_isNoEvent() {
    store.read(0, certificate("t").expiresIn(300).build());

    assertThat(
            store.read(
                1,
                certificate("t").expiresIn(300).build(),
                certificate("u").expiresIn(300).build()))
        .isEmpty();
  }

  @Test
  void expiredTokenThatVanishes_isNoEvent() {
    store.read(0, token(-40, Certificate.UNUSED_FOR_30_DAYS));
    var expired = store.firing();
    store.read(1);

    assertThat(expired).hasSize(1);
    assertEvents(store.read(2), "resolved 0 info removed");
  }

  private static Certificate token(int days, String use) {
    return token(days, Map.of(Certificate.LAST_USED, use));
  }

  private static Certificate token(int days, Map<String, String> attributes) {
    return certificate("t").expiresIn(days).build().with(attributes);
  }
}
