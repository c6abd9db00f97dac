package io.certvigil.demo.simulator;

import static io.certvigil.model.Source.API_TOKENS;
import static io.certvigil.model.Source.GATEWAY_RULES;
import static io.certvigil.model.Source.IDENTITY_PROVIDER_CERTIFICATES;
import static io.certvigil.model.Source.REGISTRATIONS;

import io.certvigil.model.ResourceRef;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Locale;

/**
 * Adds the API tokens, identity providers, registered domains and gateway policies of the sample
 * estate. Uses its own random source, so that the rest of the estate does not depend on it.
 */
final class SampleAccess {
  private static final Duration YEAR = Duration.ofDays(365);

  private final SimulatedEstate estate;
  private final SeededRandom random;
  private final Instant now;

  private SampleAccess(SimulatedEstate estate, Instant now) {
    this.estate = estate;
    this.random = new SeededRandom(estate.seed() ^ 0x0042L);
    this.now = now.truncatedTo(ChronoUnit.SECONDS);
  }

  static void fill(SimulatedEstate estate, Instant now) {
    var filler = new SampleAccess(estate, now);
    estate.accounts().forEach(filler::addAccount);
    estate.accounts().forEach(filler::addProviders);
    estate.accounts().forEach(filler::addDomains);
    estate.accounts().forEach(filler::addPolicies);
    filler.addUser();
  }

  private void addAccount(ResourceRef account) {
    estate.append(
        List.of(
            token(account.id(), "Terraform", 20),
            token(account.id(), "Log exporter", 5).withUse(false, false),
            token(account.id(), "R2 backups", -2).withUse(false, false),
            neverExpiring(token(account.id(), "DNS updates", 0))));
  }

  /** One policy stops soon, one is disabled, and one never stops. */
  private void addPolicies(ResourceRef account) {
    estate.append(
        List.of(
            policy(account, "Block the compromised supplier", 2),
            policy(account, "Block games during the exams", 1)
                .withStatus(SimulatedCertificate.DISABLED, null),
            policy(account, "Block malware", 100)
                .withOddity(SimulatedCertificate.Oddity.WITHOUT_TLS)));
  }

  private SimulatedCertificate policy(ResourceRef account, String name, int days) {
    var end = now.plus(Duration.ofDays(days)).plusSeconds(random.below(86_400));
    return SimulatedCertificate.of(
        GATEWAY_RULES, account.id(), random.uuid(), name, end.minus(Duration.ofDays(14)), end);
  }

  /** One domain is renewed by itself, one should have been, and one is not. */
  private void addDomains(ResourceRef account) {
    var name = account.name().toLowerCase(Locale.ROOT).replaceAll("[^a-z]+", "-");
    estate.append(
        List.of(
            domain(account, name + ".com", 200).withUse(true, true),
            domain(account, name + ".app", 15).withUse(true, true),
            domain(account, name + ".net", 25)));
  }

  private SimulatedCertificate domain(ResourceRef account, String name, int days) {
    var end = now.plus(Duration.ofDays(days)).plusSeconds(random.below(86_400));
    return SimulatedCertificate.of(
        REGISTRATIONS, account.id(), name, name, end.minus(YEAR.multipliedBy(3)), end);
  }

  /** One provider changes its certificate, the other one has forgotten to. */
  private void addProviders(ResourceRef account) {
    estate.append(
        List.of(
            provider(account, "Entra ID", 12),
            provider(account, "Entra ID", 720),
            provider(account, "Partner SAML", 9)));
  }

  private SimulatedCertificate provider(ResourceRef account, String name, int days) {
    var end = now.plus(Duration.ofDays(days)).plusSeconds(random.below(86_400));
    return SimulatedCertificate.of(
        IDENTITY_PROVIDER_CERTIFICATES,
        account.id(),
        random.id(),
        name,
        end.minus(YEAR.multipliedBy(3)),
        end);
  }

  /** Among them the token with which the daemon itself reads. */
  private void addUser() {
    estate.append(
        List.of(
            token(SimulatedEstate.USER, "Laptop", 100)
                .withStatus(SimulatedCertificate.DISABLED, null),
            token(SimulatedEstate.USER, "Release script", 12),
            neverExpiring(token(SimulatedEstate.USER, TokenVerification.ID, "Certvigil", 0))));
  }

  private SimulatedCertificate token(String owner, String name, int days) {
    return token(owner, random.id(), name, days);
  }

  private SimulatedCertificate token(String owner, String id, String name, int days) {
    var end = now.plus(Duration.ofDays(days)).plusSeconds(random.below(86_400));
    return SimulatedCertificate.of(API_TOKENS, owner, id, name, end.minus(YEAR), end);
  }

  private static SimulatedCertificate neverExpiring(SimulatedCertificate token) {
    return token.withValidity(token.notBefore(), SimulatedCertificate.NEVER);
  }
}
