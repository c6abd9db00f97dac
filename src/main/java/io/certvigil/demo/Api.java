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
final class Api {
  private static final Window.Bounds SMALL = new Window.Bounds(5, 50, 20);
  private static final Window.Bounds ACCESS = new Window.Bounds(1, 1000, 50);
  private static final Window.Bounds SAML = new Window.Bounds(1, 1000, 25);
  private static final Window.Bounds TOKENS = new Window.Bounds(1, 1000, 1000);
  private static final Window.Bounds HOSTNAMES = new Window.Bounds(5, 1000, 20);
  private static final Pattern ID = Pattern.compile("[0-9a-f]{32}");

  private final Estate estate;
  private final Wire wire;
  private final ClientCertificates clientCertificates;
  private final InstantSource clock;
  private final Door door;

  Api(Estate estate, InstantSource clock, Door door) {
    this.estate = estate;
    this.clock = clock;
    this.door = door;
    this.wire = new Wire(new Mint(estate.seed()), estate);
    this.clientCertificates = new ClientCertificates(estate, wire);
  }

  Answer answer(Call call, Twist twist) {
    var now = clock.instant();
    if (call.route() == Route.UNKNOWN) {
      return noRoute(call);
    }
    var source = call.route().source();
    return source == null ? plain(call, twist) : ofSource(call, source, twist, now);
  }

  private Answer plain(Call call, Twist twist) {
    if (!call.method().equals("GET")) {
      return notAllowed();
    }
    return switch (call.route()) {
      case ZONES -> list(call, SMALL, zones(call), Wire::json, twist);
      case ZONE -> zone(call);
      case ACCOUNTS -> accounts(call, twist);
      case USER_TOKEN_VERIFY ->
          TokenVerification.ofUser(door.token(call.credential()), clock.instant());
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

  private Answer zone(Call call) {
    return estate
        .zone(call.path().getLast())
        .map(zone -> Answer.of(Wire.json(zone)))
        .orElseGet(() -> noRoute(call));
  }

  private Answer verifiedByAccount(Call call) {
    return estate
        .account(call.ownerId())
        .map(Ref::id)
        .map(id -> TokenVerification.ofAccount(door.token(call.credential()), id, clock.instant()))
        .orElseGet(() -> noRoute(call));
  }

  private Answer ofSource(Call call, Source source, Twist twist, Instant now) {
    if (call.route() == Route.ORIGIN_CA && call.ownerId().isEmpty()) {
      return Answer.error(Answer.BAD_REQUEST, 1012, "Please provide a zone id.");
    }
    if (!exists(call)) {
      return noRoute(call);
    }
    if (call.route() == Route.ORIGIN_CA && door.token(call.credential()).isEmpty()) {
      return Answer.error(Answer.FORBIDDEN, 10000, "Authentication error"); // no e-mail and key
    }
    if (estate.isDenied(source, call.ownerId())) {
      return Answer.error(Answer.FORBIDDEN, 9109, "Unauthorized to access requested resource");
    }
    if (!call.method().equals("GET") && mayOnlyRead(call)) {
      return Answer.error(Answer.FORBIDDEN, 10000, "Authentication error");
    }
    if (source == Source.CLIENT_CERTIFICATES && !isList(call)) {
      return clientCertificates.answer(call, now);
    }
    if (!call.method().equals("GET")) {
      return notAllowed();
    }
    return certificates(call, source, twist, now);
  }

  private boolean mayOnlyRead(Call call) {
    return door.token(call.credential()).filter(ApiToken::readOnly).isPresent();
  }

  private static boolean isList(Call call) {
    return call.route() == Route.CLIENT_CERTIFICATES && call.method().equals("GET");
  }

  private boolean exists(Call call) {
    var byZone = call.path().getFirst().equals("zones") || call.route() == Route.ORIGIN_CA;
    return byZone
        ? estate.zone(call.ownerId()).isPresent()
        : estate.account(call.ownerId()).isPresent();
  }

  private Answer certificates(Call call, Source source, Twist twist, Instant now) {
    var held = estate.list(source, call.ownerId());
    Function<Held, JsonObject> json = one -> wire.json(one, now);
    return switch (call.route()) {
      case CLIENT_CERTIFICATES -> {
        var status = call.query().getOrDefault("status", Held.ACTIVE);
        yield ClientCertificates.isStatus(status)
            ? list(call, SMALL, ClientCertificates.filter(held, status, now), json, twist)
            : noStatus();
      }
      case ACCOUNT_ACCESS_CERTIFICATES, ZONE_ACCESS_CERTIFICATES ->
          list(call, ACCESS, held, json, twist);
      case GATEWAY_CERTIFICATES, ORIGIN_PULL, ORIGIN_PULL_HOSTNAMES ->
          twist.unpaginated(held, json);
      case MTLS_CERTIFICATES ->
          twist.unpaginated(Uploaded.ofTypes(held, call.parameter("type")), json);
      case CUSTOM_CERTIFICATES -> {
        var status = call.parameter("status");
        yield Uploaded.isStatus(status)
            ? list(call, SMALL, Uploaded.ofStatus(held, status, now), json, twist)
            : noStatus();
      }
      case CERTIFICATE_PACKS -> packs(call, held, twist, now);
      case ORIGIN_CA, CUSTOM_TRUST_STORE -> list(call, SMALL, held, json, twist);
      case CUSTOM_HOSTNAMES -> list(call, HOSTNAMES, Hostnames.inOrder(held, now), json, twist);
      case SAML_CERTIFICATES ->
          list(call, SAML, AccessWire.sets(held), one -> wire.set(one, held), twist);
      case ACCOUNT_SERVICE_TOKENS, ZONE_SERVICE_TOKENS -> list(call, TOKENS, held, json, twist);
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

  private static Answer packs(Call call, List<Held> held, Twist twist, Instant now) {
    var status = call.query().getOrDefault("status", "");
    return status.isEmpty() || status.equals("all")
        ? list(call, SMALL, Pack.of(held, !status.isEmpty(), now), Pack::json, twist)
        : noStatus();
  }

  private static Answer noStatus() {
    return Answer.error(Answer.BAD_REQUEST, 1400, "status: no such one");
  }

  private Answer accounts(Call call, Twist twist) {
    return switch (twist.accounts()) {
      case RIGHT -> list(call, SMALL, accountsNamed(call), Wire::json, twist);
      case IGNORES_PAGE -> twist.samePage(call, accountsNamed(call), Wire::json);
      case BAD_REQUEST ->
          Answer.error(
              Answer.BAD_REQUEST,
              1001,
              "List accounts endpoint does not support account owned tokens.");
      case FORBIDDEN ->
          Answer.error(Answer.FORBIDDEN, 9109, "Unauthorized to access requested resource");
    };
  }

  private List<Ref> accountsNamed(Call call) {
    var name = call.parameter("name");
    return estate.accounts().stream().filter(one -> matches(name, one.name())).toList();
  }

  private List<Zone> zones(Call call) {
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

  private static <T> Answer list(
      Call call,
      Window.Bounds bounds,
      List<T> all,
      Function<? super T, JsonObject> json,
      Twist twist) {
    return switch (Window.of(call, bounds)) {
      case Window.Asked.Wrong wrong -> wrong.answer();
      case Window.Asked.Fine fine -> twist.page(fine.window(), all, json);
    };
  }

  private static Answer notAllowed() {
    return Answer.error(
        Answer.NOT_ALLOWED, 10405, "Method not allowed for this authentication scheme");
  }

  private static Answer noRoute(Call call) {
    var status = ID.matcher(call.ownerId()).matches() ? Answer.NOT_FOUND : Answer.BAD_REQUEST;
    return Answer.error(
        status,
        7003,
        "Could not route to /client/v4/"
            + String.join("/", call.path())
            + ", perhaps your object identifier is invalid?",
        7000,
        "No route for that URI");
  }
}
