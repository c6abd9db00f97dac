package io.certvigil.demo.simulator;

import io.certvigil.model.Source;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** The routes of the simulated API; requests are counted, and faults injected, by route. */
public enum ApiRoute {
  ZONES(null),
  ZONE(null),
  ACCOUNTS(null),
  CLIENT_CERTIFICATES(Source.CLIENT_CERTIFICATES),
  CLIENT_CERTIFICATE(Source.CLIENT_CERTIFICATES),
  ACCOUNT_ACCESS_CERTIFICATES(Source.ACCESS_CERTIFICATES),
  ZONE_ACCESS_CERTIFICATES(Source.ACCESS_CERTIFICATES),
  GATEWAY_CERTIFICATES(Source.GATEWAY_CERTIFICATES),
  ORIGIN_CA(Source.ORIGIN_CA),
  ORIGIN_PULL(Source.ORIGIN_PULL),
  ORIGIN_PULL_HOSTNAMES(Source.ORIGIN_PULL_HOSTNAMES),
  SAML_CERTIFICATES(Source.SAML_CERTIFICATES),
  ACCOUNT_SERVICE_TOKENS(Source.SERVICE_TOKENS),
  ZONE_SERVICE_TOKENS(Source.SERVICE_TOKENS),
  MTLS_CERTIFICATES(Source.MTLS_CERTIFICATES),
  CUSTOM_CERTIFICATES(Source.CUSTOM_CERTIFICATES),
  CERTIFICATE_PACKS(Source.CERTIFICATE_PACKS),
  CUSTOM_TRUST_STORE(Source.CUSTOM_TRUST_STORE),
  CUSTOM_HOSTNAMES(Source.CUSTOM_HOSTNAMES),
  USER_TOKEN_VERIFY(null),
  ACCOUNT_TOKEN_VERIFY(null),
  UNKNOWN(null);

  private final @Nullable Source source;

  ApiRoute(@Nullable Source source) {
    this.source = source;
  }

  @Nullable Source source() {
    return source;
  }

  /** The route in counts, such as {@code client_certificates}. */
  public String word() {
    return name().toLowerCase(Locale.ROOT);
  }

  /** The route of the path below {@code /client/v4}, split at its slashes. */
  static ApiRoute of(List<String> path) {
    return switch (path.size()) {
      case 1 -> ofTop(path.getFirst());
      case 2 -> path.getFirst().equals("zones") ? ZONE : UNKNOWN;
      case 3 -> ofThree(path);
      case 4 -> ofFour(path);
      case 5 -> ofFive(path);
      default -> UNKNOWN;
    };
  }

  private static ApiRoute ofTop(String word) {
    return switch (word) {
      case "zones" -> ZONES;
      case "accounts" -> ACCOUNTS;
      case "certificates" -> ORIGIN_CA;
      default -> UNKNOWN;
    };
  }

  private static ApiRoute ofThree(List<String> path) {
    if (path.equals(List.of("user", "tokens", "verify"))) {
      return USER_TOKEN_VERIFY;
    }
    return switch (path.getFirst() + "/" + path.get(2)) {
      case "zones/client_certificates" -> CLIENT_CERTIFICATES;
      case "zones/origin_tls_client_auth" -> ORIGIN_PULL;
      case "accounts/mtls_certificates" -> MTLS_CERTIFICATES;
      case "zones/custom_certificates" -> CUSTOM_CERTIFICATES;
      case "zones/custom_hostnames" -> CUSTOM_HOSTNAMES;
      default -> UNKNOWN;
    };
  }

  private static ApiRoute ofFour(List<String> path) {
    return switch (path.getFirst() + "/" + path.get(2) + "/" + path.get(3)) {
      case "accounts/access/certificates" -> ACCOUNT_ACCESS_CERTIFICATES;
      case "zones/access/certificates" -> ZONE_ACCESS_CERTIFICATES;
      case "accounts/gateway/certificates" -> GATEWAY_CERTIFICATES;
      case "accounts/access/saml_certificates" -> SAML_CERTIFICATES;
      case "accounts/access/service_tokens" -> ACCOUNT_SERVICE_TOKENS;
      case "zones/access/service_tokens" -> ZONE_SERVICE_TOKENS;
      case "zones/ssl/certificate_packs" -> CERTIFICATE_PACKS;
      case "zones/acm/custom_trust_store" -> CUSTOM_TRUST_STORE;
      case "accounts/tokens/verify" -> ACCOUNT_TOKEN_VERIFY;
      default -> ofSingle(path);
    };
  }

  private static ApiRoute ofFive(List<String> path) {
    var below = String.join("/", path.subList(2, 5));
    var pulls = below.equals("origin_tls_client_auth/hostnames/certificates");
    return pulls && path.getFirst().equals("zones") ? ORIGIN_PULL_HOSTNAMES : UNKNOWN;
  }

  private static ApiRoute ofSingle(List<String> path) {
    var zoned = path.getFirst().equals("zones") && path.get(2).equals("client_certificates");
    return zoned ? CLIENT_CERTIFICATE : UNKNOWN;
  }

  @Override
  public String toString() {
    return word();
  }
}
