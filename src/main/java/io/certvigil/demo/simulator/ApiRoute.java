package io.certvigil.demo.simulator;

import io.certvigil.model.Source;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/** The routes of the simulated API; requests are counted, and faults injected, by route. */
@SuppressWarnings("ImmutableEnumChecker") // a list of strings and a record of numbers
public enum ApiRoute {
  ZONES("zones", null, 5, 50, 20),
  ZONE("zones/*", null),
  ACCOUNTS("accounts", null, 5, 50, 20),
  CLIENT_CERTIFICATES("zones/*/client_certificates", Source.CLIENT_CERTIFICATES, 5, 50, 20),
  CLIENT_CERTIFICATE("zones/*/client_certificates/*", Source.CLIENT_CERTIFICATES),
  ACCOUNT_ACCESS_CERTIFICATES(
      "accounts/*/access/certificates", Source.ACCESS_CERTIFICATES, 1, 1000, 50),
  ZONE_ACCESS_CERTIFICATES("zones/*/access/certificates", Source.ACCESS_CERTIFICATES, 1, 1000, 50),
  GATEWAY_CERTIFICATES("accounts/*/gateway/certificates", Source.GATEWAY_CERTIFICATES),
  ORIGIN_CA("certificates", Source.ORIGIN_CA, 5, 50, 20),
  ORIGIN_PULL("zones/*/origin_tls_client_auth", Source.ORIGIN_PULL),
  ORIGIN_PULL_HOSTNAMES(
      "zones/*/origin_tls_client_auth/hostnames/certificates", Source.ORIGIN_PULL_HOSTNAMES),
  SAML_CERTIFICATES("accounts/*/access/saml_certificates", Source.SAML_CERTIFICATES, 1, 1000, 25),
  ACCOUNT_SERVICE_TOKENS("accounts/*/access/service_tokens", Source.SERVICE_TOKENS, 1, 1000, 1000),
  ZONE_SERVICE_TOKENS("zones/*/access/service_tokens", Source.SERVICE_TOKENS, 1, 1000, 1000),
  ACCOUNT_TOKENS("accounts/*/tokens", Source.API_TOKENS, 5, 50, 20),
  USER_TOKENS("user/tokens", Source.API_TOKENS, 5, 50, 20),
  IDENTITY_PROVIDERS(
      "accounts/*/access/identity_providers", Source.IDENTITY_PROVIDER_CERTIFICATES, 1, 1000, 200),
  REGISTRATIONS("accounts/*/registrar/registrations", Source.REGISTRATIONS, 1, 50, 20),
  GATEWAY_RULES("accounts/*/gateway/rules", Source.GATEWAY_RULES),
  MTLS_CERTIFICATES("accounts/*/mtls_certificates", Source.MTLS_CERTIFICATES),
  CUSTOM_CERTIFICATES("zones/*/custom_certificates", Source.CUSTOM_CERTIFICATES, 5, 50, 20),
  CERTIFICATE_PACKS("zones/*/ssl/certificate_packs", Source.CERTIFICATE_PACKS, 5, 50, 20),
  CUSTOM_TRUST_STORE("zones/*/acm/custom_trust_store", Source.CUSTOM_TRUST_STORE, 5, 50, 20),
  CUSTOM_HOSTNAMES("zones/*/custom_hostnames", Source.CUSTOM_HOSTNAMES, 5, 1000, 20),
  USER_TOKEN_VERIFY("user/tokens/verify", null),
  ACCOUNT_TOKEN_VERIFY("accounts/*/tokens/verify", null),
  USER_TOKEN("user/tokens/*", null),
  ACCOUNT_TOKEN("accounts/*/tokens/*", null),
  UNKNOWN("", null);

  private static final String ANY = "*";

  private final List<String> template;
  private final @Nullable Source source;
  private final @Nullable PageBounds pageBounds;

  /** The values of {@code per_page} that a list allows; others are an error, as in the real API. */
  record PageBounds(int min, int max, int defaultSize) {}

  ApiRoute(String template, @Nullable Source source) {
    this(template, source, null);
  }

  ApiRoute(String template, @Nullable Source source, int minSize, int maxSize, int defaultSize) {
    this(template, source, new PageBounds(minSize, maxSize, defaultSize));
  }

  ApiRoute(String template, @Nullable Source source, @Nullable PageBounds pageBounds) {
    this.template = Arrays.asList(template.split("/"));
    this.source = source;
    this.pageBounds = pageBounds;
  }

  @Nullable Source source() {
    return source;
  }

  /** Null if it is no list, or a list without pages. */
  @Nullable PageBounds pageBounds() {
    return pageBounds;
  }

  /** The route in counts, such as {@code client_certificates}. */
  public String word() {
    return name().toLowerCase(Locale.ROOT);
  }

  /** The route of the path below {@code /client/v4}, split at its slashes. */
  static ApiRoute of(List<String> path) {
    return Arrays.stream(values()).filter(route -> route.matches(path)).findFirst().orElse(UNKNOWN);
  }

  private boolean matches(List<String> path) {
    return path.size() == template.size()
        && IntStream.range(0, path.size())
            .allMatch(at -> List.of(ANY, path.get(at)).contains(template.get(at)));
  }

  @Override
  public String toString() {
    return word();
  }
}
