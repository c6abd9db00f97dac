package io.certvigil.campaign;

import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Verifies the daemon's deliveries from outside: compares its database, read with plain SQL, with
 * the messages of the receivers. Shares no code with the daemon.
 */
final class CampaignVerifier {
  private static final Set<String> RUNGS =
      Set.of("certificate.expiring", "certificate.escalated", "certificate.expired");

  /**
   * Event types that are sent only if a route selects them, which no route of the campaign does.
   */
  private static final Set<String> NOT_ROUTED =
      Set.of("certificate.renewed", "certificate.appeared");

  private final Connection database;

  CampaignVerifier(Connection database) {
    this.database = database;
  }

  /** A stored event with its JSON. */
  record DecidedEvent(long position, String id, String type, String alertKey, JsonObject json) {}

  CampaignSummary summarize(List<DeliveryTarget> targets) throws SQLException {
    var decided = decided();
    var results = new ArrayList<CampaignResult>();
    for (var target : targets) {
      results.add(new TargetVerifier(database, target).verify(decided));
    }
    return new CampaignSummary(
        decided.size(),
        decidedTwice(decided),
        number(
            "SELECT count(*) FROM delivery WHERE state NOT IN ('DELIVERED', 'READY', 'SENDING')"),
        results,
        text("PRAGMA integrity_check"));
  }

  private List<DecidedEvent> decided() throws SQLException {
    var all = new ArrayList<DecidedEvent>();
    try (var statement = database.createStatement();
        var rows =
            statement.executeQuery(
                "SELECT position, id, type, alert_key, json FROM event ORDER BY position")) {
      while (rows.next()) {
        if (!NOT_ROUTED.contains(rows.getString(3))) {
          all.add(
              new DecidedEvent(
                  rows.getLong(1),
                  rows.getString(2),
                  rows.getString(3),
                  rows.getString(4),
                  JsonParser.parseString(rows.getString(5)).getAsJsonObject()));
        }
      }
    }
    return all;
  }

  /**
   * The number of facts (rung of the same certificate, expiry and episode) that have more than one
   * event id.
   */
  private static long decidedTwice(List<DecidedEvent> decided) {
    var ids = new HashMap<String, Set<String>>();
    for (var event : decided) {
      if (RUNGS.contains(event.type())) {
        var alert = event.json().getAsJsonObject("alert");
        var end = event.json().getAsJsonObject("certificate").get("not_after");
        var fact =
            "%s|%s|%s|%s".formatted(event.alertKey(), end, alert.get("episode"), alert.get("rung"));
        ids.computeIfAbsent(fact, _ -> new HashSet<>()).add(event.id());
      }
    }
    return ids.values().stream().filter(same -> same.size() > 1).count();
  }

  private long number(String sql) throws SQLException {
    return Long.parseLong(text(sql));
  }

  private String text(String sql) throws SQLException {
    try (var statement = database.createStatement();
        var rows = statement.executeQuery(sql)) {
      return rows.next() ? rows.getString(1) : "no answer";
    }
  }

  /**
   * @param decided the number of events that must be sent
   * @param closedUndelivered the number of deliveries that were closed without being delivered
   */
  record CampaignSummary(
      long decided,
      long decidedTwice,
      long closedUndelivered,
      List<CampaignResult> results,
      String integrity) {

    boolean open() {
      return results.stream().anyMatch(result -> result.open() > 0);
    }

    void print(String title) {
      Campaign.print(
          "%s: %d events, decided twice %d, closed undelivered %d, integrity_check %s"
              .formatted(title, decided, decidedTwice, closedUndelivered, integrity));
      var rows = new ArrayList<List<String>>();
      rows.add(CampaignResult.HEADER);
      results.forEach(result -> rows.add(result.row()));
      Campaign.table(rows);
    }

    /** The faults, one text each; empty if there are none. */
    List<String> faults() {
      var faults = new ArrayList<String>();
      Map.of("decided twice", decidedTwice, "closed undelivered", closedUndelivered)
          .forEach((what, count) -> CampaignResult.addFault(faults, what, count));
      results.forEach(result -> faults.addAll(result.faults()));
      if (!integrity.equals("ok")) {
        faults.add("integrity_check: " + integrity);
      }
      return faults;
    }
  }
}
