package io.certvigil.demo;

import com.google.gson.JsonObject;
import com.google.gson.JsonParseException;
import com.google.gson.JsonParser;
import com.google.gson.JsonPrimitive;
import io.certvigil.model.Source;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicLong;

/**
 * The operations on single client certificates.
 *
 * @see <a href="https://developers.cloudflare.com/api/resources/client_certificates/">API</a>
 */
final class ClientCertificates {
  private static final String ALL = "all";
  private static final Set<String> STATUSES =
      Set.of(ALL, Held.ACTIVE, Held.PENDING_REACTIVATION, Held.PENDING_REVOCATION, Held.REVOKED);
  private static final int LONGEST_DAYS = 5475;

  private final Estate estate;
  private final Wire wire;
  private final AtomicLong created = new AtomicLong();

  ClientCertificates(Estate estate, Wire wire) {
    this.estate = estate;
    this.wire = wire;
  }

  static boolean isStatus(String word) {
    return STATUSES.contains(word);
  }

  static List<Held> filter(List<Held> all, String status, Instant now) {
    return status.equals(ALL)
        ? all
        : all.stream().filter(held -> held.statusAt(now).equals(status)).toList();
  }

  Answer answer(Call call, Instant now) {
    if (call.route() == Route.CLIENT_CERTIFICATES) {
      return call.method().equals("POST") ? create(call, now) : notAllowed();
    }
    var held = mine(call);
    if (held.isEmpty()) {
      return Answer.error(Answer.NOT_FOUND, 1551, "Client certificate not found");
    }
    return switch (call.method()) {
      case "GET" -> Answer.of(wire.json(held.get(), now));
      case "DELETE" -> changed(estate.revoke(held.get().id(), now), now);
      case "PATCH" -> reactivate(call, held.get(), now);
      default -> notAllowed();
    };
  }

  private Optional<Held> mine(Call call) {
    return estate.find(call.path().getLast()).filter(one -> one.ownerId().equals(call.ownerId()));
  }

  private Answer changed(Optional<Held> held, Instant now) {
    return held.map(one -> Answer.of(wire.json(one, now)))
        .orElseGet(() -> Answer.error(Answer.NOT_FOUND, 1551, "Client certificate not found"));
  }

  private Answer reactivate(Call call, Held held, Instant now) {
    var body = body(call);
    var wanted = text(body, "reactivate").equals("true");
    if (!wanted || !held.statusAt(now).equals(Held.PENDING_REVOCATION)) {
      return Answer.error(
          Answer.BAD_REQUEST, 1400, "only a certificate pending revocation can be reactivated");
    }
    var until = now.plus(Estate.SETTLING);
    return changed(
        estate.change(held.id(), one -> one.withStatus(Held.PENDING_REACTIVATION, until)), now);
  }

  private Answer create(Call call, Instant now) {
    var body = body(call);
    var days = Window.number(text(body, "validity_days"), 0);
    var pem = text(body, "csr");
    var csr = Csr.of(pem);
    if (days < 1 || days > LONGEST_DAYS || csr.isEmpty()) {
      return Answer.error(Answer.BAD_REQUEST, 1400, "csr or validity_days cannot be used");
    }
    if (full(call.ownerId(), now)) {
      return Answer.error(Answer.BAD_REQUEST, 1416, "Client certificate quota has been reached");
    }
    var from = now.truncatedTo(ChronoUnit.SECONDS);
    var until = from.plus(Duration.ofDays(days));
    var name = csr.get().commonName();
    var held = Held.of(Source.CLIENT_CERTIFICATES, call.ownerId(), id(name), name, from, until);
    estate.issue(held, pem);
    return Answer.of(wire.json(held, now));
  }

  private boolean full(String zone, Instant now) {
    return estate.list(Source.CLIENT_CERTIFICATES, zone).stream()
            .filter(held -> !held.statusAt(now).equals(Held.REVOKED))
            .count()
        >= estate.quota();
  }

  private String id(String name) {
    return new Dice(estate.seed() ^ ((long) name.hashCode() << 20) ^ created.incrementAndGet())
        .id();
  }

  /** Empty where it is missing, or no text, number or truth value. */
  private static String text(JsonObject body, String field) {
    return body.get(field) instanceof JsonPrimitive value ? value.getAsString() : "";
  }

  private static JsonObject body(Call call) {
    try {
      var json = JsonParser.parseString(call.body());
      return json.isJsonObject() ? json.getAsJsonObject() : new JsonObject();
    } catch (JsonParseException e) {
      return new JsonObject();
    }
  }

  private static Answer notAllowed() {
    return Answer.error(Answer.NOT_ALLOWED, 10405, "Method not allowed");
  }
}
