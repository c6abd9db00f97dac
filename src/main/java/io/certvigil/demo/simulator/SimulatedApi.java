package io.certvigil.demo.simulator;

import static io.certvigil.demo.simulator.SimulatedCertificate.ACTIVE;
import static io.certvigil.demo.simulator.SimulatedCertificate.PENDING_REACTIVATION;
import static io.certvigil.demo.simulator.SimulatedCertificate.PENDING_REVOCATION;
import static io.certvigil.demo.simulator.SimulatedCertificate.REVOKED;

import io.certvigil.model.ResourceRef;
import io.certvigil.model.Source;
import io.certvigil.model.Zone;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Creates the responses of the API to authenticated requests. */
final class SimulatedApi {
  private static final Pattern ID = Pattern.compile("[0-9a-f]{32}");
  private static final String ALL = "all";
  private static final int MAX_ACCOUNTS = 500;

  /** The values of {@code status} that a list allows; the other lists ignore it. */
  private static final Map<ApiRoute, Set<String>> STATUSES =
      Map.of(
          ApiRoute.CLIENT_CERTIFICATES,
          Set.of(ALL, ACTIVE, PENDING_REACTIVATION, PENDING_REVOCATION, REVOKED),
          ApiRoute.CUSTOM_CERTIFICATES,
          Set.of(ACTIVE, "expired", "deleted", "pending", "initializing"),
          ApiRoute.CERTIFICATE_PACKS,
          Set.of(ALL, ""));

  private final SimulatedEstate estate;
  private final ApiJson apiJson;
  private final ClientCertificateApi clientCertificates;
  private final InstantSource clock;
  private final Authenticator authenticator;

  SimulatedApi(SimulatedEstate estate, InstantSource clock, Authenticator authenticator) {
    this.estate = estate;
    this.clock = clock;
    this.authenticator = authenticator;
    this.apiJson = new ApiJson(new CertificateEncoder(estate.seed()), estate);
    this.clientCertificates = new ClientCertificateApi(estate, apiJson);
  }

  ApiResponse answer(ApiRequest request, ResponseFault fault) {
    return refusal(request).orElseGet(() -> carryOut(request, fault, clock.instant()));
  }

  /** The error response to a request that is not allowed; empty if it is. */
  private Optional<ApiResponse> refusal(ApiRequest request) {
    var route = request.route();
    var source = route.source();
    if (route == ApiRoute.ORIGIN_CA && request.ownerId().isEmpty()) {
      return error(ApiResponse.BAD_REQUEST, 1012, "Please provide a zone id.");
    }
    if (route == ApiRoute.UNKNOWN || (source != null && !exists(request))) {
      return Optional.of(noRoute(request));
    }
    var token = authenticator.token(request.credential());
    if (route == ApiRoute.ORIGIN_CA && token.isEmpty()) { // e-mail address and key
      return error(ApiResponse.FORBIDDEN, 10000, "Authentication error");
    }
    if (source != null && estate.isDenied(source, request.ownerId())) {
      return error(ApiResponse.FORBIDDEN, 9109, "Unauthorized to access requested resource");
    }
    if (route == ApiRoute.USER_TOKENS && token.map(ApiToken::accountId).isPresent()) {
      return error(ApiResponse.UNAUTHORIZED, 1000, "Invalid API Token"); // it has no user
    }
    return request.isRead() ? tooManyAccounts(request) : forbiddenChange(source, token);
  }

  /** Zones of many accounts can only be listed account by account. */
  private Optional<ApiResponse> tooManyAccounts(ApiRequest request) {
    return request.route() == ApiRoute.ZONES
            && request.parameter("account.id") == null
            && estate.accounts().size() > MAX_ACCOUNTS
        ? error(
            ApiResponse.BAD_REQUEST,
            1001,
            "Listing zones across more than 500 accounts is currently not allowed, please apply"
                + " the 'account.id' filter")
        : unknownStatus(request);
  }

  private static Optional<ApiResponse> unknownStatus(ApiRequest request) {
    var known = STATUSES.get(request.route());
    var status = request.parameter("status");
    return known == null || status == null || known.contains(status)
        ? Optional.empty()
        : error(ApiResponse.BAD_REQUEST, 1400, "status: unknown");
  }

  /** Only client certificates can be changed. */
  private static Optional<ApiResponse> forbiddenChange(
      @Nullable Source source, Optional<ApiToken> token) {
    if (source != null && token.filter(ApiToken::readOnly).isPresent()) {
      return error(ApiResponse.FORBIDDEN, 10000, "Authentication error");
    }
    return source == Source.CLIENT_CERTIFICATES
        ? Optional.empty()
        : error(
            ApiResponse.NOT_ALLOWED, 10405, "Method not allowed for this authentication scheme");
  }

  private static Optional<ApiResponse> error(int status, int code, String message) {
    return Optional.of(ApiResponse.error(status, code, message));
  }

  private boolean exists(ApiRequest request) {
    if (request.route() == ApiRoute.USER_TOKENS) {
      return true;
    }
    var byZone = request.path().getFirst().equals("zones") || request.route() == ApiRoute.ORIGIN_CA;
    return byZone
        ? estate.zone(request.ownerId()).isPresent()
        : estate.account(request.ownerId()).isPresent();
  }

  private ApiResponse carryOut(ApiRequest request, ResponseFault fault, Instant now) {
    if (!request.isRead()) {
      return clientCertificates.answer(request, now);
    }
    var all = certificates(request, now);
    return switch (request.route()) {
      case ZONES -> ListResponse.of(request, zones(request), ApiJson::json, fault);
      case ZONE -> zone(request);
      case ACCOUNTS -> ListResponse.of(request, accounts(request), ApiJson::json, fault);
      case USER_TOKEN_VERIFY -> verifyToken(request, null, now);
      case ACCOUNT_TOKEN_VERIFY -> verifyAccountToken(request, now);
      case USER_TOKEN -> token(request, null, now);
      case ACCOUNT_TOKEN -> token(request, request.ownerId(), now);
      case CLIENT_CERTIFICATE -> clientCertificates.answer(request, now);
      case CERTIFICATE_PACKS -> {
        var packs =
            CertificatePack.of(all, ALL.equals(request.parameter("status")), estate::trouble, now);
        yield ListResponse.of(request, packs, CertificatePack::json, fault);
      }
      case REGISTRATIONS ->
          CursorResponse.of(request, byExpiry(all), one -> apiJson.json(one, now), fault);
      case IDENTITY_PROVIDERS -> {
        var providers = IdentityProviderJson.providers(all);
        yield ListResponse.of(request, providers, apiJson::identityProvider, fault);
      }
      case SAML_CERTIFICATES -> {
        var sets = AccessJson.currentCertificates(all);
        yield ListResponse.of(request, sets, one -> apiJson.samlSet(one, all), fault);
      }
      case CLIENT_CERTIFICATES,
          ACCOUNT_ACCESS_CERTIFICATES,
          ZONE_ACCESS_CERTIFICATES,
          GATEWAY_CERTIFICATES,
          ORIGIN_CA,
          ORIGIN_PULL,
          ORIGIN_PULL_HOSTNAMES,
          ACCOUNT_SERVICE_TOKENS,
          ZONE_SERVICE_TOKENS,
          ACCOUNT_TOKENS,
          USER_TOKENS,
          GATEWAY_RULES,
          MTLS_CERTIFICATES,
          CUSTOM_CERTIFICATES,
          CUSTOM_TRUST_STORE,
          CUSTOM_HOSTNAMES ->
          ListResponse.of(request, all, one -> apiJson.json(one, now), fault);
      case UNKNOWN -> noRoute(request);
    };
  }

  /** The certificates that the request selects, in the order of the list. */
  private List<SimulatedCertificate> certificates(ApiRequest request, Instant now) {
    var source = request.route().source();
    if (source == null) {
      return List.of();
    }
    var all = estate.list(source, request.ownerId());
    var query = request.query();
    return switch (request.route()) {
      case CLIENT_CERTIFICATES -> ofStatus(all, query.getOrDefault("status", ACTIVE), now);
      case CUSTOM_CERTIFICATES -> ofStatus(all, query.getOrDefault("status", ALL), now);
      case MTLS_CERTIFICATES -> ofTypes(all, request.parameter("type"));
      case ACCOUNT_TOKENS, USER_TOKENS ->
          "true".equals(query.get("include_expired")) ? all : unexpired(all, now);
      case CUSTOM_HOSTNAMES -> CustomHostnameJson.sortedByStatus(all, now);
      default -> all; // lists without a filter
    };
  }

  private static List<SimulatedCertificate> byExpiry(List<SimulatedCertificate> all) {
    return all.stream().sorted(Comparator.comparing(SimulatedCertificate::notAfter)).toList();
  }

  private static List<SimulatedCertificate> unexpired(List<SimulatedCertificate> all, Instant now) {
    return all.stream().filter(one -> now.isBefore(one.notAfter())).toList();
  }

  private static List<SimulatedCertificate> ofStatus(
      List<SimulatedCertificate> all, String status, Instant now) {
    return all.stream()
        .filter(one -> status.equals(ALL) || one.statusAt(now).equals(status))
        .toList();
  }

  /** The certificates of these comma-separated types; all of them if it is null. */
  private static List<SimulatedCertificate> ofTypes(
      List<SimulatedCertificate> all, @Nullable String types) {
    return all.stream()
        .filter(one -> types == null || List.of(types.split(",")).contains(one.type()))
        .toList();
  }

  private ApiResponse zone(ApiRequest request) {
    return estate
        .zone(request.path().getLast())
        .map(zone -> ApiResponse.of(ApiJson.json(zone)))
        .orElseGet(() -> noRoute(request));
  }

  private ApiResponse token(ApiRequest request, @Nullable String accountId, Instant now) {
    var token = authenticator.token(request.credential());
    return TokenVerification.details(token, accountId, request.path().getLast(), now);
  }

  private ApiResponse verifyAccountToken(ApiRequest request, Instant now) {
    return estate
        .account(request.ownerId())
        .map(account -> verifyToken(request, account.id(), now))
        .orElseGet(() -> noRoute(request));
  }

  private ApiResponse verifyToken(ApiRequest request, @Nullable String accountId, Instant now) {
    return TokenVerification.of(authenticator.token(request.credential()), accountId, now);
  }

  private List<ResourceRef> accounts(ApiRequest request) {
    var name = request.parameter("name");
    return estate.listedAccounts().stream().filter(one -> matches(name, one.name())).toList();
  }

  private List<Zone> zones(ApiRequest request) {
    var name = request.parameter("name");
    var accountId = request.parameter("account.id");
    var accountName = request.parameter("account.name");
    return estate.listedZones().stream()
        .filter(zone -> matches(name, zone.zone().name()))
        .filter(zone -> accountId == null || accountId.equals(zone.account().id()))
        .filter(zone -> matches(accountName, zone.account().name()))
        .toList();
  }

  /**
   * The filters of the zone list: a complete name, or {@code contains:}, {@code starts_with:} ...
   */
  private static boolean matches(@Nullable String filter, String name) {
    if (filter == null) {
      return true;
    }
    var colon = filter.indexOf(':');
    var word = filter.substring(colon + 1);
    return switch (colon < 0 ? "equal" : filter.substring(0, colon)) {
      case "equal" -> name.equalsIgnoreCase(word);
      case "not_equal" -> !name.equalsIgnoreCase(word);
      case "contains" -> name.contains(word);
      case "starts_with" -> name.startsWith(word);
      case "ends_with" -> name.endsWith(word);
      default -> false;
    };
  }

  private static ApiResponse noRoute(ApiRequest request) {
    var status =
        ID.matcher(request.ownerId()).matches() ? ApiResponse.NOT_FOUND : ApiResponse.BAD_REQUEST;
    return ApiResponse.error(
        status,
        7003,
        "Could not route to /client/v4/"
            + String.join("/", request.path())
            + ", perhaps your object identifier is invalid?",
        7000,
        "No route for that URI");
  }
}
