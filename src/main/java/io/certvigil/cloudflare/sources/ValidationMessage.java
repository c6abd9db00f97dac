package io.certvigil.cloudflare.sources;

import io.certvigil.model.Actor;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * The messages of certificate authorities and of Cloudflare that are known, in plain words, in the
 * order in which they explain a failure best.
 *
 * @see <a
 *     href="https://developers.cloudflare.com/cloudflare-for-platforms/cloudflare-for-saas/security/certificate-management/issue-and-validate/validate-certificates/troubleshooting/">Troubleshooting</a>
 */
@SuppressWarnings("ImmutableEnumChecker") // an unmodifiable list of strings
enum ValidationMessage {
  DNSSEC(
      Actor.CUSTOMER,
      "DNSSEC of the domain is broken, so the CA cannot look it up: correct or remove the DS record"
          + " at the registrar",
      "dnssec: bogus"),
  SERVFAIL(
      Actor.CUSTOMER,
      "the name servers of the domain answer SERVFAIL, so the CA cannot look it up",
      "servfail"),
  PERSPECTIVES(
      Actor.CUSTOMER,
      "the CA gets different DNS answers from different places of the world: make all name servers"
          + " of the domain answer alike, and lift geographic blocks",
      "multiple perspective",
      "mpic"),
  CAA(
      Actor.CUSTOMER,
      "the CAA records of the domain forbid this CA to issue: add the CA to them or remove them",
      "caa records block issuance"),
  RATE_LIMITED(
      Actor.YOU,
      "the CA has rate-limited these domains: wait for the limit to end (at Let's Encrypt at most"
          + " 7 days) or choose another CA",
      "rate limited these domains",
      "rate-limited these domains"),
  REFUSED(
      Actor.YOU,
      "the CA will not issue for this domain: choose another CA",
      "will not issue for this domain"),
  RISK(
      Actor.CUSTOMER,
      "the domain is reported as a potential risk: have it reviewed and removed from that list",
      "reported as potential risk"),
  INTERNAL(
      Actor.CA,
      "the CA has an internal error: wait, and choose another CA if it lasts longer than 24 h",
      "internal error with certificate authority");

  private static final Pattern HOST = Pattern.compile("[\\w-]+(?:\\.[\\w-]+)+");

  private final Actor actor;
  private final String words;
  private final List<String> parts;

  ValidationMessage(Actor actor, String words, String... parts) {
    this.actor = actor;
    this.words = words;
    this.parts = List.of(parts);
  }

  Actor actor() {
    return actor;
  }

  String words() {
    return words;
  }

  /**
   * The message that this text is; empty if it is not in the catalogue. The names of hosts in it do
   * not count: that of {@code olympics.example} contains {@code mpic}.
   */
  static Optional<ValidationMessage> of(String text) {
    var lower = HOST.matcher(text.toLowerCase(Locale.ROOT)).replaceAll("");
    return Stream.of(values())
        .filter(one -> one.parts.stream().anyMatch(lower::contains))
        .findFirst();
  }
}
