package io.certvigil.demo;

import com.google.gson.JsonObject;
import io.certvigil.model.Ref;
import io.certvigil.model.Source;
import io.certvigil.model.Zone;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.function.Function;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** What the healthy API answers to an authenticated request. */
final class SimulatedApi {
  private static final PageRange.Bounds SMALL = new PageRange.Bounds(5, 50, 20);
  private static final PageRange.Bounds ACCESS = new PageRange.Bounds(1, 1000, 50);
  private static final PageRange.Bounds SAML = new PageRange.Bounds(1, 1000, 25);
  private static final PageRange.Bounds TOKENS = new PageRange.Bounds(1, 1000, 1000);
  private static final PageRange.Bounds HOSTNAMES = new PageRange.Bounds(5, 1000, 20);
  private static final Pattern ID = Pattern.compile("[0-9a-f]{32}");

  private final SimulatedEstate estate;
  private final ApiJson wire;
  private final ClientCertificateApi clientCertificates;
  private final InstantSource clock;
  private final Authenticator authenticator;

  SimulatedApi(SimulatedEstate estate, InstantSource clock, Authenticator authenticator) {
    this.estate = estate;
    this.clock = clock;
    this.authenticator = authenticator;
    this.wire = new ApiJson(new CertificateEncoder(estate.seed()), estate);
    this.clientCertificates = new ClientCertificateApi(estate, wire);
  }

  ApiResponse answer(ApiRequest call, ResponseFault fault) {
    var now = clock.instant();
    if (call.route() == ApiRoute.UNKNOWN) {
      return noRoute(call);
    }
    var source = call.route().source();
    return source == null ? plain(call, fault) : ofSource(call, source, fault, now);
  }

  private ApiResponse plain(ApiRequest call, ResponseFault fault) {
    if (!call.method().equals("GET")) {
      return notAllowed();
    }
    return switch (call.route()) {
      case ZONES -> list(call, SMALL, zones(call), ApiJson::json, fault);
      case ZONE -> zone(call);
      case ACCOUNTS -> accounts(call, fault);
      case USER_TOKEN_VERIFY ->
          TokenVerification.ofUser(authenticator.token(call.credential()), clock.instant());
      case ACCOUNT_TOKEN_VERIFY -> verifiedByAccount(call);
      case CLIENT_CERTIFICATES,
          CLIENT_CERTIFICATE,
          ACCOUNT_ACCESS_CERTIFICATES,
          ZONE_ACCESS_CERTIFICATES,
          GATEWAY_CERTIFICATES,
          ORIGIN_CA,
          ORIGIN_PULL,
          ORIGIN_PULL_HOSTNAMES,
          SAML_CERTIFICATES,
          ACCOUNT_SERVICE_TOKENS,
          ZONE_SERVICE_TOKENS,
          MTLS_CERTIFICATES,
          CUSTOM_CERTIFICATES,
          CERTIFICATE_PACKS,
          CUSTOM_TRUST_STORE,
          CUSTOM_HOSTNAMES,
          UNKNOWN ->
          noRoute(call);
    };
  }

  private ApiResponse zone(ApiRequest call) {
    return estate
        .zone(call.path().getLast())
        .map(zone -> ApiResponse.of(ApiJson.json(zone)))
        .orElseGet(() -> noRoute(call));
  }

  private ApiResponse verifiedByAccount(ApiRequest call) {
    return estate
        .account(call.ownerId())
        .map(Ref::id)
        .map(
            id ->
                TokenVerification.ofAccount(
                    authenticator.token(call.credential()), id, clock.instant()))
        .orElseGet(() -> noRoute(call));
  }

  private ApiResponse ofSource(ApiRequest call, Source source, ResponseFault fault, Instant now) {
    if (call.route() == ApiRoute.ORIGIN_CA && call.ownerId().isEmpty()) {
      return ApiResponse.error(ApiResponse.BAD_REQUEST, 1012, "Please provide a zone id.");
    }
    if (!exists(call)) {
      return noRoute(call);
    }
    if (call.route() == ApiRoute.ORIGIN_CA && authenticator.token(call.credential()).isEmpty()) {
      return ApiResponse.error(
          ApiResponse.FORBIDDEN, 10000, "Authentication error"); // no e-mail and key
    }
    if (estate.isDenied(source, call.ownerId())) {
      return ApiResponse.error(
          ApiResponse.FORBIDDEN, 9109, "Unauthorized to access requested resource");
    }
    if (!call.method().equals("GET") && mayOnlyRead(call)) {
      return ApiResponse.error(ApiResponse.FORBIDDEN, 10000, "Authentication error");
    }
    if (source == Source.CLIENT_CERTIFICATES && !isList(call)) {
      return clientCertificates.answer(call, now);
    }
    if (!call.method().equals("GET")) {
      return notAllowed();
    }
    return certificates(call, source, fault, now);
  }

  private boolean mayOnlyRead(ApiRequest call) {
    return authenticator.token(call.credential()).filter(ApiToken::readOnly).isPresent();
  }

  private static boolean isList(ApiRequest call) {
    return call.route() == ApiRoute.CLIENT_CERTIFICATES && call.method().equals("GET");
  }

  private boolean exists(ApiRequest call) {
    var byZone = call.path().getFirst().equals("zones") || call.route() == ApiRoute.ORIGIN_CA;
    return byZone
        ? estate.zone(call.ownerId()).isPresent()
        : estate.account(call.ownerId()).isPresent();
  }

  private ApiResponse certificates(
      ApiRequest call, Source source, ResponseFault fault, Instant now) {
    var certificate = estate.list(source, call.ownerId());
    Function<SimulatedCertificate, JsonObject> json = one -> wire.json(one, now);
    return switch (call.route()) {
      case CLIENT_CERTIFICATES -> {
        var status = call.query().getOrDefault("status", SimulatedCertificate.ACTIVE);
        yield ClientCertificateApi.isStatus(status)
            ? list(call, SMALL, ClientCertificateApi.filter(certificate, status, now), json, fault)
            : noStatus();
      }
      case ACCOUNT_ACCESS_CERTIFICATES, ZONE_ACCESS_CERTIFICATES ->
          list(call, ACCESS, certificate, json, fault);
      case GATEWAY_CERTIFICATES, ORIGIN_PULL, ORIGIN_PULL_HOSTNAMES ->
          fault.unpaginated(certificate, json);
      case MTLS_CERTIFICATES ->
          fault.unpaginated(
              UploadedCertificateJson.ofTypes(certificate, call.parameter("type")), json);
      case CUSTOM_CERTIFICATES -> {
        var status = call.parameter("status");
        yield UploadedCertificateJson.isStatus(status)
            ? list(
                call,
                SMALL,
                UploadedCertificateJson.ofStatus(certificate, status, now),
                json,
                fault)
            : noStatus();
      }
      case CERTIFICATE_PACKS -> packs(call, certificate, fault, now);
      case ORIGIN_CA, CUSTOM_TRUST_STORE -> list(call, SMALL, certificate, json, fault);
      case CUSTOM_HOSTNAMES ->
          list(call, HOSTNAMES, CustomHostnameJson.inOrder(certificate, now), json, fault);
      case SAML_CERTIFICATES ->
          list(call, SAML, AccessJson.sets(certificate), one -> wire.set(one, certificate), fault);
      case ACCOUNT_SERVICE_TOKENS, ZONE_SERVICE_TOKENS ->
          list(call, TOKENS, certificate, json, fault);
      case ZONES,
          ZONE,
          ACCOUNTS,
          USER_TOKEN_VERIFY,
          ACCOUNT_TOKEN_VERIFY,
          CLIENT_CERTIFICATE,
          UNKNOWN ->
          noRoute(call);
    };
  }

  private static ApiResponse packs(
      ApiRequest call, List<SimulatedCertificate> certificate, ResponseFault fault, Instant now) {
    var status = call.query().getOrDefault("status", "");
    return status.isEmpty() || status.equals("all")
        ? list(
            call,
            SMALL,
            CertificatePack.of(certificate, !status.isEmpty(), now),
            CertificatePack::json,
            fault)
        : noStatus();
  }

  private static ApiResponse noStatus() {
    return ApiResponse.error(ApiResponse.BAD_REQUEST, 1400, "status: no such one");
  }

  private ApiResponse accounts(ApiRequest call, ResponseFault fault) {
    return switch (fault.accounts()) {
      case RIGHT -> list(call, SMALL, accountsNamed(call), ApiJson::json, fault);
      case IGNORES_PAGE -> fault.samePage(call, accountsNamed(call), ApiJson::json);
      case BAD_REQUEST ->
          ApiResponse.error(
              ApiResponse.BAD_REQUEST,
              1001,
              "List accounts endpoint does not support account owned tokens.");
      case FORBIDDEN ->
          ApiResponse.error(
              ApiResponse.FORBIDDEN, 9109, "Unauthorized to access requested resource");
    };
  }

  private List<Ref> accountsNamed(ApiRequest call) {
    var name = call.parameter("name");
    return estate.accounts().stream().filter(one -> matches(name, one.name())).toList();
  }

  private List<Zone> zones(ApiRequest call) {
    var name = call.parameter("name");
    var accountId = call.parameter("account.id");
    var accountName = call.parameter("account.name");
    return estate.zones().stream()
        .filter(zone -> matches(name, zone.zone().name()))
        .filter(zone -> accountId == null || accountId.equals(zone.account().id()))
        .filter(zone -> matches(accountName, zone.account().name()))
        .toList();
  }

  /** The filters of the zone list: a whole name, or {@code contains:}, {@code starts_with:} ... */
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

  private static <T> ApiResponse list(
      ApiRequest call,
      PageRange.Bounds bounds,
      List<T> all,
      Function<? super T, JsonObject> json,
      ResponseFault fault) {
    return switch (PageRange.of(call, bounds)) {
      case PageRange.Asked.Wrong wrong -> wrong.answer();
      case PageRange.Asked.Fine fine -> fault.page(fine.window(), all, json);
    };
  }

  private static ApiResponse notAllowed() {
    return ApiResponse.error(
        ApiResponse.NOT_ALLOWED, 10405, "Method not allowed for this authentication scheme");
  }

  private static ApiResponse noRoute(ApiRequest call) {
    var status =
        ID.matcher(call.ownerId()).matches() ? ApiResponse.NOT_FOUND : ApiResponse.BAD_REQUEST;
    return ApiResponse.error(
        status,
        7003,
        "Could not route to /client/v4/"
            + String.join("/", call.path())
            + ", perhaps your object identifier is invalid?",
        7000,
        "No route for that URI");
  }
}
